import { afterEach, describe, expect, test, vi } from 'vitest';
import { createRouter } from '../../electron/ipc/router.ts';
import { type MemoryChannel, openMemoryChannel } from '../../electron/ipc/transports/memory.ts';
import { createReconnectingClient } from '../../renderer/bridge/reconnectingClient.ts';
import { ok } from '../../shared/result.ts';
import { engineState, loading, modelId, whenAborted } from './fixtures.ts';
import { createTestHandlers } from './testHandlers.ts';

afterEach(() => void vi.useRealTimers());

/** A host that can go and come back. */
function createRestartableHost() {
  const start = () =>
    createRouter({
      handlers: createTestHandlers({
        'models.list': () => ok([]),
        'models.load': async function* (_input, { signal }) {
          yield loading(0);
          await whenAborted(signal);
          yield { kind: 'finished', value: engineState };
        },
      }),
      logError: () => undefined,
    });
  let router: ReturnType<typeof start> | null = start();
  let isSignedIn = true;
  let attempts = 0;
  return {
    attempts: () => attempts,
    router: () => router,
    openChannel: async (): Promise<MemoryChannel | null> => {
      attempts += 1;
      return router && isSignedIn ? openMemoryChannel(router.connect) : null;
    },
    isSignedIn: async () => (router ? isSignedIn : null),
    async stop() {
      const old = router;
      router = null;
      await old?.dispose();
    },
    start() {
      router = start();
    },
    signOut() {
      isSignedIn = false;
    },
    signIn() {
      isSignedIn = true;
    },
  };
}

describe('a window whose host restarts', () => {
  // Would catch: a window that must be reloaded, a stream ended twice or never, or events lost after the return.
  test('goes on with the same client, its streams ended once and its listeners kept', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const host = createRestartableHost();
    const { client, status, subscribe, isTried } = createReconnectingClient(host);
    const statuses: string[] = [];
    subscribe(() => statuses.push(status()));
    const [changed, left] = [vi.fn(), vi.fn()];
    client.on('models.engineStateChanged', changed);
    client.on('models.engineStateChanged', left)();
    await isTried;
    const stream = client.open('models.load', { modelId })[Symbol.asyncIterator]();
    expect((await stream.next()).value).toEqual(loading(0));

    await host.stop();
    expect([await stream.next(), await stream.next()]).toEqual([
      { done: false, value: { kind: 'failed', error: { code: 'hostDisconnected' } } },
      { done: true, value: undefined },
    ]);
    expect(await client.request('models.list', {})).toEqual({
      ok: false,
      error: { code: 'hostDisconnected' },
    });

    host.start();
    await vi.advanceTimersByTimeAsync(250);
    expect(await client.request('models.list', {})).toEqual({ ok: true, value: [] });
    expect(statuses).toEqual(['connected', 'reconnecting', 'connected']);
    host.router()?.publish('models.engineStateChanged', engineState);
    await vi.waitFor(() => expect(changed.mock.calls).toEqual([[engineState]]));
    expect(left).not.toHaveBeenCalled();
    client.dispose();
  });

  // Would catch: a window that asks a missing host many times a second, or stops asking.
  test('tries again ever more slowly, at most every five seconds', async () => {
    vi.useFakeTimers();
    const host = createRestartableHost();
    await host.stop();
    const { client, status, isTried } = createReconnectingClient(host);
    await isTried;
    expect([status(), host.attempts()]).toEqual(['reconnecting', 1]);
    await vi.advanceTimersByTimeAsync(250 + 500 + 1000 + 2000 + 4000);
    expect(host.attempts()).toBe(6);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(host.attempts()).toBe(16);
    client.dispose();
    await vi.advanceTimersByTimeAsync(50_000);
    expect(host.attempts()).toBe(16);
  });

  // Would catch: a window that says 'reconnecting' for ever although only a new link helps.
  test('says that it is signed out, and comes back when another window has signed in', async () => {
    vi.useFakeTimers();
    const host = createRestartableHost();
    host.signOut();
    const { client, status, isTried } = createReconnectingClient(host);
    await isTried;
    expect(status()).toBe('signedOut');
    host.signIn();
    await vi.advanceTimersByTimeAsync(5000);
    expect(status()).toBe('connected');
    client.dispose();
  });
});
