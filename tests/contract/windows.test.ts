import { describe, expect, test, vi } from 'vitest';
import { ok } from '../../shared/result.ts';
import { engineState, loading, modelId, useHosts, whenAborted } from './fixtures.ts';
import { memoryTransport, webSocketTransport } from './transports.ts';

describe.each([memoryTransport, webSocketTransport])('windows and restarts over $name', (transport) => {
  const start = useHosts(transport);

  // Would catch: an engine that goes on writing for a window that is no more.
  test('a window closed mid-stream aborts its streams and requests', async () => {
    const aborted = vi.fn();
    const { view } = await start({
      'models.load': async function* (_input, { signal }) {
        yield loading(0);
        await whenAborted(signal);
        aborted('stream');
        yield { kind: 'finished', value: engineState };
      },
      'models.list': async (_input, { signal }) => {
        await whenAborted(signal);
        aborted('request');
        return ok([]);
      },
    });
    const events = view.client.open('models.load', { modelId })[Symbol.asyncIterator]();
    await events.next();
    const list = view.client.request('models.list', {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    view.close();
    await vi.waitFor(() => expect(aborted.mock.calls).toEqual([['stream'], ['request']]));
    expect(await list).toEqual({ ok: false, error: { code: 'hostDisconnected' } });
  });

  // Would catch: streams or requests left hanging, or ended twice, when the host restarts.
  test('a host that ends closes every open call exactly once', async () => {
    const { host, view } = await start({
      'models.load': async function* (_input, { signal }) {
        yield loading(0);
        await whenAborted(signal);
        yield { kind: 'finished', value: engineState };
      },
      'models.list': async (_input, { signal }) => {
        await whenAborted(signal);
        return ok([]);
      },
    });
    const streams = [1, 2, 3].map(() => view.client.open('models.load', { modelId })[Symbol.asyncIterator]());
    await Promise.all(streams.map((stream) => stream.next()));
    const list = view.client.request('models.list', {});
    await host.router.dispose();
    for (const stream of streams) {
      expect([await stream.next(), await stream.next()]).toEqual([
        { done: false, value: { kind: 'failed', error: { code: 'hostDisconnected' } } },
        { done: true, value: undefined },
      ]);
    }
    expect(await list).toEqual({ ok: false, error: { code: 'hostDisconnected' } });
    expect(await view.client.request('models.list', {})).toEqual({
      ok: false,
      error: { code: 'hostDisconnected' },
    });
  });

  // Would catch: events missing in the second window, sent after a listener left, or payloads outside the contract.
  test('tells every open view what happened, as long as it listens', async () => {
    const { host, view } = await start({ 'models.list': () => ok([]) });
    const second = await host.openView();
    const [first, other] = [vi.fn(), vi.fn()];
    const stopListening = view.client.on('models.engineStateChanged', first);
    second.client.on('models.engineStateChanged', other);
    await Promise.all([view.client.request('models.list', {}), second.client.request('models.list', {})]);

    host.router.publish('models.engineStateChanged', engineState);
    host.router.publish('models.engineStateChanged', { ...engineState, threads: 0.5 });
    await vi.waitFor(() => expect(first.mock.calls).toEqual([[engineState]]));
    stopListening();
    host.router.publish('models.engineStateChanged', { ...engineState, threads: 4 });
    await vi.waitFor(() => expect(other).toHaveBeenCalledTimes(2));
    expect(other.mock.calls).toEqual([[engineState], [{ ...engineState, threads: 4 }]]);
    expect(first).toHaveBeenCalledOnce();
  });
});
