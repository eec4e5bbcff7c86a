import { expect, test } from 'vitest';
import type { ProvideModel } from '../../../electron/engine/modelProvider.ts';
import type { EngineError } from '../../../shared/contract/models.ts';
import type { Summary } from '../../../shared/contract/summaries.ts';
import { fail } from '../../../shared/result.ts';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';
import {
  documentId,
  follow,
  isSectionPrompt,
  pages,
  putReport,
  reportBlocks,
  sayFacts,
  start,
  summariesWith,
} from './summarySetup.ts';

test('every page of a document longer than the context is read and stands in the summary with its pages', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const fake = createFakeEngine({ answer: sayFacts, contextTokens: 900 });
  const summaries = summariesWith(database, fake.provideModel);
  const summary = await follow(summaries, (await start(summaries)).id);

  expect(summary.state).toBe('finished');
  expect(summary.coverage.sectionsRead).toBe(summary.coverage.sectionsTotal);
  expect(summary.sections.map((section) => section.isRead)).not.toContain(false);
  const facts = summary.points.flatMap((point) => point.text.match(/Fact\d+/g) ?? []);
  expect(facts).toEqual(Array.from({ length: pages }, (_, index) => `Fact${index + 1}`));
  for (const point of summary.points) {
    const numbers = (point.text.match(/\d+/g) ?? []).map(Number);
    expect(point.pages).toEqual([numbers[0], numbers.at(-1)]);
  }
  expect(summary.text).toContain('Fact1 ');
  expect(summary.combining).toEqual({ done: 8, total: 8 });
});

test('no prompt is larger than the context the model has', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const fake = createFakeEngine({ answer: sayFacts, contextTokens: 900 });
  const summaries = summariesWith(database, fake.provideModel);
  await follow(summaries, (await start(summaries)).id);
  for (const { messages, maxTokens } of fake.asked) {
    const measured = await fake.engine.measurePrompt(messages);
    expect(measured.ok && measured.value + (maxTokens ?? 0)).toBeLessThanOrEqual(900);
  }
});

test('points appear while the document is still being read', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const summaries = summariesWith(
    database,
    createFakeEngine({ answer: sayFacts, contextTokens: 900 }).provideModel,
  );
  const started = await start(summaries);
  const growing: Summary[] = [];
  await follow(summaries, started.id, (summary) => growing.push(summary));
  expect(growing.some(({ state, points }) => state === 'reading' && points.length > 0)).toBe(true);
});

test('a paused summary goes on where it stopped, also after a restart', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const first = createFakeEngine({ answer: sayFacts, contextTokens: 900 });
  const summaries = summariesWith(database, first.provideModel);
  const { id } = await start(summaries);
  const paused = await new Promise<Summary>((resolve) => {
    summaries.follow(id, (update) => {
      if (update?.kind !== 'state' || update.summary.coverage.sectionsRead < 5) return;
      summaries.pause(id).then((result) => result.ok && resolve(result.value));
    });
  });
  expect(paused.state).toBe('paused');
  const readBefore = paused.coverage.sectionsRead;

  const second = createFakeEngine({ answer: sayFacts, contextTokens: 900 });
  const restarted = summariesWith(database, second.provideModel);
  const summary = await follow(restarted, (await start(restarted)).id);
  expect(summary.id).toBe(id);
  expect(summary.state).toBe('finished');
  const sectionsReadAgain = second.asked.filter(({ messages }) => isSectionPrompt(messages)).length;
  expect(sectionsReadAgain).toBe(summary.coverage.sectionsTotal - readBefore);
  expect(summary.points.flatMap((point) => point.text.match(/Fact\d+/g) ?? []).length).toBe(pages);
});

test('a summary that a restart cut off says so', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const summaries = summariesWith(
    database,
    createFakeEngine({ answer: () => ['x'], hangs: true }).provideModel,
  );
  const { id } = await start(summaries);
  const restarted = summariesWith(database, createFakeEngine({ answer: sayFacts }).provideModel);
  expect(restarted.get(id)?.state).toBe('interrupted');
});

test('a finished summary is served from the store until a fresh one is asked for', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const fake = createFakeEngine({ answer: sayFacts, contextTokens: 900 });
  const summaries = summariesWith(database, fake.provideModel);
  const first = await follow(summaries, (await start(summaries)).id);
  const calls = fake.asked.length;
  expect(await start(summaries)).toEqual(first);
  expect(fake.asked.length).toBe(calls);
  const fresh = await follow(summaries, (await start(summaries, { isFresh: true })).id);
  expect(fresh.id).not.toBe(first.id);
  expect(fake.asked.length).toBe(calls * 2);
});

