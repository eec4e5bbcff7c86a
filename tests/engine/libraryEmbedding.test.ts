import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createDocumentStore } from '../../electron/documents/documentStore.ts';
import { createHybridSearch } from '../../electron/documents/search/hybridSearch.ts';
import { createPassageSearch } from '../../electron/documents/search/passageSearch.ts';
import { createLibraryEmbedding } from '../../electron/documents/vectors/embedLibrary.ts';
import { createSearchByMeaning } from '../../electron/documents/vectors/searchByMeaning.ts';
import { createVectorStore } from '../../electron/documents/vectors/vectorStore.ts';
import type { EmbeddingModels, InstalledEmbedder } from '../../electron/engine/embeddingModels.ts';
import type { Database } from '../../electron/storage/database.ts';
import type { EmbeddingState } from '../../shared/contract/embeddings.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import { documentIdSchema, modelIdSchema } from '../../shared/ids.ts';
import { chunkOf } from '../support/documents/chunkOf.ts';
import { judgeNothing } from '../support/documents/judgeNothing.ts';
import { makeEmbeddingDecoder, makeEmbeddingModel } from '../support/models/embeddingModel.ts';
import { temporaryDatabase } from '../support/temporaryDatabase.ts';
import { startTestEngine, type TestEngine, unstopped } from './testEngine.ts';

let running: TestEngine;
let encoder: string;
let decoder: string;

beforeAll(() => {
  running = startTestEngine();
  encoder = makeEmbeddingModel({ path: join(running.folder, 'encoder.gguf'), shape: 'tiny' });
  decoder = makeEmbeddingDecoder(join(running.folder, 'decoder.gguf'));
});
afterAll(() => running.dispose());

const words = 'the people of this state work and the old man said that it was a good day for them'.split(' ');
const textOf = (seed: number) =>
  Array.from({ length: 12 }, (_, place) => words[(seed * 5 + place * (seed + 3)) % words.length]).join(' ');

function put(database: Database, name: string, texts: readonly string[]): void {
  createDocumentStore(database).put({
    document: {
      id: documentIdSchema.parse(name),
      title: name,
      fileName: `${name}.txt`,
      path: `/${name}.txt`,
      format: 'txt',
      sizeBytes: 1,
      contentHash: name,
      language: 'en',
      pages: 1,
      words: 1,
      addedAt: '2026-01-01T00:00:00.000Z',
    },
    blocks: [],
    chunks: texts.map((text) => chunkOf(text)),
  });
}

interface Embedder {
  readonly path: string;
  /** Called with each batch of passages before it is embedded. */
  readonly onBatch?: (texts: readonly string[]) => Promise<void> | void;
}

/** All of search by meaning on one database, with these models installed; the first is chosen. */
function open(database: Database, embedders: readonly Embedder[]) {
  let chosen = 0;
  const wishes = { isOn: true, isPaused: false, isHeld: false };
  const list = (): InstalledEmbedder[] =>
    embedders.map(({ path, onBatch }) => ({
      modelId: modelIdSchema.parse(path.endsWith('decoder.gguf') ? 'decoder' : 'encoder'),
      name: path,
      contentHash: path,
      isFilePresent: true,
      async embed(input) {
        if (input.kind === 'passage') await onBatch?.(input.texts);
        return running.engine.embed({ ...input, modelPath: path, gpu: 'off' });
      },
    }));
  const models: EmbeddingModels = { list, chosen: () => list()[chosen] ?? null };
  const store = createVectorStore(database);
  let waiting: (state: EmbeddingState) => void = () => undefined;
  const embedding = createLibraryEmbedding({
    ...{ store, models, readWishes: () => wishes },
    onChanged: (state) => waiting(state),
  });
  const meaning = createSearchByMeaning({ store, models, isOn: () => wishes.isOn });
  const keywords = createPassageSearch(database);
  const search = createHybridSearch({ words: keywords, meaning, judge: judgeNothing });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await Promise.all([embedding.dispose(), meaning.dispose()]);
  };
  onTestFinished(close);
  embedding.start();
  return {
    ...{ store, embedding, wishes, keywords, close },
    choose(index: number) {
      chosen = index;
      embedding.wake();
    },
    find: (query: string, more: { scope?: SearchScope } = {}) =>
      search.find({ query, limit: 10, signal: unstopped, ...more }),
    until: (isReached: (state: EmbeddingState) => boolean) =>
      new Promise<EmbeddingState>((resolve) => {
        waiting = (state) => isReached(state) && resolve(state);
        embedding.wake();
      }),
  };
}

const isReady = ({ phase }: EmbeddingState) => phase === 'ready';
const rows = (database: Database, table: string) =>
  database.prepare(`select count(*) from ${table}`).pluck().get();

