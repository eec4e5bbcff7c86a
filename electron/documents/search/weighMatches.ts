import { formsOf, languageOf, tellingWords } from './wording.ts';

export interface PassageToWeigh {
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
  /** Of its document, as a BCP 47 tag; null where it is not known. */
  readonly language: string | null;
}

export interface Matches {
  /** For each passage the words of the query that it has. */
  readonly matchedWords: string[][];
  /**
   * Fewer than a third of the query's telling words are in any of the passages, although both are in one language:
   * what would be written from them would be made up.
   */
  readonly isTooLittle: boolean;
}

const leastShare = 1 / 3;

/** Which words of a query passages were found by, and whether they are enough to answer from. */
export function weighMatches(query: string, passages: readonly PassageToWeigh[]): Matches {
  if (passages.length === 0) return { matchedWords: [], isTooLittle: true };
  const languages = [...new Set(passages.map(({ language }) => language))];
  const words = [...new Map(tellingWords(query, languages).map((word) => [word.word, word])).values()];
  const matchedWords = passages.map(({ title, headings, text, language }) => {
    const forms = new Set(formsOf([title, ...headings, text].join('\n'), language));
    return words.filter((word) => word.forms.some((form) => forms.has(form))).map(({ word }) => word);
  });
  const found = new Set(matchedWords.flat());
  const spoken = languageOf(query);
  const primary = languages.map((language) => language?.toLowerCase().split('-')[0] ?? null);
  // A question in another language shares no word with what answers it.
  const isComparable = spoken === null ? found.size > 0 || !primary.includes(null) : primary.includes(spoken);
  const isFew = words.length > 0 && found.size < leastShare * words.length;
  return {
    matchedWords,
    isTooLittle: isComparable && isFew,
  };
}
