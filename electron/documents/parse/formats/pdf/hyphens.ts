const unspacedScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。「」（）]/u;

/** Words written with a hyphen inside a line: at a line's end they keep it. */
export function collectHyphenated(lines: Iterable<string>): ReadonlySet<string> {
  const words = new Set<string>();
  for (const line of lines) {
    for (const match of line.matchAll(/\p{L}+-\p{L}+/gu)) words.add(match[0].toLowerCase());
  }
  return words;
}

/** Appends a line to a paragraph; a word broken at the line's end is made whole. */
export function appendLine(text: string, line: string, hyphenated: ReadonlySet<string>): string {
  if (text === '') return line;
  const broken = /(\p{L}+)[-\u00ad\u2010]$/u.exec(text);
  const next = /^(\p{Ll}[\p{L}\p{M}]*)/u.exec(line)?.[1];
  if (broken && next !== undefined) {
    if (hyphenated.has(`${broken[1]}-${next}`.toLowerCase())) return text + line;
    // "Haupt- und Nebensatz": the hyphen stands for a word that follows.
    if (/^(?:und|oder|sowie|bzw|als|bis|en|of|and|or|et|ou|y|e|o)$/u.test(next)) return `${text} ${line}`;
    return text.slice(0, -1) + line;
  }
  if (/\p{L}-$/u.test(text) && /^\p{L}/u.test(line)) return text + line;
  const isUnspaced = unspacedScript.test(text.at(-1) ?? '') && unspacedScript.test(line[0] ?? '');
  return isUnspaced ? text + line : `${text} ${line}`;
}
