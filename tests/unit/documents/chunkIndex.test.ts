import { expect, test } from 'vitest';
import { createDocumentStore } from '../../../electron/documents/documentStore.ts';
import { createPassageSearch } from '../../../electron/documents/search/passageSearch.ts';
import { documentIdSchema } from '../../../shared/ids.ts';
import { chunkOf } from '../../support/documents/chunkOf.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';

test('an index that an older version left is made anew from the chunks, once', () => {
  const database = temporaryDatabase();
  const texts = Array.from({ length: 1200 }, (_, index) => `number${index} of the leases`);
  createDocumentStore(database).put({
    document: {
      id: documentIdSchema.parse('a'),
      title: 'Leases',
      fileName: 'a.txt',
      path: '/a.txt',
      format: 'txt',
      sizeBytes: 1,
      contentHash: 'a',
      language: 'en',
      pages: 1,
      words: 1,
      addedAt: '2026-01-01T00:00:00.000Z',
    },
    blocks: [],
    chunks: texts.map((text) => chunkOf(text)),
  });
  const find = (query: string) =>
    createPassageSearch(database)
      .search({ query, limit: 3 })
      .map(({ text }) => text);
  database.exec(
    "insert into chunk_index (chunk_index) values ('delete-all'); update chunk_index_state set version = 0",
  );
  expect(find('number1199')).toEqual([]);

  createDocumentStore(database);
  expect(find('number1199')).toEqual(['number1199 of the leases']);
  expect(database.prepare('select count(*) from chunk_index').pluck().get()).toBe(texts.length);

  // Only where it has to be: nothing of this is filled again.
  database.exec("insert into chunk_index (chunk_index) values ('delete-all')");
  createDocumentStore(database);
  expect(find('number1199')).toEqual([]);
});
