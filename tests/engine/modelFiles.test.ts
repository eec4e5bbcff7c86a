import { mkdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  makeCrashingModel,
  makeEmbeddingHeader,
  makeNotGguf,
  makeTruncated,
  makeUnknownArchitecture,
} from '../support/models/brokenModels.ts';
import { makeRandomModel } from '../support/models/randomModel.ts';
import {
  collect,
  endOf,
  load,
  loadOptions,
  question,
  startTestEngine,
  type TestEngine,
} from './testEngine.ts';

let running: TestEngine;
let goodPath: string;

beforeAll(() => {
  running = startTestEngine();
  goodPath = makeRandomModel({ path: join(running.folder, 'good.gguf'), shape: 'tiny' });
});
afterAll(() => running.dispose());

const inFolder = (name: string) => join(running.folder, name);

test('reads what a model is without loading it', async () => {
  expect(await running.engine.inspect(goodPath)).toEqual({
    ok: true,
    value: {
      name: 'Random tiny',
      architecture: 'llama',
      quantisation: 'Q8_0',
      parameterCount: 205_120,
      trainedContextTokens: 4096,
      kind: 'chat',
    },
  });
  expect(running.engine.status.loaded).toBeNull();
});

test('knows an embedding model from one that chats', async () => {
  expect(await running.engine.inspect(makeEmbeddingHeader(inFolder('embed.gguf')))).toMatchObject({
    ok: true,
    value: { kind: 'embedding', name: 'Small embedder', architecture: 'bert' },
  });
});

test.each([
  {
    what: 'a missing file',
    path: () => inFolder('nowhere.gguf'),
    error: { code: 'engine.fileMissing', fileName: 'nowhere.gguf' },
  },
  {
    what: 'a file that is no GGUF',
    path: () => makeNotGguf(inFolder('zip.gguf')),
    error: { code: 'engine.notGguf', fileName: 'zip.gguf' },
  },
  {
    what: 'a folder',
    path: () => mkdirSync(inFolder('folder.gguf'), { recursive: true }) ?? inFolder('folder.gguf'),
    error: { code: 'engine.notGguf', fileName: 'folder.gguf' },
  },
  {
    what: 'a file cut within its weights',
    path: () => makeTruncated({ path: inFolder('cut.gguf'), from: goodPath, keptRatio: 0.9 }),
    error: { code: 'engine.fileTruncated', fileName: 'cut.gguf' },
  },
  {
    what: 'a file cut within its header',
    path: () => makeTruncated({ path: inFolder('head.gguf'), from: goodPath, keptRatio: 0.02 }),
    error: { code: 'engine.fileTruncated', fileName: 'head.gguf' },
  },
  {
    what: 'an architecture nobody knows',
    path: () => makeUnknownArchitecture(inFolder('perceptron.gguf')),
    error: { code: 'engine.unsupportedArchitecture', architecture: 'perceptron1958' },
  },
])('refuses $what by inspecting and by loading, and says why', async ({ path, error }) => {
  const modelPath = path();
  expect(await running.engine.inspect(modelPath)).toEqual({ ok: false, error });
  expect(await load(running.engine, modelPath)).toEqual({ ok: false, error });
  expect(running.children).toHaveLength(1);
});

test('says what a model needs and what there is when it is too big for the memory', async () => {
  const small = startTestEngine({ memoryLimitBytes: 1_000_000 });
  try {
    const result = await load(small.engine, goodPath);
    const error = result.ok ? null : result.error;
    expect(error).toEqual({
      code: 'engine.outOfMemory',
      neededBytes: expect.any(Number),
      availableBytes: 1_000_000,
    });
    const neededBytes = error?.code === 'engine.outOfMemory' ? (error.neededBytes ?? 0) : 0;
    expect(neededBytes).toBeGreaterThan(statSync(goodPath).size);
    expect(neededBytes).toBeLessThan(20_000_000);
  } finally {
    await small.dispose();
  }
});

test('takes a smaller context where the memory asks for it', async () => {
  const roomy = await load(running.engine, goodPath);
  const small = startTestEngine({ memoryLimitBytes: 7_200_000 });
  try {
    const tight = await load(small.engine, goodPath);
    expect(roomy).toMatchObject({ ok: true, value: { contextTokens: loadOptions.contextTokens } });
    const contextTokens = tight.ok ? tight.value.contextTokens : 0;
    expect(contextTokens).toBeGreaterThanOrEqual(512);
    expect(contextTokens).toBeLessThan(loadOptions.contextTokens);
  } finally {
    await small.dispose();
  }
});

test('never gives a model more context than it was trained for', async () => {
  expect(await load(running.engine, goodPath, { contextTokens: 100_000 })).toMatchObject({
    ok: true,
    value: { contextTokens: 4096, backgroundContextTokens: 4096 },
  });
});

test('finds a thread count by itself that the machine can bear', async () => {
  const result = await load(running.engine, goodPath, { threads: 'auto' });
  expect(result).toMatchObject({ ok: true, value: { backend: 'cpu', gpuLayers: 0 } });
  const threads = result.ok ? result.value.threads : 0;
  expect(threads).toBeGreaterThanOrEqual(1);
  expect(threads).toBeLessThanOrEqual(availableParallelism());
});

test('a file that crashes the engine is named, is not tried again unasked, and spoils nothing else', async () => {
  const crashing = makeCrashingModel(inFolder('crash.gguf'));
  const before = running.children.length;
  const blamed = { ok: false, error: { code: 'engine.fileCrashedEngine', fileName: 'crash.gguf' } };
  expect(await load(running.engine, crashing)).toEqual(blamed);
  expect(await load(running.engine, crashing)).toEqual(blamed);
  expect(running.children.length - before).toBe(0);
  expect(await load(running.engine, goodPath)).toMatchObject({ ok: true });
  const events = await collect(running.engine.generate(question('Hi!', { maxTokens: 5 })));
  expect(endOf(events)).toMatchObject({ stopReason: 'maxTokens', statistics: { generatedTokens: 5 } });
  expect(running.children.length - before).toBe(1);
});

test('a load can be cancelled, and the engine stays usable', async () => {
  const big = makeRandomModel({ path: inFolder('big.gguf'), shape: 'smollm2' });
  const controller = new AbortController();
  const loading = running.engine.load({
    modelPath: big,
    options: loadOptions,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  expect(await loading).toEqual({ ok: false, error: { code: 'engine.cancelled' } });
  expect(running.engine.status).toMatchObject({ phase: 'idle', loaded: null, modelPath: null });
  expect(await load(running.engine, goodPath)).toMatchObject({ ok: true });
});
