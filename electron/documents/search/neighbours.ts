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

function similarities(texts: readonly Uint16Array[]): Float64Array[] {
  const rows = texts.map(() => new Float64Array(texts.length));
  const squares = new Float64Array(texts.length);
  for (const { where, counts } of postingsOf(texts)) {
    // What most of them have tells none of them apart.
    if (where.length * 2 > texts.length) continue;
    const idf = Math.log(1 + texts.length / where.length);
    const weights = counts.map((count) => (1 + Math.log(count)) * idf);
    for (const [at, index] of where.entries()) {
      const weight = weights[at] ?? 0;
      squares[index] = (squares[index] ?? 0) + weight * weight;
      const row = rows[index];
      if (row === undefined) continue;
      for (let other = 0; other < at; other += 1) {
        const column = where[other] ?? 0;
        row[column] = (row[column] ?? 0) + weight * (weights[other] ?? 0);
      }
    }
  }
  for (const [index, row] of rows.entries()) {
    for (let other = 0; other < index; other += 1) {
      const norm = Math.sqrt((squares[index] ?? 0) * (squares[other] ?? 0));
      const cosine = norm === 0 ? 0 : (row[other] ?? 0) / norm;
      row[other] = cosine;
      const mirrored = rows[other];
      if (mirrored !== undefined) mirrored[index] = cosine;
    }
  }
  return rows;
}

interface Posting {
  /** Indices of the texts that have the term, rising. */
  readonly where: number[];
  /** How often each has it. */
  readonly counts: number[];
}

function postingsOf(texts: readonly Uint16Array[]): Iterable<Posting> {
  const placeOf = new Int32Array(codeCount).fill(-1);
  const postings: Posting[] = [];
  for (const [index, terms] of texts.entries()) {
    for (const code of terms) {
      let place = placeOf[code] ?? -1;
      if (place < 0) {
        place = postings.push({ where: [], counts: [] }) - 1;
        placeOf[code] = place;
      }
      const posting = postings[place];
      if (posting === undefined) continue;
      const last = posting.where.length - 1;
      if (posting.where[last] === index) posting.counts[last] = (posting.counts[last] ?? 0) + 1;
      else {
        posting.where.push(index);
        posting.counts.push(1);
      }
    }
  }
  return postings;
}
