/** Most urgent first: what someone waits for goes before what can wait. */
export const priorities = ['chat', 'completion', 'embeddings', 'background', 'parallel'] as const;
export type Priority = (typeof priorities)[number];
/** What nobody waits for at this moment, and so can be paused. */
const pausable: ReadonlySet<Priority> = new Set(['embeddings', 'background', 'parallel']);
export const isPausable = (priority: Priority): boolean => pausable.has(priority);

/** A job's place in the queue. */
export interface Turn {
  /**
   * Awaited before every small step: gives the processor up and waits for it again. Never while a step is
   * under way. After an abort it returns at once, and the job has to end without another step.
   */
  step(): Promise<void>;
  /**
   * The same for a step that several jobs of one priority take at once: it begins when all that are let in wait for
   * one, and goes after the steps they take alone. They start in the order of their places.
   */
  stepTogether(place: number): Promise<Sharing>;
}

export interface Sharing {
  /** How many take the step; 0 after an abort. */
  readonly sharers: number;
  /** True for one of them. */
  readonly isFirst: boolean;
}

/**
 * One step runs at a time, since two that share the cores can each take a hundred times longer. The most urgent
 * job goes first; of each priority one job after the other, in the order of arrival, or as many at once as they
 * allow. A job that has to wait gets one step now and then nevertheless, so that nothing waits for ever.
 */
export interface WorkQueue {
  /** Starts `work` when its turn comes, or at once after an abort, so that it can end in its own way. */
  run<Value>(input: {
    readonly priority: Priority;
    readonly signal: AbortSignal;
    /** Lets the job in where fewer than so many of its priority came before it; 1 unless given. */
    readonly places?: () => number;
    readonly work: (turn: Turn) => Promise<Value>;
  }): Promise<Value>;
  /** Paused, background work keeps its places but takes no step; a stop still ends it at once. */
  setPaused(isPaused: boolean): void;
  /** Resolves when every job of now has ended, of these priorities only where they are given. */
  idle(of?: readonly Priority[]): Promise<void>;
}

/** A waiting job gets a step after this many times the time of its last one: about a tenth of the processor. */
const patienceRatio = 9;
const shortestPatienceMs = 1000;

interface Job {
  readonly rank: number;
  readonly places: () => number;
  readonly ended: Promise<void>;
  lastStepMs: number;
  /** Null unless it waits for a step. */
  waiting: Wait | null;
}

interface Wait {
  sinceMs: number;
  /** Null for a step taken alone. */
  readonly place: number | null;
  readonly start: (sharing: Sharing) => void;
}

/** @param now in ms; a test has a clock of its own. */
export function createWorkQueue(now = () => performance.now()): WorkQueue {
  /** Those that have not ended, in the order of arrival. */
  const jobs: Job[] = [];
  let isPaused = false;
  let running: { readonly jobs: Set<Job>; readonly sinceMs: number } | null = null;

  /** What this priority would do next: a step of one job, or of all that are let in. */
  const nextOf = (rank: number) => {
    const ofRank = jobs.filter((job) => job.rank === rank);
    const waiting = ofRank.flatMap((job, index) =>
      job.waiting !== null && index < job.places() ? [{ job, ...job.waiting }] : [],
    );
    const alone = waiting.find(({ place }) => place === null);
    const members =
      alone === undefined ? waiting.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0)) : [alone];
    return members.length === 0 ? [] : [{ members, leftMs: Math.min(...members.map(patienceLeftMs)) }];
  };

  const patienceLeftMs = ({ job, sinceMs }: { readonly job: Job; readonly sinceMs: number }) =>
    Math.max(shortestPatienceMs, job.lastStepMs * patienceRatio) - (now() - sinceMs);

  const startNext = () => {
    if (running !== null) return;
    const [mostUrgent, ...others] = priorities.flatMap((priority, rank) =>
      isPaused && isPausable(priority) ? [] : nextOf(rank),
    );
    const [longestHeld] = others.filter(({ leftMs }) => leftMs <= 0).toSorted((a, b) => a.leftMs - b.leftMs);
    const next = longestHeld ?? mostUrgent;
    if (next === undefined) return;
    const { members } = next;
    running = { jobs: new Set(members.map(({ job }) => job)), sinceMs: now() };
    for (const { job } of members) job.waiting = null;
    const startAll = () => {
      for (const [index, { start }] of members.entries()) {
        start({ sharers: members.length, isFirst: index === 0 });
      }
    };
    // The job that asked last would otherwise go on last, whatever its place.
    if (members.length > 1) queueMicrotask(startAll);
    else startAll();
  };

  const giveUp = (job: Job) => {
    if (!running?.jobs.delete(job)) return;
    job.lastStepMs = now() - running.sinceMs;
    if (running.jobs.size === 0) running = null;
  };

  const wait = (job: Job, signal: AbortSignal, place: number | null): Promise<Sharing> =>
    new Promise((resolve) => {
      const letGo = () => {
        job.waiting = null;
        resolve({ sharers: 0, isFirst: false });
      };
      const start = (sharing: Sharing) => {
        signal.removeEventListener('abort', letGo);
        resolve(sharing);
      };
      job.waiting = { sinceMs: now(), place, start };
      giveUp(job);
      signal.addEventListener('abort', letGo, { once: true });
      if (signal.aborted) letGo();
      startNext();
    });

  return {
    async run({ priority, signal, places = () => 1, work }) {
      const end = Promise.withResolvers<void>();
      const rank = priorities.indexOf(priority);
      const job: Job = { rank, places, ended: end.promise, lastStepMs: 0, waiting: null };
      jobs.push(job);
      const step = async () => void (await wait(job, signal, null));
      try {
        await step();
        return await work({ step, stepTogether: (place) => wait(job, signal, place) });
      } finally {
        jobs.splice(jobs.indexOf(job), 1);
        giveUp(job);
        end.resolve();
        startNext();
      }
    },
    setPaused(isPausedNow) {
      isPaused = isPausedNow;
      if (isPaused) return;
      // Patience is about waiting for others, which a pause is not.
      for (const { waiting } of jobs) if (waiting !== null) waiting.sinceMs = now();
      startNext();
    },
    async idle(of = priorities) {
      const ranks = of.map((priority) => priorities.indexOf(priority));
      await Promise.all(jobs.filter(({ rank }) => ranks.includes(rank)).map(({ ended }) => ended));
    },
  };
}
