import { isUnspaced, type QueryWord, queryWords } from './terms.ts';
import type { Vocabulary } from './vocabulary.ts';

const maxQueryWords = 64;
/** A word that is still being typed is completed to so many terms. */
const maxCompletions = 24;
/** A single character of an unspaced script stands for so many of the pairs that it begins. */
const maxPairs = 200;
const maxNearest = 3;
/** Words of a query at most for those that occur nowhere to be taken for mistyped. */
const maxGuessedQuery = 4;

export interface UnderstoodQuery {
  readonly words: readonly QueryWord[];
  /** Words that occur nowhere, with the terms that are looked for instead. */
  readonly replaced: readonly { readonly written: string; readonly terms: readonly string[] }[];
}

/**
 * What a query looks for: every word in the forms that occur. In a short query a word that occurs nowhere stands for
 * the nearest that do; where all of them occur, nothing else is looked for.
 * @param languages those of the documents that are searched.
 */
export function understandQuery(input: {
  readonly query: string;
  readonly languages: readonly (string | null)[];
  readonly vocabulary: Vocabulary;
  /** The last word may be unfinished. */
  readonly isTyping: boolean;
}): UnderstoodQuery {
  const { query, vocabulary, isTyping } = input;
  const words = queryWords(query, input.languages).slice(0, maxQueryWords);
  const isUnfinished = isTyping && /[\p{L}\p{N}\p{M}]$/u.test(query);
  const found = words.map((word, index) =>
    findForms({ word, vocabulary, isLast: isUnfinished && index === words.length - 1 }),
  );
  const isNothingFound = found.every((word) => word === null);
  // Of a question in a whole sentence, many a word is in no document; guesses at those would lead astray.
  const isGuessed = isNothingFound || words.length <= maxGuessedQuery;
  const replaced: UnderstoodQuery['replaced'][number][] = [];
  const understood = words.map((word, index) => {
    const known = found[index];
    if (known || !isGuessed) return known ?? word;
    const terms = guess({ word, vocabulary, isBeginningDoubted: isNothingFound });
    if (terms.length === 0) return word;
    replaced.push({ written: word.written, terms });
    return { written: word.written, forms: new Set(terms) };
  });
  return { words: understood, replaced };
}

/** The word with the forms that occur; null where none does. */
function findForms(input: {
  readonly word: QueryWord;
  readonly vocabulary: Vocabulary;
  readonly isLast: boolean;
}): QueryWord | null {
  const { word, vocabulary, isLast } = input;
  const { written, forms } = word;
  const isSingle = [...written].length === 1;
  if (isSingle && isUnspaced(written)) {
    const pairs = vocabulary.beginningWith(written, maxPairs);
    return pairs.length > 0 ? { written, forms: new Set(pairs) } : null;
  }
  const completions = isLast && !isSingle ? vocabulary.beginningWith(written, maxCompletions) : [];
  if (completions.length > 0) return { written, forms: new Set([...forms, ...completions]) };
  if ([...forms].some((form) => vocabulary.has(form))) return word;
  // Half-typed endings of an inflected word: "communicatio" on the way to what is kept as "commun".
  const stem = isLast && !isUnspaced(written) ? vocabulary.longestIn(written) : null;
  return stem === null ? null : { written, forms: new Set([stem]) };
}

function guess(input: {
  readonly word: QueryWord;
  readonly vocabulary: Vocabulary;
  readonly isBeginningDoubted: boolean;
}): string[] {
  const { word, vocabulary, isBeginningDoubted } = input;
  if (isUnspaced(word.written)) return [];
  const forms = [...word.forms];
  const near = forms.flatMap((form) => vocabulary.nearest(form, maxNearest));
  const terms =
    near.length === 0 && isBeginningDoubted
      ? forms.flatMap((form) => vocabulary.nearestBeginning(form, maxNearest))
      : near;
  return [...new Set(terms)].slice(0, maxNearest);
}
