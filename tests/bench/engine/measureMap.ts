import { join } from 'node:path';
import type { Engine } from '../../../electron/engine/engine.ts';
import { measureLength } from './measureLength.ts';
import { askAll, load, newText, question, startEngine } from './ours.ts';
import type { BenchPart } from './part.ts';
import { median } from './report.ts';

/** A note for four times its tokens, as summaries have it; shorter than theirs, to save time. */
const section = { full: { tokens: 256, noteTokens: 64 }, quick: { tokens: 96, noteTokens: 24 } };
const rules =
  'Use only what the given text says. Add nothing, judge nothing. Write in English, in plain sentences.';

/** How much faster the sections of a document are read side by side than one after the other; by turns. */
export const measureMap: BenchPart = async (input) => {
  const { shape, folder, isQuick, add } = input;
  const engine = startEngine({ threadCachePath: join(folder, 'threads.json') });
  try {
    await load(engine, input);
    // The first makes the context and finds out how many at once are worthwhile.
    await readSection(engine, section.quick);
    // Asked again, the engine tells what it found.
    const { parallel } = await load(engine, input);
    const sizes = isQuick ? section.quick : section.full;
    const count = Math.max(2, parallel.calls);
    const rounds: { readonly together: number; readonly alone: number }[] = [];
    for (let round = 0; round < (isQuick ? 1 : 2); round += 1) {
      const first = round % 2 === 0 ? null : await readSections({ engine, sizes, count, atOnce: 1 });
      const together = await readSections({ engine, sizes, count, atOnce: count });
      rounds.push({ together, alone: first ?? (await readSections({ engine, sizes, count, atOnce: 1 })) });
    }
    add({
      metric: `map of a summary, ${parallel.calls} at once`,
      ours: median(rounds.map(({ together }) => together)),
      reference: median(rounds.map(({ alone }) => alone)),
      ratio: median(rounds.map(({ together, alone }) => together / alone)),
      ...{ referenceName: 'one after the other', unit: 'tokens/s' },
      target: { atLeast: shape === 'smollm2' || shape === 'mobilellm' ? 1.6 : 1 },
    });
  } finally {
    await engine.dispose();
  }
  // Whether the time grows with the length alone does not depend on the model's size.
  if (!isQuick && shape === 'smollm2') await measureLength(input);
};

/** @returns tokens of the document per second. */
async function readSections(input: {
  readonly engine: Engine;
  readonly sizes: SectionSizes;
  readonly count: number;
  readonly atOnce: number;
}): Promise<number> {
  const { engine, sizes, count, atOnce } = input;
  const startMs = performance.now();
  let readTokens = 0;
  const readInTurn = async () => {
    for (let index = 0; index < count / atOnce; index += 1) {
      const read = await readSection(engine, sizes);
      // Only now: `+= await` would add to what the sum was before the wait.
      readTokens += read;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, readInTurn));
  return (readTokens * 1000) / (performance.now() - startMs);
}

interface SectionSizes {
  readonly tokens: number;
  readonly noteTokens: number;
}

async function readSection(engine: Engine, sizes: SectionSizes): Promise<number> {
  const { statistics } = await askAll(
    engine,
    question(
      { promptTokens: sizes.tokens, answerTokens: sizes.noteTokens },
      {
        priority: 'background',
        messages: [
          { role: 'system', text: rules },
          { role: 'user', text: newText(sizes.tokens) },
        ],
      },
    ),
  );
  return statistics.promptTokens - statistics.reusedTokens;
}
