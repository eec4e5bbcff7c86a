import type { LibraryRun } from '../../../shared/contract/library.ts';

/** Files that tell the speed: enough to even out large and small ones. */
const tellingFiles = 60;
const fewestFiles = 5;

/** Measures how fast files are read, and guesses what is left from the latest ones. */
export interface RunMeter {
  fileEnded(file: { readonly sizeBytes: number; readonly hasFailed: boolean }): void;
  /** Time does not count while nothing may be read. */
  setPaused(isPaused: boolean): void;
  /** @param waiting how many are still to be read. */
  read(waiting: number): LibraryRun;
}

/** For one run, from the first file that waits to the last one read. */
export function createRunMeter(now: () => number = () => performance.now()): RunMeter {
  let pausedAt: number | null = null;
  let pausedMs = 0;
  const clock = () => (pausedAt ?? now()) - pausedMs;
  const startedAt = clock();
  const ends: { readonly at: number; readonly sizeBytes: number }[] = [{ at: startedAt, sizeBytes: 0 }];
  let done = 0;
  let failed = 0;

  return {
    fileEnded({ sizeBytes, hasFailed }) {
      done += 1;
      if (hasFailed) failed += 1;
      ends.push({ at: clock(), sizeBytes });
      if (ends.length > tellingFiles + 1) ends.shift();
    },
    setPaused(isPaused) {
      if (isPaused) pausedAt ??= now();
      if (isPaused || pausedAt === null) return;
      pausedMs += now() - pausedAt;
      pausedAt = null;
    },
    read(waiting) {
      const [first, ...rest] = ends;
      const begunAt = first?.at ?? startedAt;
      const endedMs = (rest.at(-1)?.at ?? startedAt) - begunAt;
      const untilNowMs = clock() - begunAt;
      // A file that takes longer than those before it, as a scan after a hundred letters, counts from then on.
      const isSlower = untilNowMs - endedMs > endedMs / Math.max(1, rest.length);
      const spanMs = waiting > 0 && isSlower ? untilNowMs : endedMs;
      const isTelling = rest.length >= fewestFiles && spanMs > 0;
      const bytes = rest.reduce((sum, end) => sum + end.sizeBytes, 0);
      return {
        done,
        total: done + waiting,
        failed,
        filesPerMinute: isTelling ? (rest.length / spanMs) * 60_000 : null,
        bytesPerSecond: isTelling ? (bytes / spanMs) * 1000 : null,
        remainingMs: isTelling ? (spanMs / rest.length) * waiting : null,
        // A run is told of long after its end, which was that of its last file.
        elapsedMs: (waiting > 0 ? clock() : (ends.at(-1)?.at ?? startedAt)) - startedAt,
      };
    },
  };
}
