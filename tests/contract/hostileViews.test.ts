import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRouter } from '../../electron/ipc/router.ts';
import { transportErrorSchema } from '../../shared/contract/define.ts';
import { contract } from '../../shared/contract/index.ts';
import { type HostFrame, hostFrameSchema, maxFrameBytes, maxOpenCalls } from '../../shared/frames.ts';
import { ok } from '../../shared/result.ts';
import { engineState, loading, whenAborted } from './fixtures.ts';
import { createTestHandlers } from './testHandlers.ts';

/** A router, one view's raw connection and what it was sent. */
function openRawView() {
  const sent: HostFrame[] = [];
  const router = createRouter({
    handlers: createTestHandlers({
      'models.list': () => ok([]),
      'models.unload': async (_input, { signal }) => {
        await whenAborted(signal);
        return ok({});
      },
      'models.load': async function* ({ modelId }, { signal }) {
        for (let index = 0; index < 100; index += 1) yield loading(index);
        if (modelId === 'waits') await whenAborted(signal);
        if (modelId !== 'forgets') yield { kind: 'finished', value: engineState };
      },
    }),
    logError: () => undefined,
  });
  const connection = router.connect({ send: (frame) => void sent.push(structuredClone(frame)) });
  return { router, connection, sent };
}

/** Sends the frames, cancels what they opened and waits for the ends. */
async function sendAll(frames: readonly unknown[]) {
  const view = openRawView();
  let accepted = 0;
  for (const frame of frames) {
    const before = view.sent.filter(isRejection).length;
    view.connection.receive(frame);
    if (isCall(frame) && view.sent.filter(isRejection).length === before) accepted += 1;
  }
  for (let id = 1; id <= 6; id += 1) view.connection.receive({ kind: 'cancel', id });
  const ended = () => view.sent.filter(isTerminal).length;
  for (let turn = 0; ended() < accepted && turn < 200; turn += 1) await nextTurn();
  return { ...view, accepted };
}

const isTerminal = (frame: HostFrame) =>
  frame.kind === 'response' || frame.kind === 'finished' || frame.kind === 'failed';

const callId = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 1.5, Number.NaN, 2 ** 60, '1', null, undefined) },
);
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('models.list', 'models.load', 'models.unload', 'settings.get') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('models.changed', 'constructor', '__proto__', 'toString', 'x'.repeat(101)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(contract)) },
  { weight: 1, arbitrary: fc.anything() },
);
const input = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom({}, { modelId: 'ends' }, { modelId: 'waits' }, { modelId: 'forgets' }),
  },
  { weight: 1, arbitrary: fc.anything() },
);
const likeFrame = fc.oneof(
  fc.record({ kind: fc.constantFrom('request', 'open'), id: callId, name, input }),
  fc.record({ kind: fc.constantFrom('request', 'open'), id: callId, name, input }, { requiredKeys: [] }),
  fc.record({ kind: fc.constant('cancel'), id: callId }),
  fc.record({
    kind: fc.constant('pull'),
    id: callId,
    credit: fc.oneof(fc.integer({ min: 1, max: 4096 }), fc.anything()),
  }),
);
const fightsBack = fc.constantFrom(
  new Proxy(
    {},
    {
      get() {
        throw new Error('no');
      },
    },
  ),
  {
    get kind() {
      throw new Error('no');
    },
  },
);
const anyFrame = fc.oneof(
  { weight: 6, arbitrary: likeFrame },
  {
    weight: 2,
    arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
  },
  { weight: 1, arbitrary: fightsBack },
);

