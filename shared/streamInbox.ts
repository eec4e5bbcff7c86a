/** Puts one stream's items in order and hands them out one by one, up to and including one terminal event. */
export interface StreamInbox<Event> {
  /** An item seen before is dropped. One from further on waits for those before it. */
  putItem(sequence: number, item: Event): void;
  /** The first call counts. Items already in order are still handed out before it. */
  end(terminal: Event): void;
  /** Whether items wait for one that has not come. */
  hasGap(): boolean;
  /** Items held, in order or not. */
  size(): number;
  next(): Promise<IteratorResult<Event, undefined>>;
  /** Forgets everything; every `next`, also a waiting one, is done. */
  leave(): void;
}

/** @param onTaken called after an item (not the terminal event) was handed out. */
export function createStreamInbox<Event>(onTaken: () => void): StreamInbox<Event> {
  const early = new Map<number, { readonly item: Event }>();
  const waiting: ((result: IteratorResult<Event, undefined>) => void)[] = [];
  let inOrder: { readonly item: Event }[] = [];
  let expected = 0;
  let ending: { readonly terminal: Event } | null = null;
  let isOver = false;

  function take(): IteratorResult<Event, undefined> | null {
    if (isOver) return { done: true, value: undefined };
    const first = inOrder.shift();
    if (first) {
      onTaken();
      return { done: false, value: first.item };
    }
    if (!ending) return null;
    isOver = true;
    return { done: false, value: ending.terminal };
  }

  function serve() {
    while (waiting.length > 0) {
      const result = take();
      if (!result) return;
      waiting.shift()?.(result);
    }
  }

  return {
    putItem(sequence, item) {
      if (ending || isOver || sequence < expected || early.has(sequence)) return;
      early.set(sequence, { item });
      for (let next = early.get(expected); next; next = early.get(expected)) {
        early.delete(expected);
        inOrder.push(next);
        expected += 1;
      }
      serve();
    },
    end(terminal) {
      if (ending || isOver) return;
      ending = { terminal };
      early.clear();
      serve();
    },
    hasGap: () => early.size > 0,
    size: () => inOrder.length + early.size,
    next() {
      const result = waiting.length === 0 ? take() : null;
      if (result) return Promise.resolve(result);
      return new Promise((resolve) => void waiting.push(resolve));
    },
    leave() {
      isOver = true;
      inOrder = [];
      early.clear();
      serve();
    },
  };
}
