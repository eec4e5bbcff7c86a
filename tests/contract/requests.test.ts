import { describe, expect, test, vi } from 'vitest';
import type { Handlers } from '../../electron/ipc/handlers.ts';
import { maxOpenCalls } from '../../shared/frames.ts';
import { modelIdSchema } from '../../shared/ids.ts';
import { fail, ok } from '../../shared/result.ts';
import { collect, engineState, loading, model, modelId, useHosts, whenAborted } from './fixtures.ts';
import { memoryTransport, webSocketTransport } from './transports.ts';

describe.each([memoryTransport, webSocketTransport])('requests over $name', (transport) => {
  const start = useHosts(transport);

  // Would catch: values or errors changed on the way, or answers given to the wrong call.
  test('answers requests with their own value or error', async () => {
    const { view } = await start({
      'models.list': () => ok([model]),
      'models.remove': async () => fail({ code: 'models.notFound' }),
    });
    const [list, removal] = await Promise.all([
      view.client.request('models.list', {}),
      view.client.request('models.remove', { modelId }),
    ]);
    expect(list).toEqual({ ok: true, value: [model] });
    expect(removal).toEqual({ ok: false, error: { code: 'models.notFound' } });
  });

  // Would catch: the transform of the input schema not reaching the handler, or the input not parsed at all.
  test('gives handlers the parsed input', async () => {
    const rename = vi.fn<Handlers['chat.rename']>(() => fail({ code: 'chat.conversationNotFound' }));
    const { view } = await start({ 'chat.rename': rename });
    const parsedId = modelIdSchema.parse('c1');
    const input = Object.assign({ conversationId: parsedId, title: '  Title ' }, { extra: 1 });
    // @ts-expect-error the id of another kind, which has the same form on the wire
    await view.client.request('chat.rename', input);
    expect(rename.mock.calls[0]?.[0]).toEqual({ conversationId: 'c1', title: 'Title' });
  });

  // Would catch: a handler's cause shown to the view, or an error that nobody can find in the log.
  test('turns a throwing handler into an internal error whose reference is logged with the cause', async () => {
    const cause = new Error('secret detail');
    const { host, view } = await start({
      'models.list': () => {
        throw cause;
      },
    });
    const result = await view.client.request('models.list', {});
    expect(host.logged).toEqual([{ reference: expect.any(String), cause }]);
    expect(result).toEqual({ ok: false, error: { code: 'internal', reference: host.logged[0]?.reference } });
  });

  // Would catch: a handler's answer outside the contract reaching a view that trusts the types.
  test('refuses an answer that breaks the contract', async () => {
    const { host, view } = await start({
      'models.list': () => ok([{ ...model, sizeBytes: 0.5 }]),
      'models.load': async function* () {
        yield loading(Number.NaN);
      },
    });
    expect(await view.client.request('models.list', {})).toMatchObject({ error: { code: 'internal' } });
    expect(await collect(view.client.open('models.load', { modelId }))).toEqual([
      { kind: 'failed', error: { code: 'internal', reference: host.logged[1]?.reference } },
    ]);
  });

  // Would catch: input that only the types forbid reaching a handler.
  test('refuses input outside the contract with its issues', async () => {
    const { view } = await start({});
    const input = { conversationIds: [] };
    // @ts-expect-error wrong input on purpose
    const result = await view.client.request('chat.open', input);
    expect(result).toEqual({
      ok: false,
      error: { code: 'invalidInput', issues: [expect.stringContaining('conversationId')] },
    });
  });

  // Would catch: a cancelled request that goes on waiting, or whose handler is never told.
  test('ends a cancelled request at once and tells its handler', async () => {
    const aborted = vi.fn();
    const { view } = await start({
      'models.list': async (_input, { signal }) => {
        await whenAborted(signal);
        aborted();
        return ok([]);
      },
    });
    const stop = new AbortController();
    const result = view.client.request('models.list', {}, { signal: stop.signal });
    setImmediate(() => stop.abort());
    expect(await result).toEqual({ ok: false, error: { code: 'cancelled' } });
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledOnce());
  });

  // Would catch: a runaway view that uses up the host.
  test('refuses more open calls than allowed, and takes calls again when others end', async () => {
    const { view } = await start({
      'models.load': async function* (_input, { signal }) {
        await whenAborted(signal);
        yield { kind: 'finished', value: engineState };
      },
      'models.list': () => ok([]),
    });
    const stop = new AbortController();
    const open = Array.from({ length: maxOpenCalls }, () =>
      collect(view.client.open('models.load', { modelId }, { signal: stop.signal })),
    );
    expect(await view.client.request('models.list', {})).toEqual({
      ok: false,
      error: { code: 'tooManyCalls', maxOpen: maxOpenCalls },
    });
    stop.abort();
    const finished = [{ kind: 'finished', value: engineState }];
    expect(await Promise.all(open)).toEqual(Array.from({ length: maxOpenCalls }, () => finished));
    expect(await view.client.request('models.list', {})).toEqual({ ok: true, value: [] });
  });

  // Would catch: a huge input that ends the connection instead of being refused.
  test('refuses input beyond the size of a frame without sending it', async () => {
    const { view } = await start({ 'models.list': () => ok([]) });
    const conversationId = modelIdSchema.parse('c1');
    // @ts-expect-error the id of another kind, which has the same form on the wire
    const result = await view.client.request('chat.rename', { conversationId, title: 'x'.repeat(9_000_000) });
    expect(result).toEqual({ ok: false, error: { code: 'messageTooLarge', maxBytes: 8 * 1024 * 1024 } });
    expect(await view.client.request('models.list', {})).toEqual({ ok: true, value: [] });
  });
});
