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
    let sum = scores[index] ?? 0;
    let weights = 1;
    for (const other of mostSimilar(row)) {
      const value = weight * (row[other] ?? 0);
      sum += value * (scores[other] ?? 0);
      weights += value;
    }
    return sum / weights;
  });
}

/** The places of the largest values above zero, the largest first; of equal ones, the earlier. */
function mostSimilar(row: Float64Array): number[] {
  const best: number[] = [];
  for (let place = 0; place < row.length; place += 1) {
    const value = row[place] ?? 0;
    if (value <= 0) continue;
    let at = best.length;
    while (at > 0 && (row[best[at - 1] ?? 0] ?? 0) < value) at -= 1;
    if (at >= company) continue;
    best.splice(at, 0, place);
    if (best.length > company) best.pop();
  }
  return best;
}

/** What a text shares with others: dimensions, each once, and their weights in a vector of length 1. */
interface Vector {
  readonly dimensions: Uint16Array;
  readonly weights: Float64Array;
}

/** The cosine of each two texts' TF-IDF vectors, found through the texts that each dimension has come in so far. */
function similarities(texts: readonly Uint16Array[]): Float64Array[] {
  const rows = texts.map(() => new Float64Array(texts.length));
  const { vectors, textsOf } = vectorsOf(texts);
  const starts = new Uint32Array(textsOf.length);
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at - 1] ?? 0) + (textsOf[at - 1] ?? 0);
  const ends = starts.slice();
  const places = (starts.at(-1) ?? 0) + (textsOf.at(-1) ?? 0);
  const textAt = new Uint16Array(places);
  const weightAt = new Float64Array(places);
  for (const [index, { dimensions, weights }] of vectors.entries()) {
    const row = rows[index] ?? new Float64Array();
    for (let at = 0; at < dimensions.length; at += 1) {
      const dimension = dimensions[at] ?? 0;
      const weight = weights[at] ?? 0;
      const end = ends[dimension] ?? 0;
      for (let place = starts[dimension] ?? 0; place < end; place += 1) {
        const other = textAt[place] ?? 0;
        row[other] = (row[other] ?? 0) + weight * (weightAt[place] ?? 0);
      }
      textAt[end] = index;
      weightAt[end] = weight;
      ends[dimension] = end + 1;
    }
    for (let other = 0; other < index; other += 1) {
      const mirrored = rows[other];
      if (mirrored !== undefined) mirrored[index] = row[other] ?? 0;
    }
  }
  return rows;
}

/** Used again for each query: they are all zero in between. */
const counts = new Uint16Array(codeCount);
const textsWith = new Uint16Array(codeCount);
const dimensionOf = new Uint16Array(codeCount);

/** Few codes are in several texts, and only these are dimensions. */
function vectorsOf(texts: readonly Uint16Array[]): {
  vectors: Vector[];
  /** How many texts have each dimension. */
  textsOf: number[];
} {
  const seen: number[] = [];
  const counted = texts.map((terms) => {
    let different = 0;
    const codes = new Uint16Array(terms.length);
    for (let at = 0; at < terms.length; at += 1) {
      const code = terms[at] ?? 0;
      const count = counts[code] ?? 0;
      if (count === 0) codes[different++] = code;
      counts[code] = count + 1;
    }
    const frequencies = new Uint16Array(different);
    for (let at = 0; at < different; at += 1) {
      const code = codes[at] ?? 0;
      frequencies[at] = counts[code] ?? 0;
      counts[code] = 0;
      const others = textsWith[code] ?? 0;
      if (others === 0) seen.push(code);
      textsWith[code] = others + 1;
    }
    return { codes: codes.subarray(0, different), frequencies };
  });
  const textsOf: number[] = [];
  for (const code of seen) {
    const among = textsWith[code] ?? 0;
    if (among > 1) dimensionOf[code] = textsOf.push(among) - 1;
  }
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
      const among = textsWith[code] ?? 1;
      const weight = (frequency === 1 ? 1 : 1 + Math.log(frequency)) * (rarities[among] ?? 0);
      squares += weight * weight;
      if (among < 2) continue;
      dimensions[shared] = dimensionOf[code] ?? 0;
      weights[shared] = weight;
      shared += 1;
    }
    const length = Math.sqrt(squares);
    for (let at = 0; at < shared; at += 1) weights[at] = (weights[at] ?? 0) / length;
    return { dimensions: dimensions.subarray(0, shared), weights: weights.subarray(0, shared) };
  });
  for (const code of seen) textsWith[code] = 0;
  return { vectors, textsOf };
}
