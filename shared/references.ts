/** One reference to numbered passages as models write it: `[2]`, `[2, 5]` or `[2–4]`. */
export const referenceSource = String.raw`\[\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*\]`;

/** The most passages one reference can mean; a longer range is a model's slip. */
const longestRange = 50;

/** The numbers that one or more references mean, in order; `[2–4]` means 2, 3 and 4. */
export function referencedNumbers(references: string): number[] {
  const ranges = [...references.matchAll(/(\d+)(?:\s*[–-]\s*(\d+))?/g)];
  return ranges.flatMap(([, start = '', end = start]) => {
    const first = Number(start);
    const length = Math.min(longestRange, Math.max(1, Number(end) - first + 1));
    return Array.from({ length }, (_, index) => first + index);
  });
}
