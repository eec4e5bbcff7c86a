import { type Phase, sensibleCounts, type ThreadCounts } from './threads.ts';

/** The thread counts in use, which follow what other programs leave of the cores. */
export interface ThreadPace {
  /** To be used by the next evaluation. */
  readonly counts: ThreadCounts;
  /** Recent time per token; null before anything was evaluated. */
  readonly usualMs: Readonly<Record<Phase, number | null>>;
  observe(phase: Phase, msPerToken: number): void;
  /** To spare power: half of the cores at most. A count that the person chose stays. */
  setSparing(isSparing: boolean): void;
}

interface PhaseSettings {
  /** Evaluations that judge a count. */
  readonly trialLength: number;
  /** Evaluations this much slower than usual, so many in a row, start a search for a lower count. */
  readonly slowRatio: number;
  readonly slowInARow: number;
  /**
   * Evaluations between looks at the neighbouring counts: at least, upwards where a core is idle (twice as many
   * after each that was in vain), and at most.
   */
  readonly look: { readonly soonest: number; readonly whereIdle: number; readonly latest: number };
}

const phases: Readonly<Record<Phase, PhaseSettings>> = {
  decode: {
    trialLength: 3,
    slowRatio: 2,
    slowInARow: 2,
    look: { soonest: 64, whereIdle: 32, latest: 2000 },
  },
  prefill: { trialLength: 1, slowRatio: 2, slowInARow: 1, look: { soonest: 8, whereIdle: 2, latest: 200 } },
};
/** What a look may cost of all time: one that costs ten tokens' time is followed by a thousand tokens without. */
const lookCostRatio = 0.01;
/** So slow that waiting for a second one would cost more than a search. */
const verySlowRatio = 8;
/** Weight of the newest evaluation in the usual time; it follows the slow growth with the length of the context. */
const newestWeight = 0.1;
/** Of the cores' time; a core used by nobody is never idle all the time. */
const idleCore = 0.7;
/** Another count must gain this much where nothing asked for a change. */
const neededGain = 0.95;

/**
 * Changes a count when evaluations become slow (waiting for one slow thread stops all), and looks at the
 * neighbouring counts now and then, so that it finds back up when the cores are free again.
 * @param isFixed the person chose the count.
 */
export function createThreadPace(input: {
  readonly counts: ThreadCounts;
  /** Null where nothing was measured; then the first evaluation sets the measure. */
  readonly usualMs: Readonly<Record<Phase, number | null>>;
  readonly cores: number;
  readonly isFixed: boolean;
  /** Cores idle since the last call. Only a hint: what a look shows decides. */
  readonly idleCores?: () => number;
  readonly onSettled?: (counts: ThreadCounts) => void;
}): ThreadPace {
  const ladder = sensibleCounts(input.cores);
  const settled = () => ({ decode: paces.decode.settled, prefill: paces.prefill.settled });
  const paceOf = (phase: Phase) =>
    createPhasePace({
      settings: phases[phase],
      count: input.counts[phase],
      usualMs: input.usualMs[phase],
      ladder: input.isFixed ? [] : ladder,
      hasIdleCore: () => (input.idleCores?.() ?? 0) >= idleCore,
      onSettled: () => input.onSettled?.(settled()),
    });
  const paces = { decode: paceOf('decode'), prefill: paceOf('prefill') };
  return {
    get counts() {
      return { decode: paces.decode.count, prefill: paces.prefill.count };
    },
    get usualMs() {
      return { decode: paces.decode.usualMs, prefill: paces.prefill.usualMs };
    },
    observe: (phase, msPerToken) => paces[phase].observe(msPerToken),
    setSparing(isSparing) {
      if (input.isFixed) return;
      const limit = isSparing ? Math.max(1, Math.floor(input.cores / 2)) : input.cores;
      for (const pace of Object.values(paces)) pace.setLimit(limit);
    },
  };
}

interface Search {
  readonly isForced: boolean;
  /** Counts still to be tried, the current one first. */
  readonly remaining: number[];
  readonly samples: number[];
  best: { count: number; ms: number };
  wastedMs: number;
}

