/** A sentence as weights of its terms, of length 1. */
export type TermVector = ReadonlyMap<string, number>;

/** TF-IDF, each sentence as a document of its own: words every sentence has tell nothing, no stop list needed. */
export function weighTerms(sentences: readonly (readonly string[])[]): {
  readonly vectors: TermVector[];
  readonly vectorOf: (terms: readonly string[]) => TermVector;
} {
  const sentencesByTerm = new Map<string, number>();
  for (const terms of sentences) {
    for (const term of new Set(terms)) sentencesByTerm.set(term, (sentencesByTerm.get(term) ?? 0) + 1);
  }
  const vectorOf = (terms: readonly string[]) => {
    const weights = new Map<string, number>();
    for (const term of terms) {
      const rarity = Math.log(1 + sentences.length / (sentencesByTerm.get(term) ?? 1));
      weights.set(term, (weights.get(term) ?? 0) + rarity);
    }
    const length = Math.hypot(...weights.values()) || 1;
    for (const [term, weight] of weights) weights.set(term, weight / length);
    return weights;
  };
  return { vectors: sentences.map(vectorOf), vectorOf };
}

/** Cosine of two vectors of length 1. */
export function similarityOf(a: TermVector, b: TermVector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of small) sum += weight * (large.get(term) ?? 0);
  return sum;
}

/** Sentences compared with each other at once; longer documents are compared in stretches of so many. */
const stretchSentences = 1200;
/** In long stretches a term in more sentences than this makes them all alike, slowly. */
const maxSentencesPerTerm = 150;
const damping = 0.85;
const rounds = 30;

/**
 * How central each sentence is among those around it: PageRank over their similarities (Erkan and Radev 2004,
 * with weighted edges instead of a threshold). @returns one value per sentence, 1 for the most central of its stretch.
 */
export function measureCentrality(vectors: readonly TermVector[]): number[] {
  const result: number[] = [];
  for (let start = 0; start < vectors.length; start += stretchSentences) {
    result.push(...rankStretch(vectors.slice(start, start + stretchSentences)));
  }
  return result;
}

function rankStretch(vectors: readonly TermVector[]): number[] {
  const edges = connect(vectors);
  const count = vectors.length;
  let ranks = new Float64Array(count).fill(1 / count);
  for (let round = 0; round < rounds; round += 1) {
    const next = new Float64Array(count).fill((1 - damping) / count);
    for (const [from, { neighbours, weights, total }] of edges.entries()) {
      const share = total > 0 ? (damping * (ranks[from] ?? 0)) / total : 0;
      for (let index = 0; index < neighbours.length; index += 1) {
        const to = neighbours[index] ?? 0;
        next[to] = (next[to] ?? 0) + share * (weights[index] ?? 0);
      }
    }
    ranks = next;
  }
  const highest = Math.max(...ranks, Number.MIN_VALUE);
  return [...ranks].map((rank) => rank / highest);
}

interface Edges {
  readonly neighbours: readonly number[];
  readonly weights: readonly number[];
  readonly total: number;
}

/** Only sentences that share a term are ever compared. */
function connect(vectors: readonly TermVector[]): Edges[] {
  const postings = new Map<string, { readonly sentence: number; readonly weight: number }[]>();
  for (const [sentence, vector] of vectors.entries()) {
    for (const [term, weight] of vector) {
      const list = postings.get(term);
      if (list) list.push({ sentence, weight });
      else postings.set(term, [{ sentence, weight }]);
    }
  }
  const sums = new Float64Array(vectors.length);
  return vectors.map((vector, sentence) => {
    const touched: number[] = [];
    for (const [term, weight] of vector) {
      const list = postings.get(term) ?? [];
      if (vectors.length > maxSentencesPerTerm && list.length > maxSentencesPerTerm) continue;
      for (const other of list) {
        if (other.sentence === sentence) continue;
        if (sums[other.sentence] === 0) touched.push(other.sentence);
        sums[other.sentence] = (sums[other.sentence] ?? 0) + weight * other.weight;
      }
    }
    const weights = touched.map((other) => sums[other] ?? 0);
    for (const other of touched) sums[other] = 0;
    return { neighbours: touched, weights, total: weights.reduce((sum, weight) => sum + weight, 0) };
  });
}
