/** How many answers are written in one batch, and with how many threads. */
export interface MeasuredTogether {
  readonly sequences: number;
  readonly threads: number;
  /** Of one batch, a token for each answer. */
  readonly stepMs: number;
}

/** A batch must gain this much on one answer after the other, for it asks for memory. */
const neededGain = 0.9;
/** A smaller batch must be this much faster for each token: more at once gain by nature, and trials are short. */
const smallerGain = 0.9;
const rounds = 3;

/**
 * Finds out by trying how many answers are best written at once: a batch reads the weights only once, but on some
 * processors the arithmetic then takes all of the gain.
 * @param most sequences to try, then half as many and so on.
 * @param threads the counts to try; the first is the best for one answer.
 * @param longestStepMs what a batch may take, since everything more urgent waits for it.
 * @param budgetMs after which no further round begins.
 * @param run writes some tokens of so many answers.
 * @param tokens how many of each.
 * @returns one sequence where no batch is better.
 */
export async function measureTogether(input: {
  readonly most: number;
  readonly threads: readonly number[];
  readonly longestStepMs: number;
  readonly budgetMs: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly tokens: number;
  readonly run: (sequences: number, threads: number) => Promise<void>;
}): Promise<MeasuredTogether> {
  const { most, longestStepMs, signal, now, run, tokens } = input;
  const [aloneThreads = 1] = input.threads;
  const deadline = now() + input.budgetMs;
  const trials = [{ sequences: 1, threads: aloneThreads, stepMs: Number.POSITIVE_INFINITY }];
  for (let sequences = most; sequences > 1; sequences = Math.floor(sequences / 2)) {
    const further = [...new Set(input.threads)].map((threads) => ({ ...trials[0], sequences, threads }));
    trials.push(...further.map((trial) => ({ ...trial, stepMs: Number.POSITIVE_INFINITY })));
  }
  for (let round = 0; round < rounds && (round === 0 || now() < deadline); round += 1) {
    for (const trial of trials) {
      if (signal.aborted) break;
      // The first evaluation with another count of threads also starts them.
      if (round === 0) await run(1, trial.threads);
      const startMs = now();
      await run(trial.sequences, trial.threads);
      // The fastest: what else the machine does only ever slows a trial down.
      trial.stepMs = Math.min(trial.stepMs, (now() - startMs) / tokens);
    }
  }
  const [alone, ...batches] = trials;
  const msPerToken = ({ stepMs, sequences }: MeasuredTogether) => stepMs / sequences;
  // Of each size the better thread count, the largest first.
  const best = batches
    .filter(({ stepMs }) => stepMs <= longestStepMs)
    .toSorted((a, b) => b.sequences - a.sequences || msPerToken(a) - msPerToken(b))
    .reduce<MeasuredTogether | undefined>((chosen, batch) => {
      if (chosen === undefined) return batch;
      const isSameSize = batch.sequences === chosen.sequences;
      return !isSameSize && msPerToken(batch) < msPerToken(chosen) * smallerGain ? batch : chosen;
    }, undefined);
  const usual = alone ?? { sequences: 1, threads: aloneThreads, stepMs: longestStepMs };
  return best !== undefined && msPerToken(best) < msPerToken(usual) * neededGain ? best : usual;
}
