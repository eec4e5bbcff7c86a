/** Time spent in this run, and an estimate of what is left from the pace of its latest steps. */
export function createProgress(input: { readonly stepsLeft: number; readonly now?: () => number }) {
  const now = input.now ?? (() => performance.now());
  let startedAt = now();
  let stepStartedAt = startedAt;
  let pausedAt: number | null = null;
  let stepsLeft = input.stepsLeft;
  let paceMs: number | null = null;

  /** The time that counts, which stands still during a pause. */
  const nowOrPause = () => pausedAt ?? now();

  return {
    setPaused(isPaused: boolean): void {
      if (isPaused) pausedAt ??= now();
      if (isPaused || pausedAt === null) return;
      const pauseMs = now() - pausedAt;
      startedAt += pauseMs;
      stepStartedAt += pauseMs;
      pausedAt = null;
    },
    stepDone(): void {
      const stepMs = nowOrPause() - stepStartedAt;
      stepStartedAt = nowOrPause();
      stepsLeft = Math.max(0, stepsLeft - 1);
      paceMs = paceMs === null ? stepMs : paceMs * 0.8 + stepMs * 0.2;
    },
    elapsedMs: () => nowOrPause() - startedAt,
    remainingMs: () => (paceMs === null ? null : paceMs * stepsLeft),
  };
}
