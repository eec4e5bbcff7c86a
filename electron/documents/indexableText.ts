/** Scripts written without spaces between words, which FTS5 would take as one endless word. */
const unspacedRun =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
/** Only where people leave accents out when they search; elsewhere a mark makes another letter. */
const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}]\p{M}*)\p{M}/gu;

/**
 * Text as the index sees it, for texts and queries alike: ligatures and full-width forms as plain letters,
 * Latin and Greek without accents, unspaced scripts as overlapping pairs of characters.
 */
export function indexableText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(accents, '')
    .normalize('NFC')
    .replace(unspacedRun, (run) => ` ${pairs(run).join(' ')} `);
}

function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
