import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
