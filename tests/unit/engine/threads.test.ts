import { expect, test } from 'vitest';
import {
  measureThreads,
  type Phase,
  sensibleCounts,
  trialTokens,
} from '../../../electron/engine/process/threads.ts';

/** A machine whose time for a trial of usual length is known, on a clock that only evaluations move. */
function machine(costMs: (phase: Phase, threads: number) => number) {
  let clockMs = 0;
  const tried: string[] = [];
  return {
    tried,
    elapsedMs: () => clockMs,
    measure: (cores: number, signal = new AbortController().signal) =>
      measureThreads({
        cores,
        budgetMs: 1600,
        signal,
        now: () => clockMs,
        run: async (phase, threads, tokens) => {
          tried.push(`${phase} ${threads}`);
          clockMs += (costMs(phase, threads) * tokens) / trialTokens[phase];
        },
      }),
  };
}

test('finds the best count for each phase', async () => {
  const decodeMs = new Map([
    [4, 20],
    [8, 14],
    [7, 12],
    [2, 35],
    [1, 60],
  ]);
  const { measure } = machine((phase, threads) =>
    phase === 'decode' ? (decodeMs.get(threads) ?? 99) : 400 / threads,
  );
  expect((await measure(8)).counts).toEqual({ decode: 7, prefill: 8 });
});

test('goes down where more threads only cost, as on a busy machine', async () => {
  const { measure } = machine((_, threads) => 10 * threads);
  expect((await measure(8)).counts).toEqual({ decode: 1, prefill: 1 });
});

test('does not try a count for reading that other programs made hopeless for writing', async () => {
  const { measure, tried } = machine((_, threads) => (threads === 2 ? 600 : 40));
  expect((await measure(2)).counts).toEqual({ decode: 1, prefill: 1 });
  expect(tried.filter((entry) => entry.endsWith(' 2'))).toEqual(['decode 2', 'decode 2']);
});

test('stays with one thread for a model so small that it hardly matters', async () => {
  const { measure, tried } = machine((phase) => (phase === 'decode' ? 0.5 : 5));
  expect((await measure(2)).counts).toEqual({ decode: 1, prefill: 1 });
  expect(tried).not.toContain('decode 2');
});

test('never tries more threads than there are cores', async () => {
  for (const cores of [1, 2, 3, 6, 16]) {
    const { measure, tried } = machine((_, threads) => 100 / threads);
    await measure(cores);
    expect(Math.max(...tried.map((entry) => Number(entry.split(' ')[1])))).toBe(cores);
  }
});

// Catches a large model that begins with half of the cores, as nothing else could be tried in time.
test.each([
  ['1B', 270],
  ['3B', 800],
  ['7B', 1400],
])('a %s model on two cores is written with both', async (_name, aloneMs) => {
  const { measure, elapsedMs } = machine((phase, threads) =>
    phase === 'decode' ? aloneMs / (threads === 1 ? 1 : 1.7) : (aloneMs * 4) / threads,
  );
  expect((await measure(2)).counts).toEqual({ decode: 2, prefill: 2 });
  expect(elapsedMs()).toBeLessThan(2000);
});

test('keeps to its budget with a slow model, give or take the evaluations it cannot interrupt', async () => {
  const { measure, elapsedMs } = machine(() => 3000);
  expect((await measure(8)).counts).toEqual({ decode: 4, prefill: 8 });
  expect(elapsedMs()).toBe(1000 + 1000 + 750);
});

test('a large model is read with all cores although there is time for one trial only', async () => {
  const { measure } = machine((phase, threads) => (phase === 'decode' ? 40 / threads : 1000 / threads));
  expect((await measure(2)).counts).toEqual({ decode: 2, prefill: 2 });
});

test('starting more threads, which is slow once, does not count against them', async () => {
  let isStarted = false;
  const { measure } = machine((phase, threads) => {
    if (phase === 'prefill' || threads === 1) return 80 / threads;
    const startMs = isStarted ? 0 : 1000;
    isStarted = true;
    return 45 + startMs;
  });
  expect((await measure(2)).counts).toEqual({ decode: 2, prefill: 2 });
});

test('ends soon when it is cancelled', async () => {
  const controller = new AbortController();
  const { measure, tried } = machine(() => {
    controller.abort();
    return 10;
  });
  await measure(8, controller.signal);
  expect(tried).toEqual(['decode 4']);
});

test('counts worth trying are few on any machine and never more than its cores', () => {
  expect([1, 2, 4, 8, 16].map(sensibleCounts)).toEqual([
    [1],
    [1, 2],
    [1, 2, 3, 4],
    [1, 2, 4, 7, 8],
    [1, 2, 4, 8, 15, 16],
  ]);
});
