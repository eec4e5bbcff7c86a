import { createDocumentStore } from '../../../electron/documents/documentStore.ts';
import { createHybridSearch } from '../../../electron/documents/search/hybridSearch.ts';
import { createPassageSearch } from '../../../electron/documents/search/passageSearch.ts';
import type { Document } from '../../../shared/contract/documents.ts';
import { type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import { temporaryDatabase } from '../temporaryDatabase.ts';
import { chunkOf } from './chunkOf.ts';
import { judgeNothing } from './judgeNothing.ts';

/** A library in a real database. @param documents by name: each text is one passage on a page of its own. */
export function libraryOf(documents: Record<string, readonly string[]>) {
  const database = temporaryDatabase();
  const store = createDocumentStore(database);
  const put = (name: string, texts: readonly string[], facts: Partial<Document> = {}): DocumentId => {
    const id = documentIdSchema.parse(name);
    store.put({
      document: {
        id,
        title: name,
        fileName: `${name}.txt`,
        path: `/${name}.txt`,
        format: 'txt',
        sizeBytes: 1,
        contentHash: name,
        language: null,
        pages: texts.length,
        words: 1,
        addedAt: '2026-01-01T00:00:00.000Z',
        ...facts,
      },
      blocks: texts.map((text, index) => ({ kind: 'paragraph', text, page: index + 1, headings: [] })),
      chunks: texts.map((text, index) =>
        chunkOf(text, { page: index + 1, language: facts.language ?? null }),
      ),
    });
    return id;
  };
  const ids = Object.entries(documents).map(([name, texts]) => put(name, texts));
  const words = createPassageSearch(database);
  const withoutModel = { find: async () => null, dispose: async () => undefined };
  const search = { ...words, ...createHybridSearch({ words, meaning: withoutModel, judge: judgeNothing }) };
  return { database, store, search, ids, put };
}
