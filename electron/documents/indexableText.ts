/** Scripts written without spaces between words, which FTS5 would take as one endless word. */
const unspacedRun =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;

/** Text as the index sees it: unspaced scripts as overlapping pairs of characters, all else unchanged. */
export function indexableText(text: string): string {
  return text.replace(unspacedRun, (run) => ` ${pairs(run).join(' ')} `);
}

function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
