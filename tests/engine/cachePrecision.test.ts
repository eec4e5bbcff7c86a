import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { contextsFolder } from '../../electron/engine/contextFiles.ts';
import type { LoadOptions } from '../../electron/engine/engine.ts';
import type { EngineParts } from '../../electron/engine/engineClient.ts';
import type { CachePrecision } from '../../shared/contract/settings.ts';
import { makeRandomModel } from '../support/models/randomModel.ts';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { temporaryFolder } from '../support/temporaryDatabase.ts';
import { collect, endOf, load, question, startTestEngine, textOf } from './testEngine.ts';

const script = 'The sun is warm and the sea is blue.';
const longContextTokens = 131_072;
const contextTokens = 4096;
const precisions = ['exact', 'half', 'quarter'] as const;

const modelFolder = mkdtempSync(join(tmpdir(), 'sotto-precision-'));
const modelPath = join(modelFolder, 'scripted.gguf');
beforeAll(() => void makeScriptedModel({ path: modelPath, text: script, contextTokens: longContextTokens }));
afterAll(() => rmSync(modelFolder, { recursive: true, force: true }));

async function startEngine(
  options: Pick<LoadOptions, 'cachePrecision' | 'contextTokens'>,
  parts: Partial<EngineParts> = {},
) {
  const running = startTestEngine(parts);
  onTestFinished(() => running.dispose());
  const loaded = await load(running.engine, modelPath, options);
  if (!loaded.ok) return expect.fail();
  return { ...running, loaded: loaded.value };
}

/** Of the engine's process. */
function residentBytes(pid: number | undefined): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

test.for(precisions)(
  'answers chats and background work alike, with a cache that is %s',
  async (precision) => {
    const { engine, loaded } = await startEngine({ cachePrecision: precision, contextTokens });
    expect(loaded).toMatchObject({ cachePrecision: precision, contextTokens });
    for (const priority of ['chat', 'completion', 'background'] as const) {
      const asked = question(' the'.repeat(300), { priority });
      expect(textOf(await collect(engine.generate(asked)))).toBe(script);
    }
  },
);

test('takes half and a quarter of the memory, by estimate and in fact', async () => {
  const estimated: number[] = [];
  const resident: number[] = [];
  for (const precision of precisions) {
    const { engine, children, loaded } = await startEngine({
      cachePrecision: precision,
      contextTokens: longContextTokens,
    });
    estimated.push(loaded.contextBytes);
    if (process.platform === 'linux') resident.push(residentBytes(children[0]?.pid));
    await engine.dispose();
  }
  const [exact = 0, half = 0, quarter = 0] = estimated;
  expect(half / exact).toBeCloseTo(34 / 64, 4);
  expect(quarter / exact).toBeCloseTo(18 / 64, 4);
  if (process.platform !== 'linux') return;
  const [residentExact = 0, residentHalf = 0, residentQuarter = 0] = resident;
  expect(residentExact).toBeGreaterThan(residentHalf);
  expect(residentHalf).toBeGreaterThan(residentQuarter);
  // The rest of the process is not the same to the byte.
  expect((residentExact - residentQuarter) / (exact - quarter)).toBeGreaterThan(0.75);
});

test('a model whose heads are too narrow for it keeps an exact cache, and says so', async () => {
  const running = startTestEngine();
  onTestFinished(() => running.dispose());
  const narrow = makeRandomModel({ path: join(modelFolder, 'narrow.gguf'), shape: 'tiny' });
  expect(await load(running.engine, narrow, { cachePrecision: 'half' })).toMatchObject({
    ok: true,
    value: { cachePrecision: 'exact' },
  });
});

const hasMemoryFolder = process.platform === 'linux' && existsSync('/dev/shm');

test.skipIf(!hasMemoryFolder)(
  'what was kept of a chat is only used at the precision it was kept at',
  async () => {
    const contexts = contextsFolder({ dataFolder: temporaryFolder(), databaseKeyHex: '0f'.repeat(32) });
    const reusedBy = async (cachePrecision: CachePrecision) => {
      const { engine, children } = await startEngine({ cachePrecision, contextTokens }, { contexts });
      const asked = question(' the'.repeat(1000), { conversationKey: 'one' });
      const events = await collect(engine.generate(asked));
      expect(textOf(events)).toBe(script);
      expect(children).toHaveLength(1);
      await engine.dispose();
      return endOf(events).statistics.reusedTokens;
    };
    expect(await reusedBy('exact')).toBe(0);
    expect(await reusedBy('half')).toBe(0);
    expect(await reusedBy('half')).toBeGreaterThan(900);
  },
);
