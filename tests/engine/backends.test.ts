import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { collect, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

let running: TestEngine;
let modelPath: string;

beforeAll(() => {
  running = startTestEngine();
  modelPath = join(running.folder, 'scripted.gguf');
  makeScriptedModel({ path: modelPath, text: 'It is warm.' });
});
afterAll(() => running.dispose());

const crashingEntryPath = join(import.meta.dirname, '../support/crashingEngine.ts');

// Catches a crash that ends in an error instead of the next backend, and one that is repeated after every start.
test('a backend that crashes twice is left out from then on, also by the next start', async () => {
  const backendMemory = { path: join(running.folder, 'crashed.json'), version: '1' };
  const first = startTestEngine({ entryPath: crashingEntryPath, backendMemory });
  onTestFinished(() => first.dispose());
  const loaded = await load(first.engine, modelPath, { gpu: 'auto' });
  expect(loaded).toMatchObject({ ok: true });
  expect(textOf(await collect(first.engine.generate(question('How is it?'))))).toBe('It is warm.');
  expect(first.children).toHaveLength(3);
  expect(first.engine.status.excludedBackends).toEqual(['vulkan']);

  const second = startTestEngine({ entryPath: crashingEntryPath, backendMemory });
  onTestFinished(() => second.dispose());
  expect(await load(second.engine, modelPath, { gpu: 'vulkan' })).toEqual(loaded);
  expect(second.children).toHaveLength(1);
});

test('a backend that is forbidden is not even tried', async () => {
  const forbidding = startTestEngine({ entryPath: crashingEntryPath });
  onTestFinished(() => forbidding.dispose());
  const options = { gpu: 'vulkan', forbiddenBackends: ['vulkan'] } as const;
  expect(await load(forbidding.engine, modelPath, options)).toMatchObject({ ok: true });
  expect(forbidding.children).toHaveLength(1);
  expect(forbidding.engine.status.excludedBackends).toEqual([]);
});

// Catches a preference that takes the engine away where its backend cannot be had.
test('a backend that this system has not gives way to what it has', async () => {
  const absent = process.platform === 'darwin' ? 'cuda' : 'metal';
  const preferred = await load(running.engine, modelPath, { gpu: absent });
  expect(textOf(await collect(running.engine.generate(question('How is it?'))))).toBe('It is warm.');
  expect(preferred).toEqual(await load(running.engine, modelPath, { gpu: 'auto' }));
});

test('a loaded model says where it runs and what it takes', async () => {
  expect(await load(running.engine, modelPath, { gpu: 'off' })).toMatchObject({
    ok: true,
    value: { backend: 'cpu', gpuLayers: 0, layers: 2, deviceNames: [] },
  });
  const { loaded } = running.engine.status;
  expect(loaded?.weightsBytes).toBeGreaterThan(100_000);
  expect(loaded?.contextBytes).toBeGreaterThan(100_000);
});