function createPhasePace(input: {
  readonly settings: PhaseSettings;
  readonly count: number;
  readonly usualMs: number | null;
  readonly ladder: readonly number[];
  readonly hasIdleCore: () => boolean;
  readonly onSettled: () => void;
}) {
  const { settings } = input;
  let { count, usualMs } = input;
  let limit = Number.POSITIVE_INFINITY;
  let ladder = input.ladder;
  let slow: number[] = [];
  let sinceLook = 0;
  let nextLook = settings.look.soonest;
  let looksUp = true;
  let whereIdle: number = settings.look.whereIdle;
  let search: Search | null = null;

  const begin = (remaining: number[], facts: Pick<Search, 'isForced' | 'wastedMs'>, currentMs: number) => {
    slow = [];
    sinceLook = 0;
    if (remaining.length > 0) {
      search = { ...facts, remaining, samples: [], best: { count, ms: currentMs } };
    } else if (facts.isForced) usualMs = currentMs;
  };

  const higher = () => ladder.find((other) => other > count);

  const look = (usual: number, isUp: boolean) => {
    const down = ladder.findLast((other) => other < count);
    const next = (isUp ? higher() : down) ?? higher() ?? down;
    looksUp = !isUp;
    begin(next === undefined ? [] : [next], { isForced: false, wastedMs: 0 }, usual);
  };

  const searchDown = (usual: number) => {
    const slowMs = slow.reduce((total, sample) => total + sample, 0);
    const lower = ladder.filter((other) => other < count).toReversed();
    // The slow ones count as the price of trying this many threads again.
    begin(lower, { isForced: true, wastedMs: slowMs - slow.length * usual }, slowMs / slow.length);
  };

  const finish = ({ best, wastedMs, isForced }: Search, usual: number) => {
    search = null;
    const hasChanged = best.count !== count;
    if (hasChanged || isForced) usualMs = best.ms;
    count = best.count;
    const { soonest, latest } = settings.look;
    const affordable = wastedMs / usual / lookCostRatio;
    nextLook = hasChanged && !isForced ? soonest : Math.min(latest, Math.max(soonest, affordable));
    whereIdle = hasChanged ? settings.look.whereIdle : Math.min(latest, whereIdle * 2);
    if (hasChanged) input.onSettled();
  };

  const observeTrial = (running: Search, ms: number, usual: number) => {
    const { samples, best, remaining, isForced } = running;
    samples.push(ms);
    running.wastedMs += Math.max(0, ms - usual);
    const sum = samples.reduce((total, sample) => total + sample, 0);
    const neededMs = best.ms * (isForced ? 1 : neededGain) * settings.trialLength;
    if (sum < neededMs && samples.length < settings.trialLength) return;
    const tried = remaining.shift();
    if (tried !== undefined && sum < neededMs) running.best = { count: tried, ms: sum / samples.length };
    samples.length = 0;
    if (remaining.length === 0) finish(running, usual);
  };

  return {
    get count() {
      return search?.remaining[0] ?? Math.min(count, limit);
    },
    get settled() {
      return count;
    },
    get usualMs() {
      return usualMs;
    },
    setLimit(most: number) {
      if (most === limit) return;
      limit = most;
      ladder = input.ladder.filter((other) => other <= limit);
      // A trial of a count that is no longer allowed says nothing any more.
      search = null;
      slow = [];
      sinceLook = 0;
    },
    observe(ms: number) {
      // Held below its count, it is slower for that reason and learns nothing about it.
      if (count > limit) return;
      if (usualMs === null) usualMs = ms;
      else if (search !== null) observeTrial(search, ms, usualMs);
      else if (ms > usualMs * settings.slowRatio && ladder.length > 1) {
        slow.push(ms);
        const isSlow = slow.length >= settings.slowInARow || ms > usualMs * verySlowRatio;
        if (isSlow) searchDown(usualMs);
      } else {
        slow = [];
        usualMs += (ms - usualMs) * newestWeight;
        sinceLook += 1;
        // Asked at every interval, so that each answer speaks of a recent one.
        const isAsked = sinceLook % settings.look.whereIdle === 0 && higher() !== undefined;
        const hasIdleCore = isAsked && input.hasIdleCore();
        if (hasIdleCore && sinceLook >= whereIdle) look(usualMs, true);
        else if (sinceLook >= nextLook) look(usualMs, looksUp);
      }
    },
  };
}
