/** Cormack, Clarke and Büttcher 2009, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods". */
const rankConstant = 60;

export interface Fused<Key> {
  readonly key: Key;
  /** From 0 to 1, which the first of every list has. */
  readonly score: number;
}

/**
 * One list of several, by reciprocal rank fusion; best first.
 * @param lists each best first, no key twice. What several hold equally high goes by the order of the lists.
 */
export function fuse<Key>(lists: readonly (readonly Key[])[]): Fused<Key>[] {
  const scores = new Map<Key, number>();
  for (const list of lists) {
    for (const [place, key] of list.entries()) {
      scores.set(
        key,
        (scores.get(key) ?? 0) + (rankConstant + 1) / (rankConstant + 1 + place) / lists.length,
      );
    }
  }
  // A Map keeps its order and sorting is stable.
  return [...scores].map(([key, score]) => ({ key, score })).toSorted((a, b) => b.score - a.score);
}