test('an engine crash is tried again and costs no section', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const healthy = createFakeEngine({ answer: sayFacts, contextTokens: 900 });
  const crashed: EngineError = { code: 'engine.crashed', signal: 'SIGKILL', exitCode: null };
  const crashing = createFakeEngine({ answer: () => ['half'], contextTokens: 900, failure: crashed });
  let calls = 0;
  const provideModel: ProvideModel = (input) => (++calls % 5 === 0 ? crashing : healthy).provideModel(input);
  const summaries = summariesWith(database, provideModel);
  const summary = await follow(summaries, (await start(summaries)).id);
  expect(summary.state).toBe('finished');
  expect(summary.points.map((point) => point.text).join(' ')).not.toContain('half');
  expect(summary.points.flatMap((point) => point.text.match(/Fact\d+/g) ?? []).length).toBe(pages);
});

test('an engine that keeps crashing leaves an interrupted summary with the reason', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const crashed: EngineError = { code: 'engine.crashed', signal: 'SIGSEGV', exitCode: null };
  const summaries = summariesWith(
    database,
    createFakeEngine({ answer: () => [], failure: crashed }).provideModel,
  );
  const summary = await follow(summaries, (await start(summaries)).id);
  expect({ state: summary.state, error: summary.error }).toEqual({ state: 'interrupted', error: crashed });
});

test('a section that takes more tokens than planned is read in halves, not cut', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const fake = createFakeEngine({ answer: sayFacts, contextTokens: 900 });
  const tooLong: EngineError = { code: 'engine.contextFull', promptTokens: 999, contextTokens: 900 };
  const refusing = createFakeEngine({ answer: () => [], failure: tooLong, contextTokens: 900 });
  const provideModel: ProvideModel = async (input) => {
    const ready = await fake.provideModel(input);
    if (!ready.ok) return ready;
    const generate: typeof fake.engine.generate = (asked) => {
      const text = asked.messages.at(-1)?.text ?? '';
      const isTooLong = isSectionPrompt(asked.messages) && text.length > 1200;
      return (isTooLong ? refusing : fake).engine.generate(asked);
    };
    return { ok: true, value: { ...ready.value, engine: { ...fake.engine, generate } } };
  };
  const summaries = summariesWith(database, provideModel);
  const summary = await follow(summaries, (await start(summaries)).id);
  expect(summary.points.flatMap((point) => point.text.match(/Fact\d+/g) ?? []).length).toBe(pages);
});

test('a short document is one point and needs no overview', async () => {
  const database = temporaryDatabase();
  putReport(database, reportBlocks().slice(0, 1));
  const fake = createFakeEngine({ answer: sayFacts });
  const summaries = summariesWith(database, fake.provideModel);
  const summary = await follow(summaries, (await start(summaries)).id);
  expect(summary.points).toEqual([{ text: 'Fact1', pages: [1, 1] }]);
  expect(summary.text).toBe('');
  expect(fake.asked.length).toBe(1);
});

test('without a model the start fails and nothing is stored', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const summaries = summariesWith(database, async () => fail({ code: 'models.noneInstalled' }));
  const started = await summaries.start({
    documentId,
    modelId: null,
    length: 'medium',
    style: 'keyPoints',
    language: null,
    signal: new AbortController().signal,
  });
  expect(started).toEqual({ ok: false, error: { code: 'models.noneInstalled' } });
  expect(summaries.list(documentId)).toEqual([]);
});

test.each([
  ['half by half', 4, /Fact1 .*Fact40/],
  ['not at all, and the points remain', 0, /^$/],
])('an overview that does not fit is written %s', async (_, mostPoints, overview) => {
  const database = temporaryDatabase();
  putReport(database);
  const fake = createFakeEngine({ answer: sayFacts, contextTokens: 900 });
  const tooLong: EngineError = { code: 'engine.contextFull', promptTokens: 999, contextTokens: 900 };
  const refusing = createFakeEngine({ answer: () => [], failure: tooLong, contextTokens: 900 });
  const provideModel: ProvideModel = async (input) => {
    const ready = await fake.provideModel(input);
    if (!ready.ok) return ready;
    const generate: typeof fake.engine.generate = (asked) => {
      const text = asked.messages.at(-1)?.text ?? '';
      const isTooLong =
        text.startsWith('The document says') && (text.match(/^- /gm) ?? []).length > mostPoints;
      return (isTooLong ? refusing : fake).engine.generate(asked);
    };
    return { ok: true, value: { ...ready.value, engine: { ...fake.engine, generate } } };
  };
  const summaries = summariesWith(database, provideModel);
  const summary = await follow(summaries, (await start(summaries)).id);
  expect(summary.state).toBe('finished');
  expect(summary.text).toMatch(overview);
  expect(summary.points.flatMap((point) => point.text.match(/Fact\d+/g) ?? []).length).toBe(pages);
});
