/** Threads for the two phases: reading a prompt uses many tokens at a time, writing one. */
export interface ThreadCounts {
  readonly prefill: number;
  readonly decode: number;
}

export type Phase = keyof ThreadCounts;

/** What one `run` writes, in tokens: some, because threads that wait for the next token cost as well. */
export const decodeTrialTokens = 3;
/** So fast that more threads could only cost: nobody reads 500 tokens a second. */
const fastEnoughMs = 2 * decodeTrialTokens;
const samples: Readonly<Record<Phase, number>> = { decode: 2, prefill: 1 };
/** A higher count must gain this much, so that noise does not win. */
const neededGain = 0.97;
const hopeless = 1.5;
/** So much slower that other programs must hold some of the cores; the other phase need not try the same. */
const contended = 4;

export interface MeasuredThreads {
  readonly counts: ThreadCounts;
  /** Of one `run` with the chosen count. */
  readonly runMs: Readonly<Record<Phase, number>>;
}

/**
 * Finds a good thread count for each phase by trying. The best count differs per model, machine and phase, and
 * too many threads can be a hundred times slower than one.
 * @param run evaluates once with this many threads: `decodeTrialTokens` to decode, a small piece of text to prefill.
 * @param budgetMs of all trials; a single evaluation cannot be interrupted and may exceed it.
 */
export async function measureThreads(input: {
  readonly cores: number;
  readonly budgetMs: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly run: (phase: Phase, threads: number) => Promise<void>;
}): Promise<MeasuredThreads> {
  const { cores, budgetMs, signal, now, run } = input;

  /** Gives up early on a count that is clearly worse than `bestMs`. */
  const medianMs = async (
    phase: Phase,
    threads: number,
    deadline: number,
    bestMs = Number.POSITIVE_INFINITY,
  ) => {
    const times: number[] = [];
    for (let index = 0; index < samples[phase] && !signal.aborted; index += 1) {
      const start = now();
      await run(phase, threads);
      times.push(now() - start);
      if (now() > deadline || now() - start > bestMs * hopeless) break;
    }
    return times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
  };

  let contendedThreads = Number.POSITIVE_INFINITY;
  const half = Math.max(1, Math.ceil(cores / 2));

  const bestDecode = async (deadline: number) => {
    const phase = 'decode';
    await run(phase, half);
    let chosen = { threads: half, ms: await medianMs(phase, half, deadline) };
    const tryCount = async (threads: number) => {
      const worstRunMs = (chosen.ms * chosen.threads) / threads;
      if (signal.aborted || now() + worstRunMs > deadline) return false;
      // The first evaluation with more threads also starts them.
      if (threads > chosen.threads) await run(phase, threads);
      const ms = await medianMs(phase, threads, deadline, chosen.ms);
      if (threads > chosen.threads && ms > chosen.ms * contended) contendedThreads = threads;
      const isBetter = ms < chosen.ms * (threads > chosen.threads ? neededGain : 1);
      if (isBetter) chosen = { threads, ms };
      return isBetter;
    };
    if (chosen.ms <= fastEnoughMs) {
      if (half > 1) await tryCount(1);
      return chosen;
    }
    if (cores > half && (await tryCount(cores))) {
      // One core left for everything else is often better still.
      if (cores - 1 > half) await tryCount(cores - 1);
      return chosen;
    }
    let fewer = Math.floor(half / 2);
    while (fewer >= 1 && (await tryCount(fewer))) fewer = Math.floor(fewer / 2);
    return chosen;
  };

  /** Reading is arithmetic on every core: all of them are the best guess, and fewer must prove better. */
  const bestPrefill = async (deadline: number) => {
    const phase = 'prefill';
    const most = cores < contendedThreads ? cores : half;
    let chosen = { threads: most, ms: await medianMs(phase, most, deadline) };
    for (let fewer = Math.floor(most / 2); fewer >= 1; fewer = Math.floor(fewer / 2)) {
      const worstRunMs = (chosen.ms * chosen.threads) / fewer;
      if (signal.aborted || now() + worstRunMs > deadline) break;
      const ms = await medianMs(phase, fewer, deadline, chosen.ms);
      if (ms > chosen.ms) break;
      chosen = { threads: fewer, ms };
    }
    return chosen;
  };

  const decode = await bestDecode(now() + budgetMs / 2);
  const prefill = await bestPrefill(now() + budgetMs / 2);
  return {
    counts: { decode: decode.threads, prefill: prefill.threads },
    runMs: { decode: decode.ms, prefill: prefill.ms },
  };
}

/** Counts worth trying, ascending: halves, all cores, and one core left for everything else. */
export function sensibleCounts(cores: number): number[] {
  const counts = new Set([cores, Math.max(1, cores - 1)]);
  for (let count = Math.ceil(cores / 2); count > 1; count = Math.floor(count / 2)) counts.add(count);
  return [...counts.add(1)].toSorted((a, b) => a - b);
}
