/** Threads for the two phases: reading a prompt uses many tokens at a time, writing one. */
export interface ThreadCounts {
  readonly prefill: number;
  readonly decode: number;
}

export type Phase = keyof ThreadCounts;

/** Tokens of one trial, to which all times are put: some to decode, because threads that wait for the next token cost as well. */
export const trialTokens: Readonly<Record<Phase, number>> = { decode: 3, prefill: 32 };
/** Of a large model, for which more would take seconds. */
const shortTrialTokens: Readonly<Record<Phase, number>> = { decode: 1, prefill: 8 };
/** From this time for one token on, trials are short. */
const slowTokenMs = 40;
/** Beside such a token starting the threads is nothing, so that one trial tells, without another before it. */
const verySlowTokenMs = 150;
/** So fast that more threads could only cost: nobody reads 500 tokens a second. */
const fastEnoughMs = 2 * trialTokens.decode;
/** Of the whole budget; reading needs fewer trials, each of them longer. */
const decodeShare = 0.6;
const samples: Readonly<Record<Phase, number>> = { decode: 2, prefill: 1 };
/** A higher count must gain this much, so that noise does not win. */
const neededGain = 0.97;
const hopeless = 1.5;
/** So much slower that other programs must hold some of the cores; the other phase need not try the same. */
const contended = 4;

export interface MeasuredThreads {
  readonly counts: ThreadCounts;
  /** Of `trialTokens` with the chosen count. */
  readonly runMs: Readonly<Record<Phase, number>>;
}

/**
 * Finds a good thread count for each phase by trying. The best count differs per model, machine and phase, and
 * too many threads can be a hundred times slower than one.
 * @param run writes or reads so many tokens with this many threads.
 * @param budgetMs of all trials; a single evaluation cannot be interrupted and may exceed it.
 */
export async function measureThreads(input: {
  readonly cores: number;
  readonly budgetMs: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly run: (phase: Phase, threads: number, tokens: number) => Promise<void>;
}): Promise<MeasuredThreads> {
  const { cores, budgetMs, signal, now, run } = input;

  let isSlow = false;
  let isVerySlow = false;
  const tokensOf = (phase: Phase) => (isSlow ? shortTrialTokens : trialTokens)[phase];
  const timed = async (phase: Phase, threads: number) => {
    const tokens = tokensOf(phase);
    const start = now();
    await run(phase, threads, tokens);
    return ((now() - start) * trialTokens[phase]) / tokens;
  };
  /** How long a trial takes, not put to the usual length. */
  const lasting = (phase: Phase, ms: number) => (ms * tokensOf(phase)) / trialTokens[phase];

  /** Gives up early on a count that is clearly worse than `bestMs`. */
  const medianMs = async (
    phase: Phase,
    threads: number,
    deadline: number,
    bestMs = Number.POSITIVE_INFINITY,
  ) => {
    const times: number[] = [];
    const wanted = isVerySlow ? 1 : samples[phase];
    for (let index = 0; index < wanted && !signal.aborted; index += 1) {
      const ms = await timed(phase, threads);
      times.push(ms);
      if (now() > deadline || ms > bestMs * hopeless) break;
    }
    return times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
  };

  let contendedThreads = Number.POSITIVE_INFINITY;
  const half = Math.max(1, Math.ceil(cores / 2));

  const bestDecode = async (deadline: number) => {
    const phase = 'decode';
    const start = now();
    await run(phase, half, 1);
    const firstMs = now() - start;
    isSlow = firstMs > slowTokenMs;
    isVerySlow = firstMs > verySlowTokenMs;
    const ms = isVerySlow ? firstMs * trialTokens[phase] : await medianMs(phase, half, deadline);
    let chosen = { threads: half, ms };
    const tryCount = async (threads: number) => {
      const worstRunMs = lasting(phase, (chosen.ms * chosen.threads) / threads);
      // Of a very large model the first token takes long because its weights are still read from the disk.
      const isTimely = now() + worstRunMs <= deadline || (isVerySlow && threads === cores);
      if (signal.aborted || !isTimely) return false;
      // The first evaluation with more threads also starts them.
      if (threads > chosen.threads && !isVerySlow) await run(phase, threads, 1);
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
      const worstRunMs = lasting(phase, (chosen.ms * chosen.threads) / fewer);
      if (signal.aborted || now() + worstRunMs > deadline) break;
      const ms = await medianMs(phase, fewer, deadline, chosen.ms);
      if (ms > chosen.ms) break;
      chosen = { threads: fewer, ms };
    }
    return chosen;
  };

  const start = now();
  const decode = await bestDecode(start + budgetMs * decodeShare);
  const prefill = await bestPrefill(start + budgetMs);
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
