import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { DocumentsPart } from './part.ts';
import { type SearchMeasured, searchMeasuredSchema } from './searchMeasured.ts';

const keywordTargetMs = 20;
const sizes = [1000, 10_000, 100_000];
const quickSizes = [1000, 10_000];

/** Each size in a process of its own, so that the peak of memory is that size's. */
export const measureSearch: DocumentsPart = async ({ folder, isQuick, add }) => {
  for (const chunks of isQuick ? quickSizes : sizes) {
    const measured = await measureIn({ folder: join(folder, String(chunks)), chunks });
    const of = `${chunks / 1000}k chunks`;
    for (const { name, p50Ms, p95Ms, targetMs } of measured.searches) {
      add({ metric: `${of}, ${name}: p50`, value: p50Ms, unit: 'ms' });
      const target = chunks === 100_000 ? { target: { atMost: targetMs ?? keywordTargetMs } } : {};
      add({ metric: `${of}, ${name}: p95`, value: p95Ms, unit: 'ms', ...target });
    }
    add({ metric: `${of}, by meaning: recall of the ten nearest`, value: measured.recallAt10, unit: '' });
    add({ metric: `${of}, stored`, value: measured.chunksPerSecond, unit: 'chunks/s' });
    add({ metric: `${of}, database to text`, value: measured.databaseToText, unit: '×' });
    add({ metric: `${of}, peak memory`, value: measured.peakMegabytes, unit: 'MB' });
  }
};

function measureIn(input: { readonly folder: string; readonly chunks: number }): Promise<SearchMeasured> {
  const child = fork(join(import.meta.dirname, 'searchProcess.ts'), [input.folder, String(input.chunks)]);
  return new Promise((resolve, reject) => {
    child.on('message', (message) => resolve(searchMeasuredSchema.parse(message)));
    child.on('exit', (exitCode) => reject(new Error(`Measuring search ended with ${exitCode}`)));
  });
}
