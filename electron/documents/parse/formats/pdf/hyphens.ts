const unspacedScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。「」（）]/u;

/** The document's own words, by which a hyphen at a line's end is told from one that belongs to the word. */
export interface Vocabulary {
  readonly words: ReadonlySet<string>;
  readonly hyphenated: ReadonlySet<string>;
  /** In German, Dutch, Finnish and their like compounds are written as one word. */
  readonly hasClosedCompounds: boolean;
}

const closedCompoundLanguages = new Set(['de', 'nl', 'sv', 'da', 'no', 'nb', 'nn', 'is', 'fi', 'et', 'hu']);

export function collectVocabulary(lines: readonly string[], language: string | null): Vocabulary {
  const words = new Set<string>();
  const hyphenated = new Set<string>();
  for (const line of lines) {
    for (const match of line.matchAll(/\p{L}+(?:-\p{L}+)*(?!\p{L}|-$)/gu)) {
      const word = match[0].toLowerCase();
      (word.includes('-') ? hyphenated : words).add(word);
    }
  }
  return { words, hyphenated, hasClosedCompounds: closedCompoundLanguages.has(language ?? '') };
}

/** Appends a line to a paragraph; a word broken at the line's end is made whole. */
export function appendLine(text: string, line: string, vocabulary: Vocabulary): string {
  if (text === '') return line;
  const broken = /(\p{L}+)[-\u00ad\u2010]$/u.exec(text);
  const next = /^(\p{Ll}[\p{L}\p{M}]*)/u.exec(line)?.[1];
  if (broken && next !== undefined) {
    if (isHyphenOfWord(broken[1] ?? '', next, vocabulary)) return text + line;
    // "Haupt- und Nebensatz": the hyphen stands for a word that follows.
    if (/^(?:und|oder|sowie|bzw|als|bis|en|of|and|or|et|ou|y|e|o)$/u.test(next)) return `${text} ${line}`;
    return text.slice(0, -1) + line;
  }
  if (/\p{L}-$/u.test(text) && /^\p{L}/u.test(line)) return text + line;
  const isUnspaced = unspacedScript.test(text.at(-1) ?? '') && unspacedScript.test(line[0] ?? '');
  return isUnspaced ? text + line : `${text} ${line}`;
}

/** "chat-" + "optimized": both are words here, "chatoptimized" is none. */
function isHyphenOfWord(before: string, after: string, vocabulary: Vocabulary): boolean {
  const first = before.toLowerCase();
  if (vocabulary.hyphenated.has(`${first}-${after}`)) return true;
  if (vocabulary.hasClosedCompounds || vocabulary.words.has(first + after)) return false;
  return first.length >= 4 && after.length >= 4 && vocabulary.words.has(first) && vocabulary.words.has(after);
}
