import { knownLanguages, rulesFor } from './languages.ts';
import { formsIn, termsOf, wordsOf } from './terms.ts';

/** Fewer function words than these do not tell a language. */
const leastHits = 2;
const leastShare = 0.15;

/** The language that most function words of a text are of; null where too few or another's as many. */
export function languageOf(text: string): string | null {
  const words = wordsOf(text);
  const hits = knownLanguages
    .map((language) => {
      const stopWords = rulesFor(language)?.stopWords;
      return { language, count: words.filter((word) => stopWords?.has(word)).length };
    })
    .toSorted((left, right) => right.count - left.count);
  const [best, next] = hits;
  if (!best || best.count < leastHits || best.count < leastShare * words.length) return null;
  return best.count > (next?.count ?? 0) ? best.language : null;
}

/** Words without those of their language that only hold a sentence together, each with its forms in these languages. */
export function tellingWords(
  text: string,
  languages: readonly (string | null)[],
): { word: string; forms: string[] }[] {
  const spoken = languageOf(text);
  const stops = (spoken === null ? languages : [spoken]).flatMap((one) => rulesFor(one)?.stopWords ?? []);
  return wordsOf(text)
    .filter((word) => !stops.some((stopWords) => stopWords.has(word)))
    .flatMap((word) => formsIn(word, languages));
}

/** Every form under which a word of the text may be looked for. */
export function formsOf(text: string, language: string | null): string[] {
  return [...termsOf(text, language), ...termsOf(text, 'und')];
}
