import { expect, test } from 'vitest';
import { createThreadPace } from '../../../electron/engine/process/threadPace.ts';
import type { ThreadCounts } from '../../../electron/engine/process/threads.ts';

/** A machine with this time per token for each count, which can change while it works. */
function run(input: {
  readonly cores: number;
  readonly counts: ThreadCounts;
  readonly usualMs?: { readonly decode: number | null; readonly prefill: number | null };
  readonly isFixed?: boolean;
  readonly idleCores?: () => number;
}) {
  const settled: ThreadCounts[] = [];
  const pace = createThreadPace({
    isFixed: false,
    usualMs: { decode: 10, prefill: 1 },
    onSettled: (counts) => settled.push(counts),
    ...input,
  });
  return {
    pace,
    settled,
    /** @returns the time all tokens took. */
    decode(tokens: number, costMs: (threads: number, token: number) => number): number {
      let totalMs = 0;
      for (let token = 0; token < tokens; token += 1) {
        const ms = costMs(pace.counts.decode, token);
        totalMs += ms;
        pace.observe('decode', ms);
      }
      return totalMs;
    },
  };
}

const idle = (threads: number) => 40 / threads;
const coresOf = (free: number) => (threads: number) => (threads > free ? 500 : 40 / threads);

test('goes down to what other programs leave, within a few tokens', () => {
  const { pace, decode, settled } = run({ cores: 4, counts: { decode: 4, prefill: 4 } });
  decode(20, idle);
  decode(12, coresOf(3));
  expect(pace.counts).toEqual({ decode: 3, prefill: 4 });
  expect(settled).toEqual([{ decode: 3, prefill: 4 }]);
});

test('finds back up to all cores when they are free again, sooner where the system says so', () => {
  const tokensNeeded = (idleCores: number) => {
    const { pace, decode } = run({
      ...{ cores: 4, counts: { decode: 4, prefill: 4 } },
      idleCores: () => idleCores,
    });
    decode(50, coresOf(1));
    expect(pace.counts.decode).toBe(1);
    let tokens = 0;
    for (; pace.counts.decode < 4 && tokens < 10_000; tokens += 1) decode(1, idle);
    return tokens;
  };
  expect(tokensNeeded(0)).toBeLessThan(2500);
  expect(tokensNeeded(1)).toBeLessThan(150);
});

test('looking at other counts costs a few hundredths of the time at most', () => {
  for (const cost of [coresOf(1), idle, (threads: number) => 10 * threads]) {
    // Even where the system says that a core is idle, which is not true for containers with less than the machine.
    const { decode } = run({ cores: 2, counts: { decode: 1, prefill: 1 }, idleCores: () => 1 });
    decode(4000, cost);
    const bestMs = Math.min(cost(1), cost(2));
    expect(decode(4000, cost) / (4000 * bestMs)).toBeLessThan(1.05);
  }
});

test('one slow token in a while changes nothing', () => {
  const { pace, decode, settled } = run({ cores: 2, counts: { decode: 2, prefill: 2 } });
  decode(2000, (threads, token) => idle(threads) * (token % 7 === 0 ? 3 : 1));
  expect(pace.counts.decode).toBe(2);
  expect(settled).toEqual([]);
});

test('stays where it is when everything has become slow alike, and does not search again and again', () => {
  const { pace, decode } = run({ cores: 2, counts: { decode: 2, prefill: 2 } });
  const tried: number[] = [];
  decode(300, (threads) => {
    tried.push(threads);
    return 300 / threads;
  });
  expect(pace.counts.decode).toBe(2);
  expect(tried.filter((threads) => threads === 1).length).toBeLessThan(12);
});

test('follows the slow growth of the time per token with a longer context', () => {
  const { pace, decode } = run({ cores: 4, counts: { decode: 4, prefill: 4 } });
  decode(5000, (threads, token) => idle(threads) * (1 + token / 500));
  expect(pace.counts.decode).toBe(4);
});

test('leaves a count alone that the person chose', () => {
  const { pace, decode } = run({ cores: 4, counts: { decode: 4, prefill: 4 }, isFixed: true });
  decode(500, coresOf(1));
  expect(pace.counts).toEqual({ decode: 4, prefill: 4 });
});

test('reading and writing are judged apart', () => {
  const { pace } = run({ cores: 4, counts: { decode: 4, prefill: 4 } });
  for (let step = 0; step < 6; step += 1) pace.observe('prefill', pace.counts.prefill > 2 ? 50 : 2);
  expect(pace.counts).toEqual({ decode: 4, prefill: 2 });
});

test('spares power with half of the cores, and is back at its count as soon as that is over', () => {
  const { pace, decode, settled } = run({ cores: 8, counts: { decode: 6, prefill: 8 } });
  pace.setSparing(true);
  expect(pace.counts).toEqual({ decode: 4, prefill: 4 });
  const tried = new Set<number>();
  // Slower than usual for one reason only, so nothing is searched and nothing learnt.
  decode(3000, (threads) => {
    tried.add(threads);
    return 300 / threads;
  });
  expect([...tried]).toEqual([4]);
  pace.setSparing(false);
  expect(pace.counts).toEqual({ decode: 6, prefill: 8 });
  expect(settled).toEqual([]);
});

test('a count below the half is sparing enough, and finds up to the half but no further', () => {
  const { pace, decode } = run({ cores: 8, counts: { decode: 1, prefill: 1 }, idleCores: () => 8 });
  pace.setSparing(true);
  expect(pace.counts).toEqual({ decode: 1, prefill: 1 });
  const tried = new Set<number>();
  decode(4000, (threads) => {
    tried.add(threads);
    return 40 / threads;
  });
  expect(pace.counts.decode).toBe(4);
  expect(Math.max(...tried)).toBe(4);
});

test('a trial that the limit forbids is given up at once', () => {
  const { pace, decode } = run({ cores: 4, counts: { decode: 2, prefill: 2 }, idleCores: () => 4 });
  while (pace.counts.decode === 2) decode(1, coresOf(2));
  expect(pace.counts.decode).toBeGreaterThan(2);
  pace.setSparing(true);
  expect(pace.counts.decode).toBe(2);
});

test('sparing leaves a count alone that the person chose', () => {
  const { pace } = run({ cores: 4, counts: { decode: 4, prefill: 4 }, isFixed: true });
  pace.setSparing(true);
  expect(pace.counts).toEqual({ decode: 4, prefill: 4 });
});
