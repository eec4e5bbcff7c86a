import { describe, expect, test } from 'vitest';
import type { Block } from '../../../shared/contract/documents.ts';
import { createFakeEngine, type FakeEngine } from '../../support/fakeEngine.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';
import {
  documentId,
  follow,
  isSectionPrompt,
  putReport,
  reportBlocks,
  sayFacts,
  start,
  summariesWith,
} from './summarySetup.ts';

type Wanted = Parameters<typeof start>[1];

/** A database with a document, and summaries of it by an engine that says what `answer` makes of each prompt. */
function workWith(input: {
  readonly answer: Parameters<typeof createFakeEngine>[0]['answer'];
  readonly blocks?: Block[];
  readonly format?: string;
  readonly contextTokens?: number;
}) {
  const database = temporaryDatabase();
  putReport(database, input.blocks ?? reportBlocks(), input.format);
  const fake = createFakeEngine({ answer: input.answer, contextTokens: input.contextTokens ?? 900 });
  const summaries = summariesWith(database, fake.provideModel);
  const write = async (wanted: Wanted) => follow(summaries, (await start(summaries, wanted)).id);
  return { database, fake, summaries, write };
}

const fewPages = reportBlocks().slice(0, 12);

const sectionsAsked = ({ asked }: FakeEngine) =>
  asked.filter(({ messages }) => isSectionPrompt(messages)).length;

describe('notes', () => {
  // Catches every style or language reading a long document from its beginning again.
  test('serve every style, shorter length and other language without reading anything again', async () => {
    const { fake, write, summaries } = workWith({ answer: sayFacts, blocks: fewPages });
    const first = await write({});
    const read = sectionsAsked(fake);
    expect(read).toBe(first.coverage.sectionsTotal);
    for (const wanted of [
      { style: 'abstract' },
      { style: 'plain', language: 'de' },
      { style: 'note' },
      { length: 'short' },
      { language: 'fr' },
    ] satisfies Wanted[]) {
      const summary = await write(wanted);
      expect({ state: summary.state, coverage: summary.coverage }).toEqual({
        state: 'finished',
        coverage: first.coverage,
      });
      expect(summary.points[0]?.pages[0]).toBe(1);
      expect(summary.points.at(-1)?.pages[1]).toBe(fewPages.length);
    }
    expect(sectionsAsked(fake)).toBe(read);
    expect(summaries.list(documentId).length).toBe(6);
    const german = fake.asked.filter(({ messages }) => messages[0]?.text.includes('Write in German'));
    expect(german.length).toBeGreaterThan(3);
    expect(german.some(({ messages }) => isSectionPrompt(messages))).toBe(false);
  });

  // Catches a long summary being made of notes that are too short for it.
  test('of a shorter summary do not serve a longer one', async () => {
    const { fake, write } = workWith({ answer: sayFacts, blocks: fewPages });
    const short = await write({ length: 'short' });
    const read = sectionsAsked(fake);
    const long = await write({ length: 'long' });
    expect(sectionsAsked(fake) - read).toBe(long.coverage.sectionsTotal);
    expect(long.id).not.toBe(short.id);
  });

  // Catches discarding one summary taking what others are written from, or leaving notes nobody uses.
  test('go with the last summary that is written from them', async () => {
    const { database, write, summaries } = workWith({ answer: sayFacts, blocks: fewPages });
    const count = () => Number(database.prepare('select count(*) from readings').pluck().get());
    const first = await write({});
    const second = await write({ style: 'abstract' });
    await summaries.remove(first.id);
    expect(count()).toBe(1);
    await summaries.remove(second.id);
    expect(count()).toBe(0);
  });
});

test('chapters are told one by one with their own pages', async () => {
  const blocks = ['Water', 'Fire', 'Air'].flatMap((name, chapter): Block[] => [
    { kind: 'heading', text: name, page: chapter * 12 + 1, headings: [] },
    ...reportBlocks()
      .slice(chapter * 12, chapter * 12 + 12)
      .map((block) => ({ ...block, headings: [name] })),
  ]);
  const { write } = workWith({ answer: sayFacts, blocks });
  const { points } = await write({ style: 'chapters' });
  expect(points.map(({ heading, pages: range }) => ({ heading, range }))).toEqual([
    { heading: 'Water', range: [1, 12] },
    { heading: 'Fire', range: [13, 24] },
    { heading: 'Air', range: [25, 36] },
  ]);
  expect(points[1]?.text).toBe(
    'Fact13 Fact14 Fact15 Fact16 Fact17 Fact18 Fact19 Fact20 Fact21 Fact22 Fact23 Fact24',
  );
});

