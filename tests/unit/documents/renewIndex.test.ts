import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createDocumentStore } from '../../../electron/documents/documentStore.ts';
import { createPassageSearch } from '../../../electron/documents/search/passageSearch.ts';
import { createIndexRenewal } from '../../../electron/documents/search/renewIndex.ts';
import { indexedTerms } from '../../../electron/documents/search/terms.ts';
import type { Database } from '../../../electron/storage/database.ts';
import { closeDatabase, openDatabase } from '../../../electron/storage/openDatabase.ts';
import type { SearchIndexState } from '../../../shared/contract/search.ts';
import { type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import { temporaryDatabase, temporaryFolder, testKey } from '../../support/temporaryDatabase.ts';

const nobody = () => undefined;
const goOn = new AbortController().signal;
const subjects = ['leases', 'communications', 'harbours', 'letters', 'engines', 'rivers'];
const idOf = (name: string): DocumentId => documentIdSchema.parse(name);

/** Twelve passages on a subject; those of an older version are kept as they are written, without stems. */
function put(
  database: Database,
  name: string,
  options: { readonly isOld: boolean; readonly passages?: number },
) {
  const { isOld, passages = 12 } = options;
  const texts = Array.from(
    { length: passages },
    (_, index) => `number${index} told of ${name} and other ${subjects[index % subjects.length]}`,
  );
  createDocumentStore(database).put({
    document: {
      id: idOf(name),
      title: 'On this and that',
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
    chunks: texts.map((text) => ({
      ...{ text, pages: [1, 1], headings: ['Telling'] },
      terms: indexedTerms(text, isOld ? 'und' : 'en'),
    })),
  });
}

function putOld(database: Database): void {
  for (const name of subjects) put(database, name, { isOld: true });
  database.exec('update chunk_index_state set version = 0');
}

/** As when Sotto starts. @returns the renewal, eight passages at a time. */
function start(database: Database, onChanged: (state: SearchIndexState) => void = nobody) {
  createDocumentStore(database);
  const throwIt = (cause: unknown) => {
    throw cause;
  };
  return createIndexRenewal({ database, onChanged, logError: throwIt, sliceMs: 0 });
}

async function finish(renewal: ReturnType<typeof start>): Promise<number> {
  let slices = 0;
  for await (const _state of renewal.run(goOn)) slices += 1;
  expect(renewal.state).toEqual({ renewedRatio: null });
  return slices;
}

function find(database: Database, query: string): { text: string; score: number }[] {
  return createPassageSearch(database)
    .search({ query, limit: 50 })
    .map(({ text, score }) => ({ text, score }));
}

/** All that searches read, without the ids, which depend on what there was before. */
function contentsOf(database: Database) {
  database.exec('create virtual table temp.contents using fts5vocab(main, chunk_index, col)');
  const terms = database.prepare('select term, col, doc, cnt from temp.contents').raw().all();
  const ranked = database
    .prepare(
      `select documents.id, chunk_terms.position, hex(above), hex(chunk_terms.terms) from chunk_terms
       join chunks on chunks.id = chunk_id join documents on documents.id = document_id order by 1, 2`,
    )
    .raw()
    .all();
  const found = ['tell', 'lease letter', 'number3 rivers', 'this engine'].map((query) =>
    find(database, query),
  );
  return { terms, ranked, found };
}

function countNext(database: Database): unknown[] {
  return ['chunk_index_next', 'chunk_terms_next', 'chunk_index_next_data where id > 10'].map((rows) =>
    database.prepare(`select count(*) from ${rows}`).pluck().get(),
  );
}

// Catches a start that waits, a search that is without an index meanwhile or sees half of each, and an index that is
// another than one made from nothing, whatever was added, changed and removed before its slice, in it and after it.
test('an older index serves until the new one is whole, which equals one made from nothing', async () => {
  const database = temporaryDatabase();
  putOld(database);
  const renewal = start(database);
  expect(renewal.state).toEqual({ renewedRatio: 0 });
  const slices = renewal.run(goOn);
  for (let count = 0; count < 3; count += 1) await slices.next();
  expect(renewal.state).toEqual({ renewedRatio: 24 / 72 });
  expect(find(database, 'communications')).not.toEqual([]);
  expect(find(database, 'communicated')).toEqual([]);

  const store = createDocumentStore(database);
  store.remove(idOf('leases'));
  store.remove(idOf('rivers'));
  put(database, 'communications', { isOld: false, passages: 5 });
  put(database, 'engines', { isOld: false, passages: 15 });
  put(database, 'lakes', { isOld: false });
  // What is added is found at once, by what this version makes of it.
  expect(find(database, 'communicated').length).toBe(10);
  await finish(renewal);

  const fresh = temporaryDatabase();
  for (const [name, passages] of Object.entries({
    harbours: 12,
    letters: 12,
    communications: 5,
    engines: 15,
    lakes: 12,
  })) {
    put(fresh, name, { isOld: false, passages });
  }
  expect(contentsOf(database)).toEqual(contentsOf(fresh));
  expect(countNext(database)).toEqual([0, 0, 0]);
});

// Catches a renewal that begins again after every end of Sotto, or leaves out what was being made then.
test('a renewal goes on where it was cut off, in the background, and tells its end', async () => {
  const dataFolder = temporaryFolder();
  const open = () => {
    const opened = openDatabase({ dataFolder, key: testKey });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    return opened.value;
  };
  const cut = open();
  putOld(cut);
  const slices = start(cut).run(goOn);
  for (let count = 0; count < 5; count += 1) await slices.next();
  // Nothing is said or tidied up, as when the process is killed.
  cut.close();

  const database = open();
  const told: SearchIndexState[] = [];
  const renewal = start(database, (state) => told.push(state));
  expect(renewal.state).toEqual({ renewedRatio: 40 / 72 });
  renewal.start();
  while (renewal.state.renewedRatio !== null) await setImmediate();
  await renewal.dispose();
  expect(told.at(-1)).toEqual({ renewedRatio: null });
  expect(find(database, 'tell').length).toBe(50);

  // What was left of the old index goes at the next start; then there is nothing to do.
  expect(await finish(start(database))).toBeGreaterThan(0);
  expect(countNext(database)).toEqual([0, 0, 0]);
  expect(await finish(start(database))).toBe(0);
  closeDatabase({ database, dataFolder });
});
