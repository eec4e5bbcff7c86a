/** ROUGE-N F1 (Lin 2004) over lower-case words. @returns 0 to 1. */
export function rougeF1(input: {
  readonly candidate: string;
  readonly reference: string;
  readonly n: number;
}): number {
  const candidate = countGrams(input.candidate, input.n);
  const reference = countGrams(input.reference, input.n);
  let shared = 0;
  for (const [gram, count] of candidate) shared += Math.min(count, reference.get(gram) ?? 0);
  const total = sum(candidate) + sum(reference);
  return total === 0 ? 0 : (2 * shared) / total;
}

function countGrams(text: string, n: number): Map<string, number> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= words.length; start += 1) {
    const gram = words.slice(start, start + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
