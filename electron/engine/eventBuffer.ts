/** Keeps events until they are pulled, in order, losing none. Iterate it once. */
export interface EventBuffer<Event> extends AsyncIterable<Event> {
  push(event: Event): void;
  /** Adds the last event. */
  end(event: Event): void;
}

export function createEventBuffer<Event>(): EventBuffer<Event> {
  const waiting: Event[] = [];
  let isEnded = false;
  let wake = () => {};

  return {
    push(event) {
      waiting.push(event);
      wake();
    },
    end(event) {
      isEnded = true;
      waiting.push(event);
      wake();
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        while (waiting.length > 0) yield* waiting.splice(0);
        if (isEnded) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