describe('a note', () => {
  const long = 'This sentence goes on. '.repeat(30);
  // Catches a limit that is only asked for.
  test.each([
    ['shortened by the model', 'It is short.', 'It is short.'],
    ['cut after its last sentence that fits', long, 'This sentence goes on. '.repeat(12).trim()],
    [
      'cut between words where it is one sentence',
      'word '.repeat(200),
      `${'word '.repeat(55)} …`.replace('  ', ' '),
    ],
  ])('is never longer than 280 characters: %s', async (_, shortened, expected) => {
    const { write } = workWith({
      blocks: fewPages,
      answer: (messages) => {
        const text = messages.at(-1)?.text ?? '';
        if (text.includes('This text has')) return [shortened];
        return text.includes('at most 240 characters in all') ? [`“${long}”`] : sayFacts(messages);
      },
    });
    const { points, text } = await write({ style: 'note', length: 'long' });
    expect({ text, points }).toEqual({ text: '', points: [{ text: expected, pages: [1, fewPages.length] }] });
    expect([...expected].length).toBeLessThanOrEqual(280);
  });
});

describe('a reply', () => {
  const mail: Block[] = [
    { kind: 'heading', text: 'Room 12', page: 1, headings: [] },
    { kind: 'paragraph', text: 'Can we have the room at nine?', page: 1, headings: ['Room 12'] },
  ];
  // Catches a reply written from notes although the mail itself fits.
  test('is drafted from the words of the mail itself, in its language', async () => {
    const { fake, write } = workWith({ answer: () => ['Yes, at nine.'], blocks: mail, format: 'eml' });
    const summary = await write({ style: 'reply' });
    expect(summary).toMatchObject({
      state: 'finished',
      points: [{ text: 'Yes, at nine.', pages: [1, 1] }],
      coverage: { sectionsRead: 1, sectionsTotal: 1 },
    });
    expect(fake.asked.length).toBe(1);
    expect(fake.asked[0]?.messages[0]?.text).toContain('Write in English');
    expect(fake.asked[0]?.messages[1]?.text).toContain('Can we have the room at nine?');
  });

  test('cannot be drafted to what is no mail', async () => {
    const { summaries } = workWith({ answer: sayFacts });
    const signal = new AbortController().signal;
    const wanted = { documentId, modelId: null, length: 'short', style: 'reply', language: null } as const;
    expect(await summaries.start({ ...wanted, signal })).toEqual({
      ok: false,
      error: { code: 'documents.notAMail', fileName: 'report.pdf' },
    });
  });
});

describe('what has to be done', () => {
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      text: 'Marta sends the signed lease to the bank by 3 March 2026. The roof is repaired by the owner before winter.',
      page: 4,
      headings: [],
    },
  ];
  const rows = [
    { who: 'Marta', what: 'Marta sends the signed lease to the bank', when: '3 March 2026' },
    { who: 'The mayor', what: 'The roof is repaired before winter', when: '1 May 2027' },
    { who: null, what: 'Send the signed lease to the bank', when: null },
    { who: null, what: 'Buy three elephants quickly', when: null },
  ];
  const lease = {
    who: 'Marta',
    what: rows[0]?.what,
    when: '3 March 2026',
    date: '2026-03-03',
    pages: [4, 4],
  };
  const roof = { who: null, what: rows[1]?.what, when: null, date: null, pages: [4, 4] };

  // Catches names, dates and tasks that a model made up.
  test('keeps only what stands in the text, each once, with the date computed', async () => {
    const { write, fake } = workWith({ answer: () => [JSON.stringify(rows)], blocks });
    const { actions, points } = await write({ style: 'actions' });
    expect({ actions, points }).toEqual({ actions: [lease, roof], points: [] });
    expect(fake.asked[0]?.jsonSchema).toMatchObject({ type: 'array' });
  });

  // Catches one answer without an end losing all rows before.
  test('keeps the whole rows of an answer that was cut off', async () => {
    const cut = JSON.stringify(rows).slice(0, 130);
    const { write } = workWith({ answer: () => [cut], blocks });
    expect((await write({ style: 'actions' })).actions).toEqual([lease]);
  });

  test('is translated without reading again', async () => {
    const { write, fake } = workWith({
      answer: (messages) =>
        messages[0]?.text.startsWith('You translate')
          ? ['["Vertrag senden","Dach"]']
          : [JSON.stringify(rows)],
      blocks,
    });
    await write({ style: 'actions' });
    const { actions } = await write({ style: 'actions', language: 'de' });
    expect(actions).toEqual([
      { ...lease, what: 'Vertrag senden' },
      { ...roof, what: 'Dach' },
    ]);
    expect(fake.asked.length).toBe(2);
  });
});
