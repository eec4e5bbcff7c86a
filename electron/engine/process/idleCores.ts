import { cpus } from 'node:os';

/** @returns a function that says how many cores' worth of time was idle since it was last called; 0 at first. */
export function watchIdleCores(readTimes = systemTimes): () => number {
  let last: CoreTimes | null = null;
  return () => {
    const now = readTimes();
    const before = last;
    last = now;
    if (before === null || now.totalMs <= before.totalMs) return 0;
    const idleRatio = (now.idleMs - before.idleMs) / (now.totalMs - before.totalMs);
    return Math.max(0, idleRatio) * now.cores;
  };
}

/** Of all cores together, since the system started. */
export interface CoreTimes {
  readonly cores: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

function systemTimes(): CoreTimes {
  const cores = cpus();
  let idleMs = 0;
  let totalMs = 0;
  for (const { times } of cores) {
    idleMs += times.idle;
    totalMs += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { cores: cores.length, idleMs, totalMs };
}
