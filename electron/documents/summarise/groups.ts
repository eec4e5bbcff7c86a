/** Consecutive runs of a list, as [start, end) places. */
export type Group = readonly [start: number, end: number];

/** Cuts the weights into at most `count` consecutive groups of about equal weight, none empty. */
export function balancedGroups(weights: readonly number[], count: number): Group[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const groups: Group[] = [];
  const wanted = Math.min(count, weights.length);
  let start = 0;
  let before = 0;
  for (let index = 0; index < weights.length; index += 1) {
    before += weights[index] ?? 0;
    const left = wanted - groups.length;
    const itemsLeft = weights.length - index - 1;
    const isFull = before >= (total * (groups.length + 1)) / wanted;
    if (left > 1 && (isFull || itemsLeft < left)) {
      groups.push([start, index + 1]);
      start = index + 1;
    }
  }
  if (start < weights.length) groups.push([start, weights.length]);
  return groups;
}

/** Cuts the weights into consecutive groups none heavier than `maxWeight`; one item alone may be heavier. */
export function fillingGroups(weights: readonly number[], maxWeight: number): Group[] {
  const groups: Group[] = [];
  let start = 0;
  let weight = 0;
  for (const [index, next] of weights.entries()) {
    if (index > start && weight + next > maxWeight) {
      groups.push([start, index]);
      start = index;
      weight = 0;
    }
    weight += next;
  }
  if (start < weights.length) groups.push([start, weights.length]);
  return groups;
}
