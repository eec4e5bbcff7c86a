import { expect, test } from 'vitest';
import type { EngineStatus, GenerationEvent } from '../../../electron/engine/engine.ts';
import { createEngine } from '../../../electron/engine/engineClient.ts';
import type { HostMessage } from '../../../electron/engine/protocol.ts';
import { type FakeChild, fakeProcesses } from './fakeChild.ts';

const options = {
  gpu: 'auto',
  threads: 'auto',
  contextTokens: 4096,
  forbiddenBackends: [],
  cachePrecision: 'exact',
  adapters: [],
} as const;
const loaded = {
  modelPath: '/models/a.gguf',
  backend: 'cpu',
  gpuLayers: 0,
  layers: 2,
  deviceNames: [],
  weightsBytes: 1,
  contextBytes: 1,
  cachePrecision: 'exact',
  threads: 2,
  contextTokens: 4096,
  backgroundContextTokens: 4096,
  gpuBytes: null,
  reductions: [],
  parallel: { calls: 1, contextTokens: 1024 },
};

const facts = {
  name: 'A',
  architecture: 'llama',
  quantisation: null,
  parameterCount: 1,
  trainedContextTokens: 4096,
  kind: 'chat',
} as const;

/** The n-th process, once it was started and asked for something. */
async function asked(started: readonly FakeChild[], index: number): Promise<FakeChild> {
  await expect.poll(() => started[index]).toBeDefined();
  const child = started[index];
  if (child === undefined) throw new Error('not started');
  child.say({ kind: 'ready' });
  await expect.poll(() => child.received.some((message) => message.kind === 'call')).toBe(true);
  return child;
}

/** The n-th process, once it was started, has said what the file is, and was asked to load it. */
async function askedToLoad(started: readonly FakeChild[], index: number): Promise<FakeChild> {
  const child = await asked(started, index);
  child.say({ kind: 'done', id: lastCall(child).id, result: { ok: true, value: facts } });
  await expect.poll(() => lastCall(child).call.kind).toBe('load');
  return child;
}

const lastCall = (child: FakeChild): Extract<HostMessage, { kind: 'call' }> => {
  const call = child.received.findLast((message) => message.kind === 'call');
  if (call?.kind !== 'call') throw new Error('nothing was asked');
  return call;
};

