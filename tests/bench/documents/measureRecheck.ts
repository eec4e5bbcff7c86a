import { join } from 'node:path';
import { z } from 'zod';
import { runSotto } from './commandLine.ts';
import { makeFiles } from './makeFiles.ts';
import type { DocumentsPart } from './part.ts';
import { percentile } from './report.ts';

const filesOfTarget = 10_000;
const targetSeconds = 3;
const rounds = 3;
const indexedSchema = z.object({ added: z.int(), unchanged: z.int(), elapsedMs: z.number() });

/** How long `sotto index` takes to see that nothing changed in a folder it knows, its own start and end included. */
export const measureRecheck: DocumentsPart = async ({ folder, isQuick, add }) => {
  const count = isQuick ? 1000 : filesOfTarget;
  const filesFolder = join(folder, 'files');
  const dataFolder = join(folder, 'data');
  const { sizeBytes } = await makeFiles({ folder: filesFolder, format: 'txt', count, words: 150 });
  const index = async () => {
    const { stdout, wallMs } = await runSotto(['index', filesFolder, '--json'], { dataFolder });
    return { ...indexedSchema.parse(JSON.parse(stdout)), wallMs };
  };
  const first = await index();
  add({ metric: `index ${count} small files`, value: count / (first.elapsedMs / 1000), unit: 'files/s' });
  add({ metric: `index ${count} small files`, value: sizeBytes / 1e3 / first.elapsedMs, unit: 'MB/s' });
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const again = await index();
    if (again.unchanged !== count) throw new Error(`${again.unchanged} of ${count} files were unchanged`);
    times.push(again.wallMs / 1000);
  }
  add({
    metric: `re-check ${count} unchanged files`,
    value: percentile(times, 0.5),
    unit: 's',
    ...(count === filesOfTarget ? { target: { atMost: targetSeconds } } : {}),
  });
};
