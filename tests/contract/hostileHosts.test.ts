import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { StreamEvent } from '../../shared/contract/index.ts';
import { createClient } from '../../shared/createClient.ts';
import { type ClientFrame, type FrameChannel, initialCredit } from '../../shared/frames.ts';
import { engineState, loading, modelId } from './fixtures.ts';

/** A client whose host is the test. */
function openScriptedHost() {
  const sent: ClientFrame[] = [];
  let deliver: (frame: unknown) => void = () => {};
  let close = () => {};
  const channel: FrameChannel = {
    send: (frame) => void sent.push(frame),
    onFrame(listener) {
      deliver = listener;
      return () => {
        deliver = () => {};
      };
    },
    onClosed(listener) {
      close = listener;
      return () => {
        close = () => {};
      };
    },
  };
  const client = createClient(channel);
  return { client, sent, deliver: (frame: unknown) => deliver(frame), close: () => close() };
}

type LoadEvent = StreamEvent<'models.load'>;

/** A stream that is being read, and what came of it so far. */
function startStream(host: ReturnType<typeof openScriptedHost>, signal?: AbortSignal) {
  const events: LoadEvent[] = [];
  const isDone = (async () => {
    for await (const event of host.client.open('models.load', { modelId }, signal ? { signal } : {})) {
      events.push(event);
    }
  })();
  const id = host.sent.at(-1)?.id ?? 0;
  return { id, events, isDone };
}

const item = (id: number, sequence: number) => ({ kind: 'item', id, sequence, item: loading(sequence).item });
const finished = (id: number) => ({ kind: 'finished', id, value: engineState });
const internal = (reference: string): LoadEvent => ({
  kind: 'failed',
  error: { code: 'internal', reference },
});

afterEach(() => void vi.useRealTimers());

