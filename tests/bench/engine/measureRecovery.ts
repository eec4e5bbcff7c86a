import { join } from 'node:path';
import type { Child } from '../../../electron/children/child.ts';
import { forkChild } from '../../../electron/children/forkChild.ts';
import { answer, load, question, startEngine } from './ours.ts';
import type { BenchPart } from './part.ts';
import { median } from './report.ts';

const promptTokens = 48;
/** What a crash may cost beside loading the model. */
const allowedMs = 2000;

/** From the kill of the engine in the middle of an answer to the first word of the next one. */
export const measureRecovery: BenchPart = async (input) => {
  const { folder, isQuick, add } = input;
  const threadCachePath = join(folder, 'threads.json');
  const recoveries: number[] = [];
  const loads: number[] = [];
  for (let round = 0; round < (isQuick ? 1 : 5); round += 1) {
    const children: Child[] = [];
    const engine = startEngine({
      threadCachePath,
      startChild(spec) {
        const child = forkChild(spec);
        children.push(child);
        return child;
      },
    });
    try {
      // Once more than is counted: the first load ever measures threads.
      if (round === 0) await load(engine, input);
      await engine.unload();
      loads.push((await load(engine, input)).loadMs);
      let killedMs = Number.NaN;
      for await (const event of engine.generate(question({ promptTokens, answerTokens: 64 }, {}))) {
        if (event.kind !== 'text' || !Number.isNaN(killedMs)) continue;
        killedMs = performance.now();
        children.at(-1)?.kill();
      }
      const startMs = performance.now();
      const { firstTextMs } = await answer(engine, { promptTokens, answerTokens: 1 });
      recoveries.push(startMs - killedMs + firstTextMs);
    } finally {
      await engine.dispose();
    }
  }
  add({
    metric: 'kill to the next first word',
    ours: median(recoveries),
    reference: median(loads) + allowedMs,
    referenceName: 'loading + 2 s',
    ...{ unit: 'ms', target: { atMost: 1 } },
  });
};
