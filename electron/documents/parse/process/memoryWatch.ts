import { Worker } from 'node:worker_threads';
import { memoryLimitVariable, outOfMemoryMark } from '../parserProtocol.ts';

/**
 * Ends this process when its resident memory passes the limit. A thread of its own, because the one that
 * reads is busy exactly when it matters, and V8's heap limit does not count buffers.
 */
export function watchMemory(): void {
  const limitBytes = Number(process.env[memoryLimitVariable]);
  if (!Number.isFinite(limitBytes) || limitBytes <= 0) return;
  const worker = new Worker(watchSource, {
    eval: true,
    workerData: { limitBytes, mark: outOfMemoryMark },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 8 },
  });
  worker.unref();
}

// As source text, so that the thread does not load the whole parser a second time.
const watchSource = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
setInterval(() => {
  if (process.memoryUsage.rss() < workerData.limitBytes) return;
  try { writeSync(2, workerData.mark + '\\n'); } catch {}
  process.kill(process.pid, 'SIGKILL');
}, 50);
`;