describe('whatever a host sends', () => {
  // Would catch: a frame that throws in the view, ends a stream twice, or leaves it open.
  test('nothing throws and each stream ends exactly once', async () => {
    const frame = fc.oneof(
      fc.record({ kind: fc.constant('item'), id: fc.constant(0), sequence: fc.nat(8), item: fc.anything() }),
      fc.nat(8).map((sequence) => item(0, sequence)),
      fc.constantFrom(
        finished(0),
        { kind: 'finished', id: 0 },
        { kind: 'failed', id: 0, error: { code: 'x' } },
      ),
      fc.constantFrom({ kind: 'response', id: 0, result: { ok: true } }, { kind: 'unknown', id: 0 }),
      fc.record({ kind: fc.constant('event'), name: fc.string(), payload: fc.anything() }),
      fc.anything(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 12 }), async (frames) => {
        const host = openScriptedHost();
        const stream = startStream(host);
        const request = host.client.request('models.list', {});
        for (const each of frames) {
          const isOurs = typeof each === 'object' && each !== null && 'id' in each && each.id === 0;
          host.deliver(isOurs ? { ...each, id: stream.id } : each);
        }
        host.close();
        await stream.isDone;
        expect(await request).toEqual({ ok: false, error: { code: 'hostDisconnected' } });
        const terminals = stream.events.filter((event) => event.kind !== 'item');
        expect(terminals).toHaveLength(1);
        expect(terminals).toEqual(stream.events.slice(-1));
      }),
      { numRuns: 2000 },
    );
  });

  // Would catch: text that is lost, doubled or in the wrong order because frames came so.
  test('items that come doubled or out of order are delivered once and in order', async () => {
    const arrivals = fc.integer({ min: 1, max: 20 }).chain((length) =>
      fc.tuple(
        fc.constant(length),
        fc.shuffledSubarray(
          Array.from({ length: length * 2 }, (_, index) => index % length),
          { minLength: length * 2, maxLength: length * 2 },
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(arrivals, async ([length, sequences]) => {
        const host = openScriptedHost();
        const stream = startStream(host);
        for (const sequence of sequences) host.deliver(item(stream.id, sequence));
        host.deliver(finished(stream.id));
        await stream.isDone;
        expect(stream.events).toEqual([
          ...Array.from({ length }, (_, sequence) => loading(sequence)),
          { kind: 'finished', value: engineState },
        ]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a host that does not keep to the protocol', () => {
  // Would catch: an answer with a hole in it shown as whole.
  test('a stream that ends with an item missing fails', async () => {
    const host = openScriptedHost();
    const stream = startStream(host);
    host.deliver(item(stream.id, 0));
    host.deliver(item(stream.id, 2));
    host.deliver(finished(stream.id));
    await stream.isDone;
    expect(stream.events).toEqual([loading(0), internal('missingItem')]);
  });

  // Would catch: a window that holds without end what a host sends unasked.
  test('a stream is given up when more comes than was asked for', async () => {
    const host = openScriptedHost();
    const events = host.client.open('models.load', { modelId })[Symbol.asyncIterator]();
    const first = events.next();
    const id = host.sent[0]?.id ?? 0;
    for (let sequence = 0; sequence < initialCredit * 3; sequence += 1) host.deliver(item(id, sequence));
    expect(await first).toEqual({ done: false, value: loading(0) });
    expect(host.sent.map((frame) => frame.kind)).toEqual(['open', 'cancel']);
  });

  // Would catch: a stop button that waits for ever on a host that says nothing.
  test('a stopped stream without a last word ends as cancelled after ten seconds', async () => {
    vi.useFakeTimers();
    const host = openScriptedHost();
    const stop = new AbortController();
    const stream = startStream(host, stop.signal);
    host.deliver(item(stream.id, 0));
    stop.abort();
    await vi.advanceTimersByTimeAsync(9_999);
    expect(stream.events).toEqual([loading(0)]);
    await vi.advanceTimersByTimeAsync(1);
    await stream.isDone;
    expect(stream.events).toEqual([loading(0), { kind: 'failed', error: { code: 'cancelled' } }]);
    host.deliver(finished(stream.id));
    expect(host.sent).toEqual([
      { kind: 'open', id: stream.id, name: 'models.load', input: { modelId } },
      { kind: 'cancel', id: stream.id },
    ]);
  });
});

describe('a stopped stream', () => {
  // Would catch: a terminal command that stays for ten seconds after its last word.
  test('leaves no timer behind once the host has had its last word', async () => {
    vi.useFakeTimers();
    const host = openScriptedHost();
    const stop = new AbortController();
    const stream = startStream(host, stop.signal);
    stop.abort();
    host.deliver(finished(stream.id));
    await stream.isDone;
    expect(stream.events).toEqual([{ kind: 'finished', value: engineState }]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what a client sends', () => {
  // Would catch: calls to a host for something that was cancelled before it began.
  test('nothing for calls whose signal had aborted before', async () => {
    const host = openScriptedHost();
    const signal = AbortSignal.abort();
    const stream = startStream(host, signal);
    await stream.isDone;
    expect(await host.client.request('models.list', {}, { signal })).toEqual({
      ok: false,
      error: { code: 'cancelled' },
    });
    expect(stream.events).toEqual([{ kind: 'failed', error: { code: 'cancelled' } }]);
    expect(host.sent).toEqual([]);
  });

  // Would catch: credit given for items that nobody has taken, so that they pile up in the window.
  test('credit only for items that were taken', async () => {
    const host = openScriptedHost();
    const events = host.client.open('models.load', { modelId })[Symbol.asyncIterator]();
    const first = events.next();
    const id = host.sent[0]?.id ?? 0;
    for (let sequence = 0; sequence < initialCredit; sequence += 1) host.deliver(item(id, sequence));
    await first;
    await nextTurn();
    expect(host.sent).toHaveLength(1);
    for (let taken = 1; taken < initialCredit / 2; taken += 1) await events.next();
    expect(host.sent.slice(1)).toEqual([{ kind: 'pull', id, credit: initialCredit / 2 }]);
  });

  // Would catch: an input that a channel cannot carry thrown at the view, or its call left open.
  test('an input that the channel refuses ends the call as invalid', async () => {
    const channel: FrameChannel = {
      send() {
        throw new Error('could not be cloned');
      },
      onFrame: () => () => {},
      onClosed: () => () => {},
    };
    expect(await createClient(channel).request('models.list', {})).toEqual({
      ok: false,
      error: { code: 'invalidInput', issues: ['Error: could not be cloned'] },
    });
  });
});
