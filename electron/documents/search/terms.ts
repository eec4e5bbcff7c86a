import { rulesFor } from './languages.ts';

/** Scripts written without spaces between words, and Korean, whose words grow endings of every kind. */
const unspacedScripts =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ーﾞﾟ';
const wordOrRun = new RegExp(`[${unspacedScripts}]+|(?:(?![${unspacedScripts}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const unspacedStart = new RegExp(`^[${unspacedScripts}]`, 'u');
/** Only where people leave accents out when they search; elsewhere a mark makes another letter. */
const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}]\p{M}*)\p{M}/gu;
/** Longer runs of letters are data, and stemming them is slow. */
const longestWord = 64;
const mostKeptStems = 50_000;

/** A word of a query with every form it can have in the index, where documents are in several languages. */
export interface QueryWord {
  /** As it stands in the query, in lower case and without accents. */
  readonly written: string;
  readonly forms: ReadonlySet<string>;
}

/**
 * Text as the index holds it: lower case, ligatures and full-width forms as plain letters, each word's stem in
 * its language without accents, unspaced scripts as overlapping pairs of characters. The last character of a run
 * also stands alone, so that every character begins some term and can be looked for by itself.
 * @param language a BCP 47 tag, or null where it is not known.
 */
export function termsOf(text: string, language: string | null): string[] {
  const stem = stemmerFor(language);
  return wordsOf(text).flatMap((word) => (unspacedStart.test(word) ? pairsAndLast(word) : stem(word)));
}

/** What the full-text index is given of a text: its terms with spaces between them. */
export function indexedTerms(text: string, language: string | null): string {
  return termsOf(text, language).join(' ');
}

/**
 * The words of a query that say what is sought, in order. Words like "the" are left out unless nothing else is left;
 * which language they are of is told by which of these languages has most of them.
 * @param languages those of the documents that are searched.
 */
export function queryWords(query: string, languages: readonly (string | null)[]): QueryWord[] {
  const words = wordsOf(query);
  const stops = languages
    .flatMap((language) => rulesFor(language)?.stopWords ?? [])
    .map((stopWords) => ({ stopWords, hits: words.filter((word) => stopWords.has(word)).length }))
    .toSorted((a, b) => b.hits - a.hits)[0]?.stopWords;
  const telling = words.filter((word) => !stops?.has(word));
  return (telling.length > 0 ? telling : words).flatMap((word) =>
    formsIn(word, languages).map(({ word: part, forms }) => ({
      written: plain(part),
      forms: new Set(forms),
    })),
  );
}

/** A word with every form it can have in texts of these languages; one of an unspaced script gives its pairs. */
export function formsIn(
  word: string,
  languages: readonly (string | null)[],
): { word: string; forms: string[] }[] {
  if (unspacedStart.test(word)) return pairs(word).map((pair) => ({ word: pair, forms: [pair] }));
  const stems = languages.map((language) => stemmerFor(language));
  // Both with and without the accents that the word may lack.
  return [{ word, forms: [plain(word), ...stems.flatMap((stem) => [stem(word), stem(plain(word))])] }];
}

/** A text's words in lower case; a run of an unspaced script counts as one. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(wordOrRun) ?? [];
}

function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function pairsAndLast(run: string): string[] {
  const [last = ''] = [...run].slice(-1);
  const found = pairs(run);
  return found.at(-1) === last ? found : [...found, last];
}

/** Whether a word is of a script that is looked for by pairs of characters. */
export function isUnspaced(word: string): boolean {
  return unspacedStart.test(word);
}

/** A term with the place of the words that it was made of, in UTF-16 units. */
export interface PlacedTerm {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** As `termsOf`, with where each term stands in the text as it is written. */
export function placedTermsOf(text: string, language: string | null): PlacedTerm[] {
  const stem = stemmerFor(language);
  return [...text.matchAll(wordOrRun)].flatMap(({ 0: word, index }) =>
    unspacedStart.test(word)
      ? placedPairs(word, index)
      : wordsOf(word).map((part) => ({ term: stem(part), start: index, end: index + word.length })),
  );
}

/** What is written with one letter and marks of its own, as half-width ｶﾞ, is one character of the index. */
const cluster = /.[\p{M}ﾞﾟ]*/gsu;

function placedPairs(run: string, offset: number): PlacedTerm[] {
  const characters = [...run.matchAll(cluster)].flatMap(({ 0: written, index }) =>
    [...written.normalize('NFKC').toLowerCase()].map((character) => ({
      character,
      start: offset + index,
      end: offset + index + written.length,
    })),
  );
  return characters.map(({ character, start, end }, index) => {
    const next = characters[index + 1];
    return next === undefined
      ? { term: character, start, end }
      : { term: `${character}${next.character}`, start, end: next.end };
  });
}

function plain(word: string): string {
  return word.normalize('NFD').replace(accents, '').normalize('NFC');
}

const stemmers = new Map<string, (word: string) => string>();

/** Stems are kept: a text says the same few thousand words again and again. */
function stemmerFor(language: string | null): (word: string) => string {
  const key = language ?? '';
  const present = stemmers.get(key);
  if (present !== undefined) return present;
  const rules = rulesFor(language);
  const kept = new Map<string, string>();
  const stem = (word: string) => {
    const known = kept.get(word);
    if (known !== undefined) return known;
    const found = plain(rules === null || word.length > longestWord ? word : rules.stem(word));
    if (kept.size >= mostKeptStems) kept.clear();
    kept.set(word, found);
    return found;
  };
  stemmers.set(key, stem);
  return stem;
}
