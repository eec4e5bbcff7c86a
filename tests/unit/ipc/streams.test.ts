import { afterEach, describe, expect, test, vi } from 'vitest';
import { createCredit } from '../../../electron/ipc/credit.ts';
import { anyStreamEvent } from '../../../electron/ipc/endpoints.ts';
import { pumpStream } from '../../../electron/ipc/streams.ts';

function pump(
  events: unknown,
  options: { readonly credit: number; readonly whenWritable?: () => Promise<void> },
) {
  const stop = new AbortController();
  const credit = createCredit(options.credit);
  const sent: unknown[] = [];
  const cleanupFailures: unknown[] = [];
  const ended = pumpStream({
    events,
    readEvent: (event) => anyStreamEvent.parse(event),
    credit,
    signal: stop.signal,
    graceMs: 1000,
    whenWritable: options.whenWritable ?? (() => Promise.resolve()),
    sendItem: (sequence, item) => void sent.push([sequence, item]),
    onCleanupFailed: (cause) => void cleanupFailures.push(cause),
  });
  return { stop, credit, sent, ended, cleanupFailures };
}

const item = (value: number) => ({ kind: 'item', item: value });

async function turns(count = 20) {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

afterEach(() => void vi.useRealTimers());

describe('a stream on its way to a view', () => {
  // Would catch: a handler asked for more than the view has ordered.
  test('asks its handler only for what there is credit for', async () => {
    let made = 0;
    async function* handler() {
      for (; made < 10; made += 1) yield item(made);
      yield { kind: 'finished', value: 'end' };
    }
    const { credit, sent, ended } = pump(handler(), { credit: 2 });
    await turns();
    expect([made, sent]).toEqual([
      1,
      [
        [0, 0],
        [1, 1],
      ],
    ]);
    credit.add(1);
    await turns();
    expect(sent).toHaveLength(3);
    credit.add(100);
    expect(await ended).toEqual({ kind: 'finished', value: 'end' });
    expect(sent).toEqual(Array.from({ length: 10 }, (_, index) => [index, index]));
  });

  // Would catch: items piling up in a socket that the window does not read.
  test('waits while the channel is full', async () => {
    let drain = () => {};
    const full = new Promise<void>((resolve) => {
      drain = resolve;
    });
    async function* handler() {
      yield item(0);
      yield { kind: 'finished', value: 'end' };
    }
    const { sent, ended } = pump(handler(), { credit: 10, whenWritable: () => full });
    await turns();
    expect(sent).toEqual([]);
    drain();
    expect(await ended).toEqual({ kind: 'finished', value: 'end' });
    expect(sent).toEqual([[0, 0]]);
  });

  // Would catch: a stop that waits for credit which a window that has left will never give.
  test('a stopped handler without credit can still have its last word', async () => {
    async function* handler() {
      for (let index = 0; index < 5; index += 1) yield item(index);
      yield { kind: 'finished', value: 'kept' };
    }
    const { stop, sent, ended } = pump(handler(), { credit: 2 });
    await turns();
    stop.abort();
    expect(await ended).toEqual({ kind: 'finished', value: 'kept' });
    expect(sent).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  // Would catch: a call that stays open for ever because its handler waits on something that never comes.
  test('a handler that does not end after a stop is given up', async () => {
    vi.useFakeTimers();
    async function* handler() {
      yield item(0);
      await new Promise(() => undefined);
    }
    const { stop, ended } = pump(handler(), { credit: 2 });
    stop.abort();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await ended).toBeNull();
  });

  // Would catch: a failing clean-up that ends the process as an unhandled rejection.
  test('a failing clean-up is reported and changes nothing', async () => {
    const cause = new Error('clean-up');
    const handler = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: { kind: 'finished', value: 'end' } }),
        return: async () => {
          throw cause;
        },
      }),
    };
    const { ended, cleanupFailures } = pump(handler, { credit: 1 });
    expect(await ended).toEqual({ kind: 'finished', value: 'end' });
    await turns();
    expect(cleanupFailures).toEqual([cause]);
  });

  // Would catch: a handler that answers something else than a stream.
  test('what is no stream is a bug of the handler', async () => {
    await expect(pump(undefined, { credit: 1 }).ended).rejects.toThrow('answered no stream');
  });
});
