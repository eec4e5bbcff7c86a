/** Most urgent first: what someone waits for goes before what can wait. */
export const priorities = ['chat', 'completion', 'embeddings', 'background'] as const;
export type Priority = (typeof priorities)[number];

/** A job's place in the queue. */
export interface Turn {
  /**
   * Awaited before every small step: gives the processor up and waits for it again. Never while a step is
   * under way. After an abort it returns at once, and the job has to end without another step.
   */
  step(): Promise<void>;
}

/**
 * One step runs at a time, since two that share the cores can each take a hundred times longer. The most urgent
 * job goes first; of each priority one job after the other, in the order of arrival. A job that has to wait gets
 * one step now and then nevertheless, so that nothing waits for ever.
 */
export interface WorkQueue {
  /** Starts `work` when its turn comes, or at once after an abort, so that it can end in its own way. */
  run<Value>(input: {
    readonly priority: Priority;
    readonly signal: AbortSignal;
    readonly work: (turn: Turn) => Promise<Value>;
  }): Promise<Value>;
  /** Resolves when every job of now has ended. */
  idle(): Promise<void>;
}

/** A waiting job gets a step after this many times the time of its last one: about a tenth of the processor. */
const patienceRatio = 9;
const shortestPatienceMs = 1000;

interface Job {
  readonly rank: number;
  readonly ended: Promise<void>;
  lastStepMs: number;
  /** Null unless it waits for a step. */
  waiting: { readonly sinceMs: number; readonly start: () => void } | null;
}

/** @param now in ms; a test has a clock of its own. */
export function createWorkQueue(now = () => performance.now()): WorkQueue {
  /** Those that have not ended, in the order of arrival. */
  const jobs: Job[] = [];
  let running: { readonly job: Job; readonly sinceMs: number } | null = null;

  /** The first of its priority that has not ended. */
  const isFirst = (job: Job) => jobs.find(({ rank }) => rank === job.rank) === job;

  const patienceLeftMs = (job: Job, sinceMs: number) =>
    Math.max(shortestPatienceMs, job.lastStepMs * patienceRatio) - (now() - sinceMs);

  const startNext = () => {
    if (running !== null) return;
    const candidates = jobs.flatMap((job) =>
      job.waiting !== null && isFirst(job) ? [{ job, ...job.waiting }] : [],
    );
    const [mostUrgent, ...others] = candidates.toSorted((a, b) => a.job.rank - b.job.rank);
    const [longestHeld] = others
      .map((candidate) => ({ ...candidate, leftMs: patienceLeftMs(candidate.job, candidate.sinceMs) }))
      .filter(({ leftMs }) => leftMs <= 0)
      .toSorted((a, b) => a.leftMs - b.leftMs);
    const next = longestHeld ?? mostUrgent;
    if (next === undefined) return;
    running = { job: next.job, sinceMs: now() };
    next.job.waiting = null;
    next.start();
  };

  const giveUp = (job: Job) => {
    if (running?.job !== job) return;
    job.lastStepMs = now() - running.sinceMs;
    running = null;
  };

  const wait = (job: Job, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const letGo = () => {
        job.waiting = null;
        resolve();
      };
      const start = () => {
        signal.removeEventListener('abort', letGo);
        resolve();
      };
      job.waiting = { sinceMs: now(), start };
      giveUp(job);
      signal.addEventListener('abort', letGo, { once: true });
      if (signal.aborted) letGo();
      startNext();
    });

  return {
    async run({ priority, signal, work }) {
      const end = Promise.withResolvers<void>();
      const rank = priorities.indexOf(priority);
      const job: Job = { rank, ended: end.promise, lastStepMs: 0, waiting: null };
      jobs.push(job);
      const step = () => wait(job, signal);
      try {
        await step();
        return await work({ step });
      } finally {
        jobs.splice(jobs.indexOf(job), 1);
        giveUp(job);
        end.resolve();
        startNext();
      }
    },
    async idle() {
      await Promise.all(jobs.map(({ ended }) => ended));
    },
  };
}