test('passages are embedded as they come, found by meaning, and leave nothing when they go', async () => {
  const database = temporaryDatabase();
  put(database, 'first', [textOf(1), textOf(2), '\u0000']);
  const library = open(database, [{ path: encoder }]);
  expect(await library.until(isReady)).toMatchObject({ passages: 3, embedded: 3, failed: 0 });
  // A text finds itself, by both ways.
  const [best] = await library.find(textOf(2));
  expect(best).toMatchObject({ text: textOf(2), foundBy: ['words', 'meaning'] });
  // Where no word occurs, meaning finds something nevertheless.
  const strange = await library.find('zzyzx');
  expect(strange.length).toBeGreaterThan(0);
  expect(strange.every(({ foundBy }) => foundBy?.join() === 'meaning')).toBe(true);

  put(database, 'second', [textOf(7)]);
  expect(await library.until((state) => isReady(state) && state.embedded === 4)).toMatchObject({
    passages: 4,
  });
  expect((await library.find(textOf(7)))[0]).toMatchObject({ documentId: 'second', text: textOf(7) });
  expect(
    new Set(
      (await library.find(textOf(7), { scope: { documentIds: [documentIdSchema.parse('first')] } })).map(
        ({ documentId }) => documentId,
      ),
    ),
  ).toEqual(new Set(['first']));

  const store = createDocumentStore(database);
  store.remove(documentIdSchema.parse('first'));
  expect((await library.find(textOf(2))).map(({ documentId }) => documentId)).toEqual(['second']);
  store.remove(documentIdSchema.parse('second'));
  expect([rows(database, 'chunk_vectors'), rows(database, 'vector_failures')]).toEqual([0, 0]);
  expect(await library.find(textOf(2))).toEqual([]);
});

test('a kill between two batches loses nothing that was made, and nothing is made twice', async () => {
  const database = temporaryDatabase();
  const texts = Array.from({ length: 40 }, (_, index) => `${textOf(index)} ${index}`);
  put(database, 'long', texts);
  const sent: string[] = [];
  const cut = Promise.withResolvers<void>();
  const first = open(database, [
    {
      path: encoder,
      onBatch(batch) {
        // The second batch is cut off before its first vector.
        if (sent.length > 0) cut.resolve(first.close());
        else sent.push(...batch);
      },
    },
  ]);
  await cut.promise;
  const kept = rows(database, 'chunk_vectors');
  expect(kept).toBe(sent.length);
  expect(kept).toBeLessThan(40);
  const again: string[] = [];
  const second = open(database, [{ path: encoder, onBatch: (batch) => void again.push(...batch) }]);
  await second.until(isReady);
  expect([...sent, ...again].map((text) => text.slice('long\n'.length))).toEqual(texts);
  expect(rows(database, 'chunk_vectors')).toBe(40);
});

test('the old model serves until the new one has read everything', async () => {
  const database = temporaryDatabase();
  put(database, 'only', [textOf(1), textOf(2), textOf(3)]);
  const gate = Promise.withResolvers<void>();
  const library = open(database, [{ path: encoder }, { path: decoder, onBatch: () => gate.promise }]);
  await library.until(isReady);
  const before = await library.find(textOf(3));
  library.choose(1);
  const switching = await library.until(({ phase }) => phase === 'embedding');
  expect(switching).toMatchObject({ model: { id: 'decoder' }, servingName: encoder, embedded: 0 });
  // Another question, so that its vector is not one that was kept.
  expect((await library.find(textOf(2)))[0]?.foundBy).toEqual(['words', 'meaning']);
  expect(await library.find(textOf(3))).toEqual(before);
  gate.resolve();
  const switched = await library.until(isReady);
  expect(switched).toMatchObject({ servingName: decoder, embedded: 3 });
  expect((await library.find(textOf(2)))[0]).toMatchObject({
    text: textOf(2),
    foundBy: ['words', 'meaning'],
  });
  await expect.poll(() => library.store.listSets().map(({ modelHash }) => modelHash)).toEqual([decoder]);
  expect(rows(database, 'chunk_vectors')).toBe(3);
});

test('the same library gives the same results, in the same order, every time it is opened', async () => {
  const database = temporaryDatabase();
  // Passages of one text have one vector: their order is only held by their ids.
  put(
    database,
    'same',
    Array.from({ length: 30 }, (_, index) => textOf(index % 6)),
  );
  const first = open(database, [{ path: encoder }]);
  await first.until(isReady);
  const found = await first.find(textOf(4));
  await first.close();
  const second = open(database, [{ path: encoder }]);
  expect(await second.find(textOf(4))).toEqual(found);
  const best = found.filter(({ text }) => text === textOf(4)).map(({ chunkId }) => chunkId);
  expect(best).toEqual(best.toSorted((a, b) => a - b));
});

test('without a model, or switched off, words alone are searched', async () => {
  const database = temporaryDatabase();
  put(database, 'only', [textOf(1), textOf(2)]);
  const none = open(database, []);
  expect(none.embedding.state).toMatchObject({ phase: 'noModel', model: null, servingName: null });
  const alone = await none.find(textOf(2));
  const expected = none.keywords.search({ query: textOf(2), limit: 10 });
  expect(alone).toEqual(expected.map((passage) => ({ ...passage, foundBy: ['words'] })));
  await none.close();
  const off = open(database, [{ path: encoder }]);
  await off.until(isReady);
  off.wishes.isOn = false;
  expect(off.embedding.state.phase).toBe('off');
  expect(await off.find(textOf(2))).toEqual(alone);
});

test('a file that is no embedding model is named as the cause, and tried again when asked', async () => {
  const database = temporaryDatabase();
  put(database, 'only', [textOf(1)]);
  const library = open(database, [{ path: join(running.folder, 'missing.gguf') }]);
  const failed = await library.until(({ phase }) => phase === 'failed');
  expect(failed.error).toEqual({ code: 'engine.fileMissing', fileName: 'missing.gguf' });
  expect((await library.find(textOf(1)))[0]?.foundBy).toEqual(['words']);
  makeEmbeddingModel({ path: join(running.folder, 'missing.gguf'), shape: 'tiny' });
  library.embedding.retry();
  expect(await library.until(isReady)).toMatchObject({ embedded: 1, error: null });
});
