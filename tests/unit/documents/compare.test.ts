import { describe, expect, test } from 'vitest';
import { compareDocuments } from '../../../electron/documents/compare/compareDocuments.ts';
import { diffPieces } from '../../../electron/documents/compare/diffPieces.ts';
import { textPieces } from '../../../electron/documents/compare/textPieces.ts';
import { writeDigest } from '../../../electron/documents/digest/writeDigest.ts';
import { createDocumentStore } from '../../../electron/documents/documentStore.ts';
import { createReadings } from '../../../electron/documents/summarise/readings.ts';
import type { Block } from '../../../shared/contract/documents.ts';
import { documentIdSchema } from '../../../shared/ids.ts';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';
import { summariesWith } from './summarySetup.ts';

const paragraph = (text: string, page: number): Block => ({ kind: 'paragraph', text, page, headings: [] });
const signal = new AbortController().signal;

const lease: Block[] = [
  paragraph('The flat has three rooms. The rent is 940 euros a month. Dogs need consent.', 1),
  paragraph(
    'The deposit is two rents. The keys are handed over at the start. Windows are cleaned twice a year.',
    2,
  ),
];
const newer: Block[] = [
  paragraph('The deposit is two rents.', 1),
  paragraph('The flat has three rooms. The rent is 990 euros a month.', 2),
  paragraph(
    'The keys are handed over at the start. Windows are cleaned twice a year. Bicycles stand in the yard.',
    3,
  ),
];

/** A library with two documents, and an engine that says what `answer` makes of each prompt. */
function library(documents: Readonly<Record<string, Block[]>>, answer: (text: string) => string) {
  const database = temporaryDatabase();
  const store = createDocumentStore(database);
  const put = (id: string, blocks: readonly Block[], addedAt = '2026-01-01T00:00:00.000Z') =>
    store.put({
      document: {
        ...{
          id: documentIdSchema.parse(id),
          title: id,
          fileName: `${id}.txt`,
          path: `/${id}.txt`,
          format: 'txt',
        },
        ...{
          sizeBytes: 1,
          contentHash: `${id} ${blocks.length}`,
          language: 'en',
          pages: blocks.length,
          words: 9,
          addedAt,
        },
      },
      blocks,
      chunks: [],
    });
  for (const [id, blocks] of Object.entries(documents)) put(id, blocks);
  const fake = createFakeEngine({ answer: (messages) => [answer(messages.at(-1)?.text ?? '')] });
  const readings = createReadings({ database, documents: store });
  const parts = { database, documents: store, readings, provideModel: fake.provideModel };
  const compare = (isModelUsed: boolean) =>
    compareDocuments(
      { ...parts, contentHashOfModel: () => 'hash' },
      {
        ...{
          firstId: documentIdSchema.parse('first'),
          secondId: documentIdSchema.parse('second'),
          kind: 'auto',
        },
        ...{ modelId: null, isModelUsed, signal, onProgress: () => undefined },
      },
    );
  return { ...parts, put, fake, compare };
}

describe('versions', () => {
  const changes = [
    {
      kind: 'moved',
      before: { text: 'The flat has three rooms.', pages: [1, 1] },
      after: { text: 'The flat has three rooms.', pages: [2, 2] },
    },
    {
      kind: 'changed',
      before: { text: 'The rent is 940 euros a month.', pages: [1, 1] },
      after: { text: 'The rent is 990 euros a month.', pages: [2, 2] },
    },
    { kind: 'removed', before: { text: 'Dogs need consent.', pages: [1, 1] }, after: null },
    { kind: 'added', before: null, after: { text: 'Bicycles stand in the yard.', pages: [3, 3] } },
  ];

  // Catches a change that is told without its pages, and a moved passage taken for one removed and one added.
  test('are told by what was added, removed, changed and moved', () => {
    const found = diffPieces(textPieces(lease, 'en'), textPieces(newer, 'en'), 'en');
    expect(found).toEqual(expect.arrayContaining(changes));
    expect(found.length).toBe(changes.length);
  });

  test('that say the same have no changes, whatever their paragraphs and quotation marks', () => {
    const first = textPieces([paragraph('He said “no” to  him. It was late.', 1)], 'en');
    const second = textPieces([paragraph('He said "no" to him.', 1), paragraph('It was late.', 2)], 'en');
    expect(diffPieces(first, second, 'en')).toEqual([]);
  });

  // Catches a model being asked what changed instead of being given it.
  test('are explained by the model, with the pages of the computed changes', async () => {
    const { compare, fake } = library({ first: lease, second: newer }, () => 'The rent rose.');
    const computed = await compare(false);
    expect(computed).toMatchObject({ ok: true, value: { kind: 'versions', modelName: null, relations: [] } });
    expect(fake.asked.length).toBe(0);
    const compared = await compare(true);
    expect(compared).toMatchObject({
      ok: true,
      value: {
        modelName: 'Fake',
        explanations: [{ text: 'The rent rose.', first: [1, 1], second: [2, 3] }],
      },
    });
    expect(compared.ok && computed.ok && compared.value.changes).toEqual(
      computed.ok && computed.value.changes,
    );
    expect(fake.asked[0]?.messages[1]?.text).toContain('before (page 1): The rent is 940 euros a month.');
  });
});

