/** Steps whose time tells the pace, at least: notes and points take differently long. */
const tellingSteps = 8;

/**
 * Time spent in this run, and an estimate of what is left from the pace of its latest steps.
 * @param parallelSteps how many are under way at once; they tend to end together.
 */
export function createProgress(input: {
  readonly stepsLeft: number;
  readonly parallelSteps: number;
  readonly now?: () => number;
}) {
  const now = input.now ?? (() => performance.now());
  let pausedAt: number | null = null;
  let pausedMs = 0;
  /** The time that counts, which stands still during a pause. */
  const clock = () => (pausedAt ?? now()) - pausedMs;
  const startedAt = clock();
  const wanted = Math.max(tellingSteps, input.parallelSteps * 2);
  /** When the latest steps ended, and first the moment from which they are counted. */
  const ends = [startedAt];
  let stepsLeft = input.stepsLeft;

  return {
    setPaused(isPaused: boolean): void {
      if (isPaused) pausedAt ??= now();
      if (isPaused || pausedAt === null) return;
      pausedMs += now() - pausedAt;
      pausedAt = null;
    },
    stepDone(): void {
      stepsLeft = Math.max(0, stepsLeft - 1);
      ends.push(clock());
      if (ends.length > wanted + 1) ends.shift();
    },
    elapsedMs: () => clock() - startedAt,
    /** Null until so many steps have ended as begin together. */
    remainingMs: () => {
      const steps = ends.length - 1;
      if (steps < Math.min(input.parallelSteps, input.stepsLeft) || steps === 0) return null;
      return (((ends.at(-1) ?? startedAt) - (ends[0] ?? startedAt)) / steps) * stepsLeft;
    },
  };
}
