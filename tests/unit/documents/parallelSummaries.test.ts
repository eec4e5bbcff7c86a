import { expect, test } from 'vitest';
import type { Engine, GenerateInput } from '../../../electron/engine/engine.ts';
import type { ProvideModel } from '../../../electron/engine/modelProvider.ts';
import type { EngineError } from '../../../shared/contract/models.ts';
import type { Summary } from '../../../shared/contract/summaries.ts';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';
import { follow, isSectionPrompt, pages, putReport, sayFacts, start, summariesWith } from './summarySetup.ts';

const parallelCalls = 4;
const factsOf = (summary: Summary) => summary.points.flatMap((point) => point.text.match(/Fact\d+/g) ?? []);
const allFacts = Array.from({ length: pages }, (_, index) => `Fact${index + 1}`);

/** An engine for several calls at once; `before` holds up or fails what it likes. */
function parallelEngine(before: (input: GenerateInput) => Promise<Engine | undefined>) {
  const fake = createFakeEngine({ answer: sayFacts, contextTokens: 900, parallelCalls });
  let running = 0;
  const seen = { most: 0 };
  const provideModel: ProvideModel = async (input) => {
    const ready = await fake.provideModel(input);
    if (!ready.ok) return ready;
    const generate: Engine['generate'] = async function* (asked) {
      running += 1;
      seen.most = Math.max(seen.most, running);
      try {
        yield* ((await before(asked)) ?? fake.engine).generate(asked);
      } finally {
        running -= 1;
      }
    };
    return { ok: true, value: { ...ready.value, engine: { ...fake.engine, generate } } };
  };
  return { ...fake, provideModel, seen };
}

const laterOnesFirst = async ({ messages }: GenerateInput) => {
  const page = Number(messages.at(-1)?.text.match(/Fact(\d+)/)?.[1]);
  for (let turns = (page % 5) * 3; turns > 0; turns -= 1)
    await new Promise((resolve) => setImmediate(resolve));
  return undefined;
};

/** A stop that frees whoever waits for it. */
const stopped = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

test('several sections are read at once, and the summary is the same as of one after the other', async () => {
  const summaryOf = async (engine: { readonly provideModel: ProvideModel }) => {
    const database = temporaryDatabase();
    putReport(database);
    const summaries = summariesWith(database, engine.provideModel);
    return follow(summaries, (await start(summaries)).id);
  };
  const parallel = parallelEngine(laterOnesFirst);
  const summary = await summaryOf(parallel);
  const alone = await summaryOf(createFakeEngine({ answer: sayFacts, contextTokens: 900 }));
  expect(parallel.seen.most).toBe(parallelCalls);
  expect(summary.state).toBe('finished');
  expect(factsOf(summary)).toEqual(allFacts);
  expect({ points: summary.points, text: summary.text }).toEqual({ points: alone.points, text: alone.text });
});

test('a summary stopped with holes between its sections reads only those when it goes on', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const hanging = parallelEngine(async ({ messages, signal }) => {
    if (messages.at(-1)?.text.includes('Fact7 ')) await stopped(signal);
    return undefined;
  });
  const summaries = summariesWith(database, hanging.provideModel);
  const { id } = await start(summaries);
  const paused = await new Promise<Summary>((resolve) => {
    summaries.follow(id, (update) => {
      if (update?.kind !== 'state' || update.summary.coverage.sectionsRead < 12) return;
      void summaries.pause(id).then((result) => result.ok && resolve(result.value));
    });
  });
  const read = paused.sections.map(({ isRead }) => isRead);
  expect(read.lastIndexOf(true)).toBeGreaterThan(read.indexOf(false));

  const second = parallelEngine(laterOnesFirst);
  const restarted = summariesWith(database, second.provideModel);
  const summary = await follow(restarted, (await start(restarted)).id);
  expect(summary.id).toBe(id);
  expect(summary.state).toBe('finished');
  expect(factsOf(summary)).toEqual(allFacts);
  const readAgain = second.asked.filter(({ messages }) => isSectionPrompt(messages)).length;
  expect(readAgain).toBe(read.filter((isRead) => !isRead).length);
});

test('the first failure stops the others, and is the one that is told', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const failure: EngineError = { code: 'engine.generationFailed', reason: 'page 3' };
  const failing = createFakeEngine({ answer: () => [], failure, contextTokens: 900 });
  const engine = parallelEngine(async ({ messages, signal }) => {
    if (messages.at(-1)?.text.includes('Fact3 ')) return failing.engine;
    // Nobody but the failure ends these.
    await stopped(signal);
    return undefined;
  });
  const summaries = summariesWith(database, engine.provideModel);
  const summary = await follow(summaries, (await start(summaries)).id);
  expect({ state: summary.state, error: summary.error }).toEqual({ state: 'interrupted', error: failure });
  // The one that takes the failed one's place may have begun.
  expect(engine.asked.length + failing.asked.length).toBeLessThanOrEqual(parallelCalls + 1);
});

test('points stand in the order of the document whichever is written first', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const summaries = summariesWith(database, parallelEngine(laterOnesFirst).provideModel);
  const { id } = await start(summaries);
  const growing: Summary[] = [];
  await follow(summaries, id, (summary) => growing.push(summary));
  for (const { points } of growing) {
    const starts = points.map((point) => point.pages[0]);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  }
  expect(growing.some(({ state, points }) => state === 'reading' && points.length > 0)).toBe(true);
});
