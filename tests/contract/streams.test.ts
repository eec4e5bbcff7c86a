import { describe, expect, test, vi } from 'vitest';
import { initialCredit } from '../../shared/frames.ts';
import { collect, count, engineState, loading, modelId, useHosts, whenAborted } from './fixtures.ts';
import { memoryTransport, webSocketTransport } from './transports.ts';

describe.each([memoryTransport, webSocketTransport])('streams over $name', (transport) => {
  const start = useHosts(transport);

  // Would catch: items lost, doubled or out of order over many pulls; a missing or second terminal event.
  test('delivers every item of a stream in order, then exactly one finished', async () => {
    const items = initialCredit * 5 + 3;
    const { view } = await start({
      'models.load': async function* () {
        yield* count(items);
        yield { kind: 'finished', value: engineState };
      },
    });
    expect(await collect(view.client.open('models.load', { modelId }))).toEqual([
      ...Array.from({ length: items }, (_, index) => loading(index)),
      { kind: 'finished', value: engineState },
    ]);
  });

  // Would catch: a domain's error swallowed, or events sent on after the end.
  test('ends a failed stream with its error and drops what comes after', async () => {
    const { view } = await start({
      'models.load': async function* () {
        yield loading(0.5);
        yield { kind: 'failed', error: { code: 'engine.notGguf', fileName: 'a.gguf' } };
        yield loading(0.6);
        yield { kind: 'finished', value: engineState };
      },
    });
    expect(await collect(view.client.open('models.load', { modelId }))).toEqual([
      loading(0.5),
      { kind: 'failed', error: { code: 'engine.notGguf', fileName: 'a.gguf' } },
    ]);
  });

  // Would catch: a view waiting for ever on a handler that forgot its terminal event.
  test('ends a stream without a terminal event as internal', async () => {
    const { host, view } = await start({ 'models.load': () => count(2) });
    expect(await collect(view.client.open('models.load', { modelId }))).toEqual([
      loading(0),
      loading(1),
      { kind: 'failed', error: { code: 'internal', reference: host.logged[0]?.reference } },
    ]);
  });

  // Would catch: stopping that throws away what the host kept of the answer.
  test("waits for the host's last word after the signal aborts", async () => {
    const { view } = await start({
      'models.load': async function* (_input, { signal }) {
        yield loading(0.1);
        await whenAborted(signal);
        yield loading(0.2);
        yield { kind: 'finished', value: engineState };
      },
    });
    const stop = new AbortController();
    const events: unknown[] = [];
    for await (const event of view.client.open('models.load', { modelId }, { signal: stop.signal })) {
      events.push(event);
      stop.abort();
    }
    expect(events).toEqual([loading(0.1), loading(0.2), { kind: 'finished', value: engineState }]);
  });

  // Would catch: work that goes on after its view lost interest.
  test('leaving the loop stops the handler', async () => {
    const cleanedUp = vi.fn();
    const { view } = await start({
      'models.load': async function* (_input, { signal }) {
        try {
          for (let index = 0; !signal.aborted; index += 1) yield loading(index);
          yield { kind: 'finished', value: engineState };
        } finally {
          cleanedUp(signal.aborted);
        }
      },
    });
    for await (const event of view.client.open('models.load', { modelId })) {
      if (event.kind === 'item' && event.item.progressRatio === 3) break;
    }
    await vi.waitFor(() => expect(cleanedUp.mock.calls).toEqual([[true]]));
  });

  // Would catch: a handler that ignores the signal running for ever after its view has left.
  test('leaving the loop ends a handler that pays no attention', async () => {
    const cleanedUp = vi.fn();
    const { view } = await start({
      'models.load': async function* () {
        try {
          for (let index = 0; ; index += 1) yield loading(index);
        } finally {
          cleanedUp();
        }
      },
    });
    for await (const _event of view.client.open('models.load', { modelId })) break;
    await vi.waitFor(() => expect(cleanedUp).toHaveBeenCalledOnce());
  });

  // Would catch: unlimited buffering of a fast answer for a slow window.
  test('never runs ahead of the credit of a slow view', async () => {
    let made = 0;
    const { view } = await start({
      'models.load': async function* () {
        for (; made < 1000; made += 1) yield loading(made);
        yield { kind: 'finished', value: engineState };
      },
    });
    let taken = 0;
    let furthestAhead = 0;
    for await (const event of view.client.open('models.load', { modelId })) {
      if (event.kind !== 'item') break;
      taken += 1;
      if (taken % 50 === 1) await new Promise((resolve) => setTimeout(resolve, 5));
      furthestAhead = Math.max(furthestAhead, made - taken);
    }
    expect(taken).toBe(1000);
    expect(furthestAhead).toBeLessThanOrEqual(initialCredit);
  });
});
