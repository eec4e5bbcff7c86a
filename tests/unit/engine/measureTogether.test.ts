import { expect, test } from 'vitest';
import { measureTogether } from '../../../electron/engine/process/measureTogether.ts';

/** A machine whose batches take so long for each token of all answers; its clock moves with what it does. */
function machine(stepMs: (sequences: number, threads: number) => number) {
  let nowMs = 0;
  const runs: string[] = [];
  return {
    runs,
    measure: (changes: Partial<Parameters<typeof measureTogether>[0]> = {}) =>
      measureTogether({
        most: 8,
        threads: [1, 4],
        longestStepMs: 300,
        budgetMs: 60_000,
        signal: new AbortController().signal,
        now: () => nowMs,
        tokens: 2,
        async run(sequences, threads) {
          runs.push(`${sequences}x${threads}`);
          nowMs += stepMs(sequences, threads) * 2;
        },
        ...changes,
      }),
  };
}

test('takes the batch and the threads that write the most', async () => {
  const { measure } = machine((sequences, threads) => 10 + (5 * sequences) / threads);
  expect(await measure()).toEqual({ sequences: 8, threads: 4, stepMs: 20 });
});

test('writes one after the other where a batch takes as long as its answers one by one', async () => {
  const { measure } = machine((sequences) => 10 * sequences * 0.95);
  expect(await measure()).toEqual({ sequences: 1, threads: 1, stepMs: 9.5 });
});

test('takes no batch that a chat would have to wait for too long', async () => {
  const { measure } = machine((sequences) => 60 + 50 * sequences);
  expect(await measure()).toEqual({ sequences: 4, threads: 1, stepMs: 260 });
});

test('is not misled by one trial that something else held up', async () => {
  let calls = 0;
  const { measure } = machine((sequences) => {
    calls += 1;
    return (10 + sequences) * (calls < 12 && sequences === 8 ? 20 : 1);
  });
  expect(await measure()).toMatchObject({ sequences: 8, stepMs: 18 });
});

test('of two batches that write about as much, the larger is taken', async () => {
  const ms = new Map([
    [8, 83],
    [4, 39],
    [2, 30],
    [1, 20],
  ]);
  const { measure } = machine((sequences) => ms.get(sequences) ?? 0);
  expect(await measure()).toMatchObject({ sequences: 8, stepMs: 83 });
  ms.set(4, 35);
  expect(await measure()).toMatchObject({ sequences: 4, stepMs: 35 });
});

test('tries everything only once where that takes long already', async () => {
  const { measure, runs } = machine(() => 100);
  await measure({ budgetMs: 10, threads: [2] });
  expect(runs.filter((run) => run === '8x2')).toHaveLength(1);
});

test('stops when it is told to', async () => {
  const controller = new AbortController();
  const { measure, runs } = machine(() => {
    controller.abort();
    return 1;
  });
  await measure({ signal: controller.signal });
  expect(runs.length).toBeLessThan(3);
});