describe('different documents', () => {
  const first = [
    paragraph('The bridge over the river Aller was built in 1920 by the town of Verden.', 1),
    paragraph('Eels are smoked over beech wood by the fishermen of the harbour quarter.', 2),
  ];
  const second = [
    paragraph('Trains to the north leave the station every hour from platform three.', 1),
    paragraph('The bridge over the river Aller was built in 1931 by the town of Verden.', 4),
  ];

  test('are related by their own sentences without a model, and other numbers are seen', async () => {
    const compared = await library({ first, second }, () => '').compare(false);
    expect(
      compared.ok &&
        compared.value.relations.map(({ kind, first: a, second: b }) => [kind, a?.pages, b?.pages]),
    ).toEqual([
      ['otherNumbers', [1, 1], [4, 4]],
      ['onlyFirst', [2, 2], undefined],
      ['onlySecond', undefined, [1, 1]],
    ]);
  });

  // Catches relations without the pages of both sides, or an unrelated pair being shown.
  test('are related by a model on the notes of every section', async () => {
    const { compare, fake } = library({ first, second }, (text) =>
      text.includes('How do they relate?')
        ? '{"relation":"contradiction","text":"Built in 1920 or in 1931."}'
        : text,
    );
    const compared = await compare(true);
    expect(compared).toMatchObject({
      ok: true,
      value: {
        kind: 'documents',
        relations: [
          {
            kind: 'contradiction',
            text: 'Built in 1920 or in 1931.',
            first: { pages: [1, 2] },
            second: { pages: [1, 4] },
          },
        ],
        coverage: { sectionsRead: 2, sectionsTotal: 2 },
      },
    });
    const asked = fake.asked.length;
    await compare(true);
    // The notes are kept; only the relation is asked for again.
    expect(fake.asked.length - asked).toBe(1);
  });
});

// Catches a changed file being missed because it keeps the time it was added at.
test('a digest tells what came and what changed since, from summaries where there are some', async () => {
  const parts = library({ first: lease, second: newer }, () => 'Two documents are new.');
  const { database, put } = parts;
  database.prepare("update documents set read_at = '2026-01-01T00:00:00.000Z'").run();
  put('second', [...newer, paragraph('The cellar is dry.', 4)]);
  put('third', lease.slice(0, 1), new Date(Date.now() + 1000).toISOString());
  const [third] = parts.documents.list({ offset: 0, limit: 1, title: 'third' }).documents;
  const ofOne = await writeDigest(
    { ...parts, summaries: summariesWith(database, parts.provideModel) },
    {
      ...{ since: null, scope: { documentIds: third ? [third.id] : [] }, modelId: null },
      ...{ isModelUsed: false, signal, onProgress: () => undefined },
    },
  );
  expect(ofOne).toMatchObject({
    ok: true,
    value: { entries: [{ document: { title: 'third' } }], coverage: { documentsTotal: 1 } },
  });
  const digest = await writeDigest(
    { ...parts, summaries: summariesWith(database, parts.provideModel) },
    {
      ...{ since: new Date(Date.now() - 60_000).toISOString(), modelId: null },
      ...{ isModelUsed: true, signal, onProgress: () => undefined },
    },
  );
  expect(digest).toMatchObject({
    ok: true,
    value: {
      entries: [
        { document: { title: 'third' }, change: 'added', modelName: null },
        { document: { title: 'second' }, change: 'changed', modelName: null },
      ],
      overview: 'Two documents are new.',
      modelName: 'Fake',
      coverage: { documentsTold: 2, documentsTotal: 2 },
    },
  });
  expect(digest.ok && digest.value.entries.map(({ sentences }) => sentences.length)).toEqual([2, 2]);
});
