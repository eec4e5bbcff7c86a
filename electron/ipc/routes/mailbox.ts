/** Turns calls into an async iterable. */
export interface Mailbox<Item> extends AsyncIterable<Item> {
  /** Adds an item; each one arrives. */
  push(item: Item): void;
  /** Puts the item in place of all that were not taken yet: for progress, where only the newest counts. */
  replace(item: Item): void;
  close(): void;
}

/** For one reader. */
export function createMailbox<Item>(): Mailbox<Item> {
  const items: Item[] = [];
  let isClosed = false;
  let wake: () => void = () => undefined;

  return {
    push(item) {
      items.push(item);
      wake();
    },
    replace(item) {
      items.length = 0;
      items.push(item);
      wake();
    },
    close() {
      isClosed = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const item = items.shift();
        if (item !== undefined) yield item;
        else if (isClosed) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
