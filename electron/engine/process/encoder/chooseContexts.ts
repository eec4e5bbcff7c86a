/** How many texts are embedded at a time, each in a context of its own, and by how many threads each. */
export interface ContextPlan {
  readonly contexts: number;
  readonly threads: number;
}

export interface MeasuredPlan extends ContextPlan {
  /** Of one text of `trialTokens`, in ms. */
  readonly textMs: number;
}

export const trialTokens = 64;
/** A text as long as an index usually has them, in trials. */
const trialsInText = 4;
/** Who waits for a chat should not wait longer than this for a text, where that costs little. */
const longTextMs = 300;
const neededThroughput = 0.8;
/** So much slower that other programs must hold cores, which more threads for each text make worse. */
const hopeless = 4;

/**
 * Finds by trying how many contexts and threads embed the most texts. One thread for each text is usually best,
 * since no thread then waits for another; a GPU may do better with one context, and many cores with two threads.
 * @param prepare makes the contexts of a plan; null where the memory does not allow them.
 * @param run embeds a text of `trialTokens`; all contexts do so at once.
 * @param budgetMs of all trials; one that runs cannot be interrupted and may exceed it.
 * @returns null where no plan could be tried.
 */
export async function chooseContexts<Context>(input: {
  readonly cores: number;
  readonly largestContexts: number;
  readonly budgetMs: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly prepare: (plan: ContextPlan) => Promise<readonly Context[] | null>;
  readonly run: (context: Context) => Promise<unknown>;
}): Promise<MeasuredPlan | null> {
  const { budgetMs, signal, now, prepare, run } = input;
  const startMs = now();
  const time = async (contexts: readonly Context[]) => {
    const beforeMs = now();
    await Promise.all(contexts.map(run));
    return now() - beforeMs;
  };
  const measured: MeasuredPlan[] = [];
  for (const plan of sensiblePlans(input)) {
    const slowestMs = Math.max(0, ...measured.map(({ textMs }) => textMs));
    const isLate = () => now() - startMs + slowestMs > budgetMs;
    if (measured.length > 0 && (signal.aborted || isLate())) break;
    const contexts = await prepare(plan);
    if (contexts === null) continue;
    // The first text also brings the weights into memory and starts the threads.
    const firstMs = await time(contexts);
    const isHopeless = throughput({ ...plan, textMs: firstMs }) * hopeless < bestThroughput(measured);
    if (isHopeless && plan.threads > 1) break;
    measured.push({ ...plan, textMs: isLate() ? firstMs : Math.min(firstMs, await time(contexts)) });
  }
  return bestPlan(measured);
}

/** Fastest for many texts; where that makes the wait for one text long, a plan with shorter waits and nearly the speed. */
export function bestPlan(measured: readonly MeasuredPlan[]): MeasuredPlan | null {
  const best = measured.toSorted((a, b) => throughput(b) - throughput(a))[0];
  if (best === undefined) return null;
  if (best.textMs * trialsInText <= longTextMs) return best;
  const shorter = measured
    .filter((plan) => throughput(plan) >= throughput(best) * neededThroughput)
    .toSorted((a, b) => a.textMs - b.textMs)[0];
  return shorter ?? best;
}

/** Most promising first. */
export function sensiblePlans(input: {
  readonly cores: number;
  readonly largestContexts: number;
}): ContextPlan[] {
  const { cores, largestContexts } = input;
  const plans: ContextPlan[] = [];
  for (const contexts of [cores, cores - 1, Math.floor(cores / 2), Math.floor(cores / 4), 2, 1]) {
    const plan = { contexts, threads: contexts === cores - 1 ? 1 : Math.floor(cores / contexts) };
    const isKnown = plans.some((known) => known.contexts === contexts);
    if (contexts < 1 || contexts > largestContexts || isKnown) continue;
    plans.push(plan);
  }
  return plans;
}

function throughput({ contexts, textMs }: MeasuredPlan): number {
  return contexts / textMs;
}

function bestThroughput(plans: readonly MeasuredPlan[]): number {
  return Math.max(...plans.map(throughput));
}
