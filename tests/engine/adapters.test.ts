import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { contextsFolder } from '../../electron/engine/contextFiles.ts';
import type { Adapter } from '../../electron/engine/engine.ts';
import type { MetadataValue } from '../support/models/gguf.ts';
import { makeLoraAdapter } from '../support/models/loraAdapter.ts';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { temporaryFolder } from '../support/temporaryDatabase.ts';
import { collect, endOf, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-adapters-'));
const model = makeScriptedModel({ path: join(folder, 'model.gguf'), text: 'one two three four five' });
const toThree = makeLoraAdapter({
  ...{ path: join(folder, 'three.gguf'), model, name: 'To three' },
  detours: [{ after: 'one', say: ' three' }],
});
const toFive = makeLoraAdapter({
  ...{ path: join(folder, 'five.gguf'), model },
  detours: [{ after: ' three', say: ' five' }],
});

let running: TestEngine;
beforeAll(() => {
  running = startTestEngine();
});
afterAll(async () => {
  await running.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const sampling = { temperature: 0, repeatPenalty: null };
async function say(adapters: readonly Adapter[], priority: 'chat' | 'completion' | 'background' = 'chat') {
  expect(await load(running.engine, model.path, { adapters })).toMatchObject({ ok: true });
  return textOf(await collect(running.engine.generate(question('Count!', { sampling, priority }))));
}

test('an adapter changes the answer, by as much as its scale says', async () => {
  expect(await say([])).toBe('one two three four five');
  expect(await say([{ path: toThree, scale: 1 }])).toBe('one three four five');
  expect(await say([{ path: toThree, scale: 0.4 }])).toBe('one two three four five');
  expect(await say([{ path: toThree, scale: 0 }])).toBe('one two three four five');
});

test('several adapters work together, and for everything that is written', async () => {
  const both = [
    { path: toThree, scale: 1 },
    { path: toFive, scale: 1 },
  ];
  expect(await say(both)).toBe('one three five');
  expect(await say(both, 'background')).toBe('one three five');
  expect(await say(both, 'completion')).toBe('one three five');
  expect(await say([{ path: toFive, scale: 1 }])).toBe('one two three five');
});

test('says what an adapter is called without loading it', async () => {
  expect(await running.engine.inspectAdapter({ adapterPath: toThree, modelPath: model.path })).toEqual({
    ok: true,
    value: { name: 'To three' },
  });
});

const detours = [{ after: 'one', say: ' three' }];
const bigger = () => makeScriptedModel({ path: join(folder, 'bigger.gguf'), text: 'one two three or more' });

test.for([
  {
    what: 'an adapter for another kind of model',
    make: (path: string) => makeLoraAdapter({ path, model, detours, architecture: 'gemma' }),
    code: 'engine.adapterMismatch',
  },
  {
    what: 'an adapter for a model with other matrices',
    make: (path: string) => makeLoraAdapter({ path, model: bigger(), detours }),
    code: 'engine.adapterMismatch',
  },
  { what: 'a model', make: () => model.path, code: 'engine.notAdapter' },
  {
    what: 'an adapter with a strength that would end the process',
    make: (path: string) => makeLoraAdapter({ path, model, detours, metadata: wrongAlpha }),
    code: 'engine.notAdapter',
  },
  {
    what: 'a file that is not there',
    make: () => join(folder, 'nowhere.gguf'),
    code: 'engine.fileMissing',
  },
] as const)('refuses $what before it is loaded, and the engine lives', async ({ what, make, code }) => {
  const adapterPath = make(join(folder, `${what}.gguf`));
  const error = { code, fileName: adapterPath.slice(folder.length + 1) };
  const inspected = await running.engine.inspectAdapter({ adapterPath, modelPath: model.path });
  expect(inspected).toEqual({ ok: false, error });
  const adapters = [{ path: adapterPath, scale: 1 }];
  expect(await load(running.engine, model.path, { adapters })).toEqual({ ok: false, error });
  expect(running.children).toHaveLength(1);
});
const wrongAlpha: Readonly<Record<string, MetadataValue>> = {
  'adapter.lora.alpha': { type: 'string', value: 'strong' },
};

const hasMemoryFolder = process.platform === 'linux' && existsSync('/dev/shm');

// Catches answers that go on from what the model read as another one.
test.skipIf(!hasMemoryFolder)('what was kept of a chat counts for the same adapters only', async () => {
  const contexts = contextsFolder({ dataFolder: temporaryFolder(), databaseKeyHex: '0f'.repeat(32) });
  const reusedWith = async (scale: number) => {
    const { engine, dispose } = startTestEngine({ contexts });
    onTestFinished(dispose);
    await load(engine, model.path, { adapters: [{ path: toThree, scale }] });
    const asked = question(' the'.repeat(500), { sampling, conversationKey: 'one' });
    const events = await collect(engine.generate(asked));
    expect(textOf(events)).toBe('one three four five');
    await engine.dispose();
    return endOf(events).statistics.reusedTokens;
  };
  expect(await reusedWith(1)).toBe(0);
  expect(await reusedWith(1.1)).toBe(0);
  expect(await reusedWith(1.1)).toBeGreaterThan(400);
});
