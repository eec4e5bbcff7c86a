import { type ChunkId, chunkIdSchema } from '../../../shared/ids.ts';

/** Keeps the best of what it is offered. */
export interface Nearest {
  /** What scores less is not taken any more. */
  readonly least: number;
  offer(chunkId: number, score: number): void;
  /** Best first; the smaller id first where scores are equal. */
  take(): ChunkId[];
}

interface Entry {
  readonly chunkId: number;
  readonly score: number;
}

/** A heap with its worst entry on top. */
export function createNearest(count: number): Nearest {
  const heap: Entry[] = [];
  let least = Number.NEGATIVE_INFINITY;

  const siftDown = () => {
    const entry = heap[0];
    if (entry === undefined) return;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      if (left === undefined) break;
      const child = right !== undefined && isBefore(left, right) ? 2 * place + 2 : 2 * place + 1;
      const worst = heap[child];
      if (worst === undefined || !isBefore(entry, worst)) break;
      heap[place] = worst;
      place = child;
    }
    heap[place] = entry;
  };

  const siftUp = (entry: Entry) => {
    let place = heap.length - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(above, entry)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = entry;
  };

  return {
    get least() {
      return least;
    },
    offer(chunkId, score) {
      const entry = { chunkId, score };
      if (heap.length < count) {
        heap.push(entry);
        siftUp(entry);
      } else {
        const worst = heap[0];
        if (worst === undefined || !isBefore(entry, worst)) return;
        heap[0] = entry;
        siftDown();
      }
      if (heap.length === count) least = heap[0]?.score ?? least;
    },
    take: () =>
      heap.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)).map(({ chunkId }) => chunkIdSchema.parse(chunkId)),
  };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.score > b.score || (a.score === b.score && a.chunkId < b.chunkId);
}
