import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Credit } from './credit.ts';
import type { AnyStreamEvent, TerminalEvent } from './endpoints.ts';

/** How long a stopped handler may take for its last word. Longer than any step it may have to finish first. */
export const stopGraceMs = 30_000;
/** Items a stopped handler may still yield beyond its credit before it is taken for one that ignores the signal. */
const maxDroppedItems = 1000;

/**
 * Sends a handler's items as the view takes them. After `signal` aborts the handler may still finish in its own
 * words; items without credit are then dropped, because the view may have left.
 * @returns the terminal event, or null where the handler did not end after the stop. Rejects for a bug of the
 * handler: it threw, ended without a terminal event or broke the contract.
 */
export async function pumpStream(stream: {
  readonly events: unknown;
  readonly readEvent: (value: unknown) => AnyStreamEvent;
  readonly credit: Credit;
  readonly signal: AbortSignal;
  readonly graceMs?: number;
  readonly whenWritable: () => Promise<void>;
  readonly sendItem: (sequence: number, item: unknown) => void;
  readonly onCleanupFailed: (cause: unknown) => void;
}): Promise<TerminalEvent | null> {
  const { credit, signal } = stream;
  const iterator = iterate(stream.events);
  const patience = createPatience(signal, stream.graceMs ?? stopGraceMs);
  let sequence = 0;
  let droppedItems = 0;
  try {
    while (droppedItems <= maxDroppedItems) {
      await credit.wait(signal);
      if (!signal.aborted) await stream.whenWritable();
      const step = await patience.wait(iterator.next());
      if (step === null) return null;
      if (step.done) throw new Error('The stream ended without a terminal event');
      const event = stream.readEvent(step.value);
      if (event.kind !== 'item') return event;
      if (credit.spend()) {
        stream.sendItem(sequence, event.item);
        sequence += 1;
      } else {
        droppedItems += 1;
        await nextTurn();
      }
    }
    return null;
  } finally {
    patience.dispose();
    // Not awaited: a generator that still waits inside answers `return` only when that wait ends.
    Promise.resolve(iterator.return?.()).catch(stream.onCleanupFailed);
  }
}

function iterate(events: unknown): AsyncIterator<unknown> {
  if (typeof events !== 'object' || events === null || !(Symbol.asyncIterator in events)) {
    throw new Error('The handler answered no stream');
  }
  const create = events[Symbol.asyncIterator];
  if (typeof create !== 'function') throw new Error('The handler answered no stream');
  return create.call(events);
}

/** Waits without end until `signal` aborts, then for `graceMs` more. */
function createPatience(signal: AbortSignal, graceMs: number) {
  let giveUp: () => void = () => {};
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => {
    timer = setTimeout(() => {
      isOver = true;
      giveUp();
    }, graceMs);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });

  return {
    /** @returns null when the patience is over first. */
    wait<Value>(promise: Promise<Value>): Promise<Value | null> {
      return new Promise((resolve, reject) => {
        giveUp = () => resolve(null);
        if (isOver) giveUp();
        promise.then(resolve, reject);
      });
    },
    dispose() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}