describe('whatever a view sends', () => {
  // Would catch: a throw, an untyped answer, a call answered twice or never.
  test('every answer is typed and every call ends exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFrame, { maxLength: 24 }), async (frames) => {
        const { router, sent, accepted } = await sendAll(frames);
        for (const frame of sent) expect(hostFrameSchema.safeParse(frame).success).toBe(true);
        for (const frame of sent) {
          if (frame.kind === 'rejected') expect(() => transportErrorSchema.parse(frame.error)).not.toThrow();
        }
        expect(sent.filter(isTerminal)).toHaveLength(accepted);
        expectEachCallToEndOnce(sent);

        await router.dispose();
      }),
      { numRuns: 3000 },
    );
  });

  // Would catch: a call that keeps its place after its end, until the view can call nothing any more.
  test('every place for a call is free again afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFrame, { maxLength: 24 }), async (frames) => {
        const { router, connection, sent } = await sendAll(frames);
        sent.length = 0;
        for (let id = 1000; id < 1000 + maxOpenCalls; id += 1) {
          connection.receive({ kind: 'request', id, name: 'models.unload', input: {} });
        }
        expect(sent).toEqual([]);
        connection.receive({ kind: 'request', id: 9999, name: 'models.list', input: {} });
        expect(sent).toEqual([
          {
            kind: 'response',
            id: 9999,
            result: { ok: false, error: { code: 'tooManyCalls', maxOpen: maxOpenCalls } },
          },
        ]);
        await router.dispose();
        expect(sent).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  // Would catch: a heavy frame that is parsed, cloned or answered without a type.
  test('a frame beyond the size limit is refused by its call', () => {
    const { connection, sent } = openRawView();
    const tooLarge = { code: 'messageTooLarge', maxBytes: maxFrameBytes };
    const text = 'ä'.repeat(maxFrameBytes / 2);
    connection.receive({ kind: 'request', id: 1, name: 'models.list', input: { text } });
    connection.receive({ kind: 'open', id: 2, name: 'models.load', input: [text] });
    connection.receive({ kind: 'cancel', id: 3, text });
    const endless: unknown[] = [];
    endless.push(endless, endless);
    connection.receive({ kind: 'request', id: 4, name: 'models.list', input: endless });
    expect(sent).toEqual([
      { kind: 'response', id: 1, result: { ok: false, error: tooLarge } },
      { kind: 'failed', id: 2, error: tooLarge },
      { kind: 'rejected', error: tooLarge },
      { kind: 'response', id: 4, result: { ok: false, error: tooLarge } },
    ]);
  });

  // Would catch: a second call under the same id ending the first one.
  test('a second call under an open id is rejected and the first goes on', async () => {
    const { connection, sent } = openRawView();
    connection.receive({ kind: 'open', id: 1, name: 'models.load', input: { modelId: 'waits' } });
    connection.receive({ kind: 'request', id: 1, name: 'models.list', input: {} });
    connection.receive({ kind: 'open', id: 1, name: 'x'.repeat(101), input: {} });
    connection.receive({ kind: 'pull', id: 1, credit: 100 });
    for (let turn = 0; sent.length < 102 && turn < 1000; turn += 1) await nextTurn();
    expect(sent.slice(0, 2)).toEqual([
      { kind: 'rejected', error: { code: 'duplicateCall', id: 1 } },
      { kind: 'rejected', error: { code: 'invalidInput', issues: [expect.stringContaining('name')] } },
    ]);
    expect(sent.slice(2).map((frame) => frame.kind)).toEqual(Array.from({ length: 100 }, () => 'item'));
    connection.receive({ kind: 'cancel', id: 1 });
    for (let turn = 0; sent.length < 103 && turn < 1000; turn += 1) await nextTurn();
    expect(sent.at(-1)).toEqual({ kind: 'finished', id: 1, value: engineState });
  });
});

function isCall(frame: unknown): boolean {
  try {
    if (typeof frame !== 'object' || frame === null || !('kind' in frame) || !('id' in frame)) return false;
    const isKind = frame.kind === 'request' || frame.kind === 'open';
    return isKind && Number.isSafeInteger(frame.id) && Number(frame.id) > 0;
  } catch {
    return false;
  }
}

const isRejection = (frame: HostFrame) => frame.kind === 'rejected';

/** Between two ends of an id there are only its items, numbered from 0. */
function expectEachCallToEndOnce(sent: readonly HostFrame[]) {
  const nextSequence = new Map<number, number>();
  for (const frame of sent) {
    if (frame.kind === 'item') {
      expect(frame.sequence).toBe(nextSequence.get(frame.id) ?? 0);
      nextSequence.set(frame.id, frame.sequence + 1);
    } else if (frame.kind === 'finished' || frame.kind === 'failed' || frame.kind === 'response') {
      nextSequence.delete(frame.id);
    }
  }
  // An item after its call's end would have begun to count anew and stayed.
  expect([...nextSequence.keys()]).toEqual([]);
}
