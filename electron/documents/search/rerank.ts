import type { QueryWord } from './terms.ts';

/** A passage that words of the query have found. */
export interface Candidate {
  /** BM25 of the passage alone. */
  readonly score: number;
  /** All its terms in order, with those of what stands around it. */
  readonly terms: readonly string[];
}

export interface SoughtWord extends QueryWord {
  /** How many passages have it. */
  readonly passages: number;
}

/** How much what stands around a passage counts beside what is in it. */
const surroundingsWeight = 0.5;

/**
 * Weight of two neighbouring words of the query that stand near each other in a passage too, beside 1 for a word
 * (Metzler and Croft 2005, "A Markov random field model for term dependencies": ordered and unordered windows).
 */
const pairWeight = 0.2;
const windowWords = 8;
/** BM25's usual constants, as FTS5 has them. */
const k1 = 1.2;
const b = 0.75;
/**
 * A passage whose most similar passages were found as well is about the question, not only has its words
 * (Diaz 2005, "Regularizing ad hoc retrieval scores").
 */
const supporters = 8;

/** @returns a score from 0 to 1 for each candidate. @param total how many passages there are in all. */
export function rerank(input: {
  readonly candidates: readonly Candidate[];
  readonly words: readonly SoughtWord[];
  readonly total: number;
}): number[] {
  const { candidates } = input;
  const near = scorePairs(input);
  const wide = scoreWords(input);
  const own = candidates.map(
    ({ score }, index) =>
      (1 - surroundingsWeight) * score + surroundingsWeight * (wide[index] ?? 0) + (near[index] ?? 0),
  );
  const best = Math.max(...own, Number.MIN_VALUE);
  return supported(
    candidates,
    own.map((score) => score / best),
  );
}

/** BM25 of the passages with their surroundings. */
function scoreWords({ candidates, words, total }: Parameters<typeof rerank>[0]): number[] {
  const saturate = saturation(candidates);
  const distinct = new Map(words.map((word) => [[...word.forms].join(' '), word]));
  return candidates.map(({ terms }) => {
    let sum = 0;
    for (const { forms, passages } of distinct.values()) {
      const frequency = terms.reduce((count, term) => count + (forms.has(term) ? 1 : 0), 0);
      sum += rarity(passages, total) * saturate(frequency, terms.length);
    }
    return sum;
  });
}

function rarity(passages: number, total: number): number {
  return Math.log(1 + (Math.max(passages, total) - passages + 0.5) / (passages + 0.5));
}

/** BM25's: a word said often in a short text counts more, and ever less for each time. */
function saturation(candidates: readonly Candidate[]): (frequency: number, length: number) => number {
  const meanLength = Math.max(
    1,
    candidates.reduce((sum, { terms }) => sum + terms.length, 0) / candidates.length,
  );
  return (frequency, length) =>
    (frequency * (k1 + 1)) / (frequency + k1 * (1 - b + (b * length) / meanLength));
}

function scorePairs(input: Parameters<typeof rerank>[0]): Float64Array {
  const { candidates, words, total } = input;
  const result = new Float64Array(candidates.length);
  const saturate = saturation(candidates);
  const wordOf = new Map(
    words.flatMap(({ forms }, index) => [...forms].map((form) => [form, index] as const)),
  );
  const places = candidates.map(({ terms }) =>
    terms.flatMap((term, place) => {
      const word = wordOf.get(term);
      return word === undefined ? [] : { place, word };
    }),
  );
  // The same word twice in a query has one place in `wordOf`.
  const order = words.map(({ forms }) => wordOf.get([...forms][0] ?? '') ?? -1);
  for (const [index, first] of order.entries()) {
    const second = order[index + 1];
    if (second === undefined || second === first) continue;
    const counts = places.map((found) => countNear(found, first, second));
    for (const kind of ['ordered', 'near'] as const) {
      const inPassages = counts.filter((count) => count[kind] > 0).length;
      for (const [candidate, count] of counts.entries()) {
        const length = candidates[candidate]?.terms.length ?? 0;
        const weight = pairWeight * rarity(inPassages, total) * saturate(count[kind], length);
        result[candidate] = (result[candidate] ?? 0) + weight;
      }
    }
  }
  return result;
}

/** How often two words stand side by side in this order, and how often near each other in any. */
function countNear(
  found: readonly { readonly place: number; readonly word: number }[],
  first: number,
  second: number,
): { ordered: number; near: number } {
  const counts = { ordered: 0, near: 0 };
  let lastFirst = Number.NEGATIVE_INFINITY;
  let lastSecond = Number.NEGATIVE_INFINITY;
  for (const { place, word } of found) {
    if (word === first) {
      if (place - lastSecond < windowWords) counts.near += 1;
      lastFirst = place;
    } else if (word === second) {
      if (place - lastFirst === 1) counts.ordered += 1;
      if (place - lastFirst < windowWords) counts.near += 1;
      lastSecond = place;
    }
  }
  return counts;
}

/** The mean of a candidate's score and of those most similar to it, weighted by the cosine of their TF-IDF vectors. */
function supported(candidates: readonly Candidate[], scores: readonly number[]): number[] {
  const similarity = similarities(candidates.map(({ terms }) => terms));
  return candidates.map((_, index) => {
    const row = similarity[index] ?? new Float64Array();
    const nearest = [...row.entries()]
      .filter(([other, value]) => other !== index && value > 0)
      .toSorted((left, right) => right[1] - left[1])
      .slice(0, supporters);
    const weights = nearest.reduce((sum, [, value]) => sum + value, 1);
    const own = scores[index] ?? 0;
    return nearest.reduce((sum, [other, value]) => sum + value * (scores[other] ?? 0), own) / weights;
  });
}

function similarities(texts: readonly (readonly string[])[]): Float64Array[] {
  const postings = new Map<string, Map<number, number>>();
  for (const [index, terms] of texts.entries()) {
    for (const term of terms) {
      const counts = postings.get(term) ?? new Map<number, number>();
      postings.set(term, counts.set(index, (counts.get(index) ?? 0) + 1));
    }
  }
  const rows = texts.map(() => new Float64Array(texts.length));
  const squares = new Float64Array(texts.length);
  for (const counts of postings.values()) {
    const idf = Math.log(1 + texts.length / counts.size);
    const weighted = [...counts].map(([index, count]) => [index, (1 + Math.log(count)) * idf] as const);
    for (const [index, weight] of weighted) {
      squares[index] = (squares[index] ?? 0) + weight * weight;
      const row = rows[index];
      if (row === undefined) continue;
      for (const [other, otherWeight] of weighted) row[other] = (row[other] ?? 0) + weight * otherWeight;
    }
  }
  for (const [index, row] of rows.entries()) {
    for (const other of row.keys()) {
      const norm = Math.sqrt((squares[index] ?? 0) * (squares[other] ?? 0));
      row[other] = norm === 0 ? 0 : (row[other] ?? 0) / norm;
    }
  }
  return rows;
}
