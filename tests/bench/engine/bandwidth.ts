import { Worker } from 'node:worker_threads';

const bufferBytes = 256 * 1024 * 1024;
const passes = 4;

/** A search for a byte that is not there is the platform's memchr, which reads as fast as the memory allows. */
const search = `
const { parentPort } = require('node:worker_threads');
const buffer = Buffer.alloc(${bufferBytes}, 1);
parentPort.on('message', () => {
  for (let pass = 0; pass < ${passes}; pass += 1) buffer.indexOf(2);
  parentPort.postMessage(null);
});
parentPort.postMessage(null);
`;

/** What the memory delivers to all cores reading at once, in bytes per second; the best of a few tries. */
export async function measureReadBandwidth(cores: number): Promise<number> {
  const workers = Array.from({ length: cores }, () => new Worker(search, { eval: true }));
  const replies = (): Promise<unknown> =>
    Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
  await replies();
  let best = 0;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const startMs = performance.now();
    const done = replies();
    for (const worker of workers) worker.postMessage(null);
    await done;
    best = Math.max(best, (cores * passes * bufferBytes * 1000) / (performance.now() - startMs));
  }
  for (const worker of workers) await worker.terminate();
  return best;
}
