import { expect, test } from 'vitest';
import type { FreeMemory } from '../../../electron/engine/process/freeMemory.ts';
import { type LoadPlan, loadShrinking, planLoad } from '../../../electron/engine/process/loadPlan.ts';
import type { ModelFile } from '../../../electron/engine/process/modelFile.ts';
import { ok } from '../../../shared/result.ts';

const gigabyte = 1024 ** 3;

const facts: ModelFile['facts'] = {
  name: 'A model',
  architecture: 'llama',
  quantisation: 'Q4_K_M',
  parameterCount: null,
  trainedContextTokens: 131_072,
  kind: 'chat',
};
const shapes = {
  '1B': { fileBytes: 807_690_624, cacheBytesPerToken: 32_768, layers: 16, embeddingWidth: 2048 },
  '3B': { fileBytes: 2_019_373_888, cacheBytesPerToken: 114_688, layers: 28, embeddingWidth: 3072 },
  '8B': { fileBytes: 4_920_733_888, cacheBytesPerToken: 131_072, layers: 32, embeddingWidth: 4096 },
};
const file = (name: keyof typeof shapes): ModelFile => ({
  ...{ facts, canShrinkCache: true, vocabularySize: 128_256, poolingType: 0 },
  ...shapes[name],
});
const machine = (system: number, gpu = 0, isShared = false): FreeMemory => ({
  systemBytes: system * gigabyte,
  gpuBytes: gpu * gigabyte,
  isShared,
});

// What is free, not what the machine has: a system and a browser are open.
test.each([
  ['tablet, 4 GB', '1B', machine(1.75), 8192, [2048, 1, 'none', 'liveChats background']],
  ['tablet, 4 GB', '1B', machine(1.6), 4096, [2048, 1, 'none', 'liveChats background context']],
  ['tablet, 4 GB', '1B', machine(1.18), 1536, [1024, 1, 'none', 'liveChats background context']],
  ['laptop, 8 GB unified', '3B', machine(4.5, 4.5, true), 8192, [4096, 1, 'all', 'liveChats']],
  ['laptop, 8 GB unified', '8B', machine(5.5, 5, true), 1536, [1024, 1, 'some', 'all four']],
  ['desktop, 2 GB GPU', '1B', machine(12, 2), 8192, [4096, 1, 'all', 'liveChats']],
  ['desktop, 2 GB GPU', '3B', machine(12, 2), 8192, [4096, 4, 'some', 'gpuLayers']],
  ['workstation, 24 GB GPU', '8B', machine(50, 23), 8192, [4096, 4, 'all', '']],
  ['server without GPU', '8B', machine(50), 8192, [4096, 4, 'none', '']],
] as const)('%s: %s', (_, name, memory, contextTokens, [backgroundTokens, liveChats, place, reductions]) => {
  const plan = planned(name, memory);
  const layers = shapes[name].layers + 1;
  const found = plan.gpuLayers === 0 ? 'none' : plan.gpuLayers === layers ? 'all' : 'some';
  const order = 'liveChats background context gpuLayers';
  expect({ ...plan, place: found, reductions: plan.reductions.join(' ') }).toMatchObject({
    ...{ contextTokens, backgroundTokens, liveChats, place },
    reductions: reductions === 'all four' ? order : reductions,
  });
  expect(plan.neededBytes).toBeLessThanOrEqual(memory.systemBytes + (memory.isShared ? 0 : memory.gpuBytes));
});

function planned(name: keyof typeof shapes, memory: FreeMemory, wantedTokens = 8192): LoadPlan {
  const plan = planLoad({ file: file(name), wantedTokens, memory });
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value;
}

test('reads fewer texts side by side where there is less memory, and one where there is none to spare', () => {
  const sequencesIn = (gigabytes: number) => planned('1B', machine(gigabytes)).parallel.sequences;
  expect([2, 3, 4, 8].map(sequencesIn)).toEqual([1, 1, 4, 8]);
  expect(planned('1B', machine(8), 512).parallel).toEqual({ sequences: 8, contextTokens: 512 });
});

// Catches a step that is taken out of turn: less memory may never bring back what more had to give up.
test('shrinks step by step as memory gets less, and fails only below the smallest context', () => {
  const stages: string[] = [];
  let last = { liveChats: 4, backgroundTokens: 4096, contextTokens: 8192 };
  for (let bytes = 6 * gigabyte; ; bytes -= gigabyte / 64) {
    const plan = planLoad({ file: file('1B'), wantedTokens: 8192, memory: machine(bytes / gigabyte) });
    if (!plan.ok) {
      expect(plan.error.neededBytes).toBeGreaterThan(bytes);
      expect(last.contextTokens).toBe(512);
      break;
    }
    const { contextTokens, backgroundTokens, liveChats, reductions } = plan.value;
    expect(contextTokens).toBeLessThanOrEqual(last.contextTokens);
    expect(backgroundTokens).toBeLessThanOrEqual(last.backgroundTokens);
    last = { contextTokens, backgroundTokens, liveChats };
    const stage = reductions.join(' ');
    if (stages.at(-1) !== stage) stages.push(stage);
  }
  expect(stages).toEqual(['', 'liveChats', 'liveChats background', 'liveChats background context']);
});

test('a short context is no reduction where no more was wanted', () => {
  expect(planned('1B', machine(50), 1024)).toMatchObject({
    contextTokens: 1024,
    backgroundTokens: 1024,
    reductions: [],
  });
});

test('a plan that proves too large is followed by smaller ones: the GPU gives way first', async () => {
  const tried: LoadPlan[] = [];
  const result = await loadShrinking({
    memory: machine(12, 6),
    plan: (memory) => planLoad({ file: file('3B'), wantedTokens: 8192, memory }),
    async carryOut(plan) {
      tried.push(plan);
      if (plan.gpuLayers > 0) throw new Error('too large');
      return plan.contextTokens;
    },
    isTooLarge: () => true,
  });
  expect(result).toEqual(ok(8192));
  const layers = tried.map(({ gpuLayers }) => gpuLayers);
  expect(layers[0]).toBe(29);
  expect(layers).toEqual(layers.toSorted((a, b) => b - a));
  expect(layers.at(-1)).toBe(0);
});

test('where nothing is small enough it ends, with what was needed; other errors are not swallowed', async () => {
  const attempt = (isTooLarge: boolean) =>
    loadShrinking({
      memory: machine(12, 6),
      plan: (memory) => planLoad({ file: file('3B'), wantedTokens: 8192, memory }),
      carryOut: async () => {
        throw new Error('broken');
      },
      isTooLarge: () => isTooLarge,
    });
  expect(await attempt(true)).toEqual({
    ok: false,
    error: { code: 'engine.outOfMemory', neededBytes: expect.any(Number), availableBytes: null },
  });
  await expect(attempt(false)).rejects.toThrow('broken');
});
