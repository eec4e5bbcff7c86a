import { neighbourScores } from './neighbours.ts';
import { codeCount } from './termCodes.ts';

/** A passage that words of the query have found. */
export interface Candidate {
  /** The codes of its terms in order, those of its title and headings first; after them those of what stands around it. */
  readonly terms: Uint16Array;
  /** How many of them are its own, title and headings included. */
  readonly ownTerms: number;
}

export interface SoughtWord {
  /** Of every form it can have. */
  readonly codes: readonly number[];
  /** How many passages have it. */
  readonly passages: number;
}

export interface RerankWeights {
  /** How much what stands around a passage counts beside what is in it: 0 to 1. */
  readonly surroundings: number;
  /**
   * Of two neighbouring words of the query that stand near each other in a passage too, beside 1 for a word
   * (Metzler and Croft 2005, "A Markov random field model for term dependencies": ordered and unordered windows).
   */
  readonly pair: number;
  /** How much the passages most like it count beside a passage itself: 0 to 1. */
  readonly company: number;
}

export const usualWeights: RerankWeights = { surroundings: 0.5, pair: 0.2, company: 1 };
const windowWords = 8;
/** BM25's usual constants, as FTS5 has them. */
const k1 = 1.2;
const b = 0.75;

export interface RerankInput {
  readonly candidates: readonly Candidate[];
  /** In the query's order, repeated where the query repeats them. */
  readonly words: readonly SoughtWord[];
  /** How many passages there are in all. */
  readonly total: number;
}

/** @returns a score from 0 to 1 for each candidate. */
export function rerank(input: RerankInput, weights: RerankWeights = usualWeights): number[] {
  const { candidates } = input;
  const places = findWords(input);
  const own = scoreWords(input, places, { lengthOf: ({ ownTerms }) => ownTerms, rarityOf: strictRarity });
  const wide = scoreWords(input, places, { lengthOf: ({ terms }) => terms.length, rarityOf: rarity });
  const near = scorePairs(input, places);
  const scores = candidates.map(
    (_, index) =>
      (1 - weights.surroundings) * (own[index] ?? 0) +
      weights.surroundings * (wide[index] ?? 0) +
      weights.pair * (near[index] ?? 0),
  );
  const best = Math.max(...scores, Number.MIN_VALUE);
  const relative = scores.map((score) => score / best);
  return weights.company === 0 ? relative : neighbourScores(candidates, relative, weights.company);
}

/** Where the query's words stand in a candidate: its place and the word's first index in the query, in turn. */
type Places = readonly number[];

function findWords({ candidates, words }: RerankInput): Places[] {
  const wordOf = new Int8Array(codeCount).fill(-1);
  for (const [index, { codes }] of [...words.entries()].toReversed()) {
    for (const code of codes) wordOf[code] = index;
  }
  return candidates.map(({ terms }) => {
    const found: number[] = [];
    for (let place = 0; place < terms.length; place += 1) {
      const word = wordOf[terms[place] ?? 0] ?? -1;
      if (word >= 0) found.push(place, word);
    }
    return found;
  });
}

/** BM25 of the first so many terms of each candidate. */
function scoreWords(
  { candidates, words, total }: RerankInput,
  places: readonly Places[],
  of: {
    readonly lengthOf: (candidate: Candidate) => number;
    readonly rarityOf: typeof rarity;
  },
): number[] {
  const lengths = candidates.map(of.lengthOf);
  const saturate = saturation(lengths);
  const rarities = words.map(({ passages }) => of.rarityOf(passages, total));
  const counts = new Float64Array(words.length);
  return places.map((found, candidate) => {
    const length = lengths[candidate] ?? 0;
    counts.fill(0);
    for (let index = 0; index < found.length && (found[index] ?? 0) < length; index += 2) {
      const word = found[index + 1] ?? 0;
      counts[word] = (counts[word] ?? 0) + 1;
    }
    return counts.reduce(
      (sum, count, word) => (count === 0 ? sum : sum + (rarities[word] ?? 0) * saturate(count, length)),
      0,
    );
  });
}

function rarity(passages: number, total: number): number {
  return Math.log(1 + (Math.max(passages, total) - passages + 0.5) / (passages + 0.5));
}

/** BM25's own measure: a word that half of all passages have says nothing. */
function strictRarity(passages: number, total: number): number {
  return Math.max(1e-6, Math.log((Math.max(passages, total) - passages + 0.5) / (passages + 0.5)));
}

/** BM25's: a word said often in a short text counts more, and ever less for each time. */
function saturation(lengths: readonly number[]): (frequency: number, length: number) => number {
  const meanLength = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / lengths.length);
  return (frequency, length) =>
    (frequency * (k1 + 1)) / (frequency + k1 * (1 - b + (b * length) / meanLength));
}

function scorePairs({ candidates, words, total }: RerankInput, places: readonly Places[]): Float64Array {
  const result = new Float64Array(candidates.length);
  const lengths = candidates.map(({ terms }) => terms.length);
  const saturate = saturation(lengths);
  // The same word twice in a query has one place in `places`.
  const order = words.map(({ codes }) => words.findIndex((word) => word.codes[0] === codes[0]));
  for (const [index, first] of order.entries()) {
    const second = order[index + 1];
    if (second === undefined || second === first) continue;
    const counts = places.map((found) => countNear(found, first, second));
    for (const kind of ['ordered', 'near'] as const) {
      const weight = rarity(counts.filter((count) => count[kind] > 0).length, total);
      for (const [candidate, count] of counts.entries()) {
        if (count[kind] === 0) continue;
        const score = weight * saturate(count[kind], lengths[candidate] ?? 0);
        result[candidate] = (result[candidate] ?? 0) + score;
      }
    }
  }
  return result;
}

/** How often two words stand side by side in this order, and how often near each other in any. */
function countNear(found: Places, first: number, second: number): { ordered: number; near: number } {
  const counts = { ordered: 0, near: 0 };
  let lastFirst = Number.NEGATIVE_INFINITY;
  let lastSecond = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < found.length; index += 2) {
    const place = found[index] ?? 0;
    const word = found[index + 1];
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
