/** Time spent in this run, and an estimate of what is left from the pace of its latest steps. */
export function createProgress(input: { readonly stepsLeft: number; readonly now?: () => number }) {
  const now = input.now ?? (() => performance.now());
  const startedAt = now();
  let stepStartedAt = startedAt;
  let stepsLeft = input.stepsLeft;
  let paceMs: number | null = null;

  return {
    stepDone(): void {
      const stepMs = now() - stepStartedAt;
      stepStartedAt = now();
      stepsLeft = Math.max(0, stepsLeft - 1);
      paceMs = paceMs === null ? stepMs : paceMs * 0.8 + stepMs * 0.2;
    },
    elapsedMs: () => now() - startedAt,
    remainingMs: () => (paceMs === null ? null : paceMs * stepsLeft),
  };
}
