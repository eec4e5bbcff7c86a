/** Threads for the two phases: reading a prompt uses many tokens at a time, writing one. */
export interface ThreadCounts {
  readonly prefill: number;
  readonly decode: number;
}

export type Phase = keyof ThreadCounts;

/** So fast that more threads could only cost: nobody reads 500 tokens a second. */
const fastEnoughMs: Readonly<Record<Phase, number>> = { decode: 2, prefill: 30 };
const samples: Readonly<Record<Phase, number>> = { decode: 4, prefill: 1 };
/** A higher count must gain this much, so that noise does not win. */
const neededGain = 0.95;

/**
 * Finds a good thread count for each phase by trying. The best count differs per model, machine and phase, and
 * too many threads can be a hundred times slower than one.
 * @param run evaluates once with this many threads: one token to decode, a small piece of text to prefill.
 * @param budgetMs of all trials; a single evaluation cannot be interrupted and may exceed it.
 */
export async function measureThreads(input: {
  readonly cores: number;
  readonly budgetMs: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly run: (phase: Phase, threads: number) => Promise<void>;
}): Promise<ThreadCounts> {
  const { cores, budgetMs, signal, now, run } = input;
  const deadline = now() + budgetMs;

  const medianMs = async (phase: Phase, threads: number) => {
    const times: number[] = [];
    for (let index = 0; index < samples[phase] && !signal.aborted; index += 1) {
      const start = now();
      await run(phase, threads);
      times.push(now() - start);
      if (now() > deadline) break;
    }
    return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
  };

  const best = async (phase: Phase) => {
    const half = Math.max(1, Math.ceil(cores / 2));
    await run(phase, half);
    let chosen = { threads: half, ms: await medianMs(phase, half) };
    const tryCount = async (threads: number) => {
      const estimateMs = (chosen.ms * samples[phase] * half) / threads;
      if (signal.aborted || now() + estimateMs > deadline) return false;
      const ms = await medianMs(phase, threads);
      const isBetter = ms < chosen.ms * (threads > chosen.threads ? neededGain : 1);
      if (isBetter) chosen = { threads, ms };
      return isBetter;
    };
    if (chosen.ms <= fastEnoughMs[phase]) {
      if (half > 1) await tryCount(1);
      return chosen.threads;
    }
    const order = [cores, cores - 1].filter((threads) => threads > half);
    let isMoreBetter = false;
    for (const threads of order) isMoreBetter = (await tryCount(threads)) || isMoreBetter;
    for (
      let threads = Math.floor(half / 2);
      !isMoreBetter && threads >= 1;
      threads = Math.floor(threads / 2)
    ) {
      if (!(await tryCount(threads))) break;
    }
    return chosen.threads;
  };

  const decode = await best('decode');
  return { decode, prefill: await best('prefill') };
}

const slowRatio = 3;
const slowTokens = 12;

/** Watches the time of each decoded token and says when fewer threads should be tried: other programs took the cores. */
export function createDecodeWatch() {
  let usualMs: number | null = null;
  let slowInARow = 0;
  return {
    /** @returns whether decoding has become slow for good. */
    observe(tokenMs: number): boolean {
      if (usualMs === null) {
        usualMs = tokenMs;
        return false;
      }
      if (tokenMs <= usualMs * slowRatio || tokenMs <= fastEnoughMs.decode) {
        usualMs += (tokenMs - usualMs) / slowTokens;
        slowInARow = 0;
        return false;
      }
      slowInARow += 1;
      if (slowInARow < slowTokens) return false;
      usualMs = null;
      slowInARow = 0;
      return true;
    },
  };
}
