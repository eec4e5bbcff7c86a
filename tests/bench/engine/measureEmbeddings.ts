import { join } from 'node:path';
import type { Engine } from '../../../electron/engine/engine.ts';
import { embeddingModelPath, textOf, texts, textWords } from './embeddingTexts.ts';
import { startEngine } from './ours.ts';
import type { Reference } from './reference.ts';
import { median, type NewResult } from './report.ts';

const contextTokens = 512;

/**
 * Texts per second of `Engine.embed`, beside one embedding context of node-llama-cpp with its default threads and
 * with each count of a sweep, in turns; and whether a text's vector depends on what it is sent with.
 */
export async function measureEmbeddings(input: {
  readonly reference: Reference;
  /** Of this run: gone after it. */
  readonly folder: string;
  readonly isQuick: boolean;
  readonly add: (result: NewResult) => void;
}): Promise<void> {
  const { reference, isQuick, add } = input;
  const modelPath = embeddingModelPath();
  const engine = startEngine({ threadCachePath: join(input.folder, 'embeddingThreads.json') });
  try {
    const { cores } = await reference.load({ modelPath, contextTokens });
    const rounds = isQuick ? 2 : 7;
    const longestMs = isQuick ? 600 : 2000;
    // Loads the model and finds the contexts; each further call only embeds.
    await embed(engine, modelPath, texts(1));
    const perText = await timeOf(() => embed(engine, modelPath, texts(4)));
    const count = Math.max(8, Math.min(400, Math.round((longestMs * 4) / perText)));
    const sweep = [...new Set([1, 2, Math.ceil(cores / 2), cores])].filter((threads) => threads <= cores);
    const ours: number[] = [];
    const theirs = new Map<number, number[]>(sweep.map((threads) => [threads, []]));
    const byDefault: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const measureOurs = async () => {
        const ms = await timeOf(() => embed(engine, modelPath, texts(count)));
        ours.push((count * 1000) / ms);
      };
      if (round % 2 === 0) await measureOurs();
      for (const [threads, speeds] of theirs) {
        speeds.push(await reference.measure({ kind: 'embed', threads, tokens: textWords, longestMs }));
      }
      // The defaults can take seconds for one text.
      if (round === 0 || !isQuick)
        byDefault.push(
          await reference.measure({ kind: 'embed', threads: null, tokens: textWords, longestMs }),
        );
      if (round % 2 === 1) await measureOurs();
    }
    const [bestThreads, best] = [...theirs].toSorted((a, b) => median(b[1]) - median(a[1]))[0] ?? [1, []];
    const metric = `embed texts of ${textWords} tokens`;
    const unit = 'texts/s';
    const ratioTo = (speeds: readonly number[]) =>
      median(ours.map((speed, round) => speed / (speeds[round] ?? speeds[0] ?? Number.NaN)));
    add({
      ...{ metric, unit, ours: median(ours) },
      ...{ reference: median(byDefault), ratio: ratioTo(byDefault), target: { atLeast: 2 } },
      referenceName: 'one context, library default',
    });
    add({
      ...{ metric, unit, ours: median(ours) },
      ...{ reference: median(best), ratio: ratioTo(best) },
      referenceName: `one context, ${bestThreads} threads`,
    });
    add({
      ...{ metric: 'lowest cosine, alone to together', unit: 'cosine' },
      ...{ ours: await lowestCosine(engine, modelPath), reference: 1, referenceName: 'the same vector' },
      target: { atLeast: 0.9999 },
    });
  } finally {
    await engine.dispose();
  }
}

/** Of texts of all lengths, sent one by one and all at once. */
async function lowestCosine(engine: Engine, modelPath: string): Promise<number> {
  const all = Array.from({ length: 12 }, (_, index) => textOf(1 + index * 60));
  const together = await embed(engine, modelPath, all);
  const cosines: number[] = [];
  for (const [index, text] of all.entries()) {
    const [alone] = await embed(engine, modelPath, [text]);
    const other = together[index];
    cosines.push(alone?.reduce((sum, value, place) => sum + value * (other?.[place] ?? 0), 0) ?? Number.NaN);
  }
  return Math.min(...cosines);
}

async function embed(engine: Engine, modelPath: string, all: readonly string[]): Promise<Float32Array[]> {
  const { signal } = new AbortController();
  const embedded = await engine.embed({ modelPath, texts: all, gpu: 'off', signal });
  if (!embedded.ok) throw new Error(JSON.stringify(embedded.error));
  return embedded.value.results.map((result) => {
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value.vector;
  });
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}
