import { codeCount } from './termCodes.ts';

/**
 * A passage whose most similar passages were found as well is about the question, not only has its words
 * (Diaz 2005, "Regularizing ad hoc retrieval scores").
 */
const company = 8;

/**
 * The mean of a candidate's score and of those most similar to it, weighted by the cosine of their TF-IDF vectors.
 * @param weight of the others beside 1 for the candidate itself.
 */
export function neighbourScores(
  candidates: readonly { readonly terms: Uint16Array }[],
  scores: readonly number[],
  weight: number,
): number[] {
  const similarity = similarities(candidates.map(({ terms }) => terms));
  return candidates.map((_, index) => {
    const row = similarity[index] ?? new Float64Array();
    const nearest = [...row.entries()]
      .filter(([other, value]) => other !== index && value > 0)
      .toSorted((left, right) => right[1] - left[1])
      .slice(0, company);
    const weights = nearest.reduce((sum, [, value]) => sum + weight * value, 1);
    const own = scores[index] ?? 0;
    return (
      nearest.reduce((sum, [other, value]) => sum + weight * value * (scores[other] ?? 0), own) / weights
    );
  });
}

/** What a text shares with others: dimensions, each once, and their weights in a vector of length 1. */
interface Vector {
  readonly dimensions: Uint16Array;
  readonly weights: Float64Array;
}

/** The cosine of each two texts' TF-IDF vectors. */
function similarities(texts: readonly Uint16Array[]): Float64Array[] {
  const rows = texts.map(() => new Float64Array(texts.length));
  const { vectors, dimensionCount } = vectorsOf(texts);
  const spread = new Float64Array(dimensionCount);
  for (const [index, { dimensions, weights }] of vectors.entries()) {
    for (let at = 0; at < dimensions.length; at += 1) spread[dimensions[at] ?? 0] = weights[at] ?? 0;
    for (let other = 0; other < index; other += 1) {
      const cosine = dot(vectors[other], spread);
      const row = rows[index];
      const mirrored = rows[other];
      if (row !== undefined) row[other] = cosine;
      if (mirrored !== undefined) mirrored[index] = cosine;
    }
    for (const dimension of dimensions) spread[dimension] = 0;
  }
  return rows;
}

function dot(vector: Vector | undefined, spread: Float64Array): number {
  if (vector === undefined) return 0;
  const { dimensions, weights } = vector;
  let sum = 0;
  for (let at = 0; at < dimensions.length; at += 1) {
    sum += (weights[at] ?? 0) * (spread[dimensions[at] ?? 0] ?? 0);
  }
  return sum;
}

/** Few codes are in several texts: with a dimension for each of these alone, what is compared stays in fast memory. */
function vectorsOf(texts: readonly Uint16Array[]): { vectors: Vector[]; dimensionCount: number } {
  const textsWith = new Uint16Array(codeCount);
  const counts = new Uint16Array(codeCount);
  const counted = texts.map((terms) => {
    let different = 0;
    const codes = new Uint16Array(terms.length);
    for (const code of terms) {
      if (counts[code] === 0) codes[different++] = code;
      counts[code] = (counts[code] ?? 0) + 1;
    }
    const own = codes.subarray(0, different);
    const frequencies = Uint16Array.from(own, (code) => counts[code] ?? 0);
    for (const code of own) {
      counts[code] = 0;
      textsWith[code] = (textsWith[code] ?? 0) + 1;
    }
    return { codes: own, frequencies };
  });
  const dimensionOf = new Uint16Array(codeCount);
  let dimensionCount = 0;
  for (const [code, count] of textsWith.entries()) if (count > 1) dimensionOf[code] = dimensionCount++;
  // There are few different numbers to take the logarithm of, and many terms.
  const rarities = Float64Array.from({ length: texts.length + 1 }, (_, count) =>
    Math.log(1 + texts.length / count),
  );
  const vectors = counted.map(({ codes, frequencies }) => {
    const dimensions = new Uint16Array(codes.length);
    const weights = new Float64Array(codes.length);
    let shared = 0;
    let squares = 0;
    for (let at = 0; at < codes.length; at += 1) {
      const code = codes[at] ?? 0;
      const frequency = frequencies[at] ?? 1;
      const weight = (frequency === 1 ? 1 : 1 + Math.log(frequency)) * (rarities[textsWith[code] ?? 1] ?? 0);
      squares += weight * weight;
      if ((textsWith[code] ?? 0) < 2) continue;
      dimensions[shared] = dimensionOf[code] ?? 0;
      weights[shared] = weight;
      shared += 1;
    }
    const length = Math.sqrt(squares);
    return {
      dimensions: dimensions.subarray(0, shared),
      weights: weights.subarray(0, shared).map((weight) => weight / length),
    };
  });
  return { vectors, dimensionCount };
}