test('tries a load that crashed a GPU again, without that GPU after the second crash, before it blames the file', async () => {
  const { startChild, started } = fakeProcesses();
  const engine = createEngine({ startChild, entryPath: 'engine', times: { firstBackOffMs: 1 } });
  const result = engine.load({
    modelPath: loaded.modelPath,
    options,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  for (const index of [0, 1]) {
    const child = await askedToLoad(started, index);
    child.say({ kind: 'backend', backend: 'vulkan' });
    child.say({ kind: 'loading', modelPath: loaded.modelPath });
    child.exit({ signal: 'SIGSEGV' });
  }
  const third = await askedToLoad(started, 2);
  expect(lastCall(third).call).toMatchObject({ kind: 'load', excludedBackends: ['vulkan'] });
  expect(engine.status.excludedBackends).toEqual(['vulkan']);
  third.say({ kind: 'backend', backend: 'cpu' });
  third.say({ kind: 'done', id: lastCall(third).id, result: { ok: true, value: loaded } });
  expect(await result).toEqual({ ok: true, value: loaded });
});

test('reports how a load goes on, from stopped to ready', async () => {
  const { startChild, started } = fakeProcesses();
  const engine = createEngine({ startChild, entryPath: 'engine' });
  const seen: Pick<EngineStatus, 'phase' | 'loadProgressRatio'>[] = [];
  engine.onStatusChanged(({ phase, loadProgressRatio }) => seen.push({ phase, loadProgressRatio }));
  const progress: number[] = [];
  const result = engine.load({
    modelPath: loaded.modelPath,
    options,
    signal: new AbortController().signal,
    onProgress: (ratio) => progress.push(ratio),
  });
  const child = await askedToLoad(started, 0);
  const { id } = lastCall(child);
  child.say({ kind: 'progress', id, progressRatio: 0.5 });
  child.say({ kind: 'done', id, result: { ok: true, value: loaded } });
  await result;
  expect(progress).toEqual([0.5]);
  expect(seen).toEqual([
    { phase: 'loading', loadProgressRatio: 0 },
    { phase: 'loading', loadProgressRatio: 0.5 },
    { phase: 'ready', loadProgressRatio: null },
  ]);
});

test('keeps the model in use when the next one turns out to be no model', async () => {
  const { startChild, started } = fakeProcesses();
  const engine = createEngine({ startChild, entryPath: 'engine' });
  const load = (modelPath: string) =>
    engine.load({ modelPath, options, signal: new AbortController().signal, onProgress: () => undefined });
  const first = load(loaded.modelPath);
  const child = await askedToLoad(started, 0);
  child.say({ kind: 'done', id: lastCall(child).id, result: { ok: true, value: loaded } });
  await first;
  const second = load('/models/b.gguf');
  await expect.poll(() => lastCall(child).call).toEqual({ kind: 'inspect', modelPath: '/models/b.gguf' });
  const error = { code: 'engine.notGguf', fileName: 'b.gguf' } as const;
  child.say({ kind: 'done', id: lastCall(child).id, result: { ok: false, error } });
  expect(await second).toEqual({ ok: false, error });
  expect(engine.status).toMatchObject({ phase: 'ready', modelPath: loaded.modelPath, loaded });
});

test('loads again for the next question after an impatient one gave up waiting for it', async () => {
  const { startChild, started } = fakeProcesses();
  const engine = createEngine({ startChild, entryPath: 'engine' });
  const first = engine.load({
    modelPath: loaded.modelPath,
    options,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const child = await askedToLoad(started, 0);
  child.say({ kind: 'done', id: lastCall(child).id, result: { ok: true, value: loaded } });
  await first;
  child.exit({ signal: 'SIGKILL' });
  const impatient = new AbortController();
  const answer = engine.generate({
    messages: [{ role: 'user', text: 'Hi!' }],
    sampling: { temperature: 0, repeatPenalty: null },
    maxTokens: null,
    priority: 'chat',
    signal: impatient.signal,
  });
  const end = answer[Symbol.asyncIterator]().next();
  const second = await askedToLoad(started, 1);
  impatient.abort();
  second.say({
    kind: 'done',
    id: lastCall(second).id,
    result: { ok: false, error: { code: 'engine.cancelled' } },
  });
  expect(await end).toMatchObject({ value: { kind: 'finished', stopReason: 'userStopped' } });
  const counted = engine.countTokens(['a']);
  await expect.poll(() => lastCall(second).call.kind).toBe('inspect');
  second.say({ kind: 'done', id: lastCall(second).id, result: { ok: true, value: facts } });
  await expect.poll(() => lastCall(second).call.kind).toBe('load');
  second.say({ kind: 'done', id: lastCall(second).id, result: { ok: true, value: loaded } });
  await expect.poll(() => lastCall(second).call.kind).toBe('countTokens');
  second.say({ kind: 'done', id: lastCall(second).id, result: { ok: true, value: [1] } });
  expect(await counted).toEqual({ ok: true, value: [1] });
});

test('does not trust an answer of the process that has the wrong shape', async () => {
  const { startChild, started } = fakeProcesses();
  const engine = createEngine({ startChild, entryPath: 'engine' });
  const result = engine.inspect('/models/a.gguf');
  const child = await asked(started, 0);
  child.say({ kind: 'done', id: lastCall(child).id, result: { ok: true, value: { name: 7 } } });
  expect(await result).toEqual({
    ok: false,
    error: { code: 'engine.unavailable', reason: 'the answer to inspect made no sense' },
  });
});

test('ends a process that is alive but never ends a cancelled call', async () => {
  const { startChild, started } = fakeProcesses();
  const engine = createEngine({ startChild, entryPath: 'engine', times: { cancelMs: 20 } });
  const controller = new AbortController();
  const result = engine.load({
    modelPath: loaded.modelPath,
    options,
    signal: controller.signal,
    onProgress: () => undefined,
  });
  const child = await askedToLoad(started, 0);
  controller.abort();
  expect(await result).toEqual({ ok: false, error: { code: 'engine.notResponding', afterMs: 20 } });
  expect(child.received.at(-1)).toEqual({ kind: 'cancel', id: lastCall(child).id });
  expect(child.wasKilled).toBe(true);
});

test('passes on what the process was kept from connecting to', async () => {
  const { startChild, started } = fakeProcesses();
  const blocked: unknown[] = [];
  const engine = createEngine({
    startChild,
    entryPath: 'engine',
    onConnectionBlocked: (connection) => blocked.push(connection),
  });
  void engine.inspect('/models/a.gguf');
  const child = await asked(started, 0);
  const connection = {
    at: '2026-01-01T00:00:00.000Z',
    process: 'engine',
    address: 'example.org:443',
    outcome: 'blocked',
  } as const;
  child.say({ kind: 'connectionBlocked', connection });
  expect(blocked).toEqual([connection]);
});

/** An engine with a model and one background answer under way. */
async function startBackgroundAnswer(times: { readonly quietMs?: number; readonly cancelMs?: number }) {
  const { startChild, started } = fakeProcesses();
  const engine = createEngine({ startChild, entryPath: 'engine', times: { ...times, firstBackOffMs: 1 } });
  const loading = engine.load({
    modelPath: loaded.modelPath,
    options,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const child = await askedToLoad(started, 0);
  child.say({ kind: 'done', id: lastCall(child).id, result: { ok: true, value: loaded } });
  await loading;
  const controller = new AbortController();
  const answer = collect(
    engine.generate({
      messages: [{ role: 'user', text: 'Summarise' }],
      sampling: { temperature: 0, repeatPenalty: null },
      maxTokens: null,
      priority: 'background',
      signal: controller.signal,
    }),
  );
  await expect.poll(() => lastCall(child).call.kind).toBe('generate');
  return { engine, started, child, controller, answer };
}

async function collect(events: AsyncIterable<GenerationEvent>): Promise<GenerationEvent[]> {
  const all: GenerationEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const paused = { threads: 'fewer', background: 'pause' } as const;

test('a paused background answer is counted as paused and not taken for stuck, until it may go on', async () => {
  const { engine, child, answer } = await startBackgroundAnswer({ quietMs: 60 });
  engine.setPace(paused);
  expect(engine.status).toMatchObject({ openAnswers: 1, pausedAnswers: 1 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(child.wasKilled).toBe(false);
  engine.setPace({ threads: 'usual', background: 'run' });
  expect(engine.status).toMatchObject({ openAnswers: 1, pausedAnswers: 0 });
  expect(await answer).toEqual([{ kind: 'failed', error: { code: 'engine.notResponding', afterMs: 60 } }]);
});

test('a paused answer that was stopped has to end like any other', async () => {
  const { engine, controller, child, answer } = await startBackgroundAnswer({ quietMs: 60, cancelMs: 60 });
  engine.setPace(paused);
  controller.abort();
  expect(await answer).toEqual([{ kind: 'failed', error: { code: 'engine.notResponding', afterMs: 60 } }]);
  expect(child.received.at(-1)).toMatchObject({ kind: 'cancel' });
});

test('tells the pace to the process at once, and to the next one before anything else', async () => {
  const { engine, started, child, answer } = await startBackgroundAnswer({});
  engine.setPace(paused);
  expect(child.received.at(-1)).toEqual({ kind: 'pace', pace: paused });
  child.say({ kind: 'threads', threads: 1 });
  expect(engine.status.loaded?.threads).toBe(1);
  child.exit({ signal: 'SIGKILL' });
  await answer;
  void engine.countTokens(['a']);
  const second = await asked(started, 1);
  expect(second.received.map(({ kind }) => kind)).toEqual(['start', 'pace', 'call']);
  expect(second.received[1]).toEqual({ kind: 'pace', pace: paused });
});
