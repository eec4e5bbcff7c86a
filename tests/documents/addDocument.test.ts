import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { prepareDocument, storeDocument } from '../../electron/documents/addDocument.ts';
import { createDocumentStore, type DocumentStore } from '../../electron/documents/documentStore.ts';
import { createPassageSearch } from '../../electron/documents/search/passageSearch.ts';
import type { Database } from '../../electron/storage/database.ts';
import { ok } from '../../shared/result.ts';
import { createTestParser } from '../support/documents/testParser.ts';
import { temporaryDatabase, temporaryFolder } from '../support/temporaryDatabase.ts';

let database: Database;
let store: DocumentStore;
let folder: string;

beforeEach(() => {
  database = temporaryDatabase();
  store = createDocumentStore(database);
  folder = temporaryFolder();
});

async function add(fileName: string, options: { isTemporary?: boolean; signal?: AbortSignal } = {}) {
  const parser = createTestParser();
  onTestFinished(() => parser.dispose());
  const file = { path: path.join(folder, fileName), fileName, isTemporary: options.isTemporary ?? false };
  const prepared = await prepareDocument({
    file,
    store,
    parser,
    signal: options.signal ?? new AbortController().signal,
    onProgress: () => undefined,
  });
  if (!prepared.ok) return prepared;
  const added = storeDocument({ file, store, prepared: prepared.value, findOtherPlace: () => null });
  if (!added) throw new Error('What was prepared could not be stored');
  return ok(added);
}

async function mustAdd(fileName: string, options: { isTemporary?: boolean } = {}) {
  const added = await add(fileName, options);
  if (!added.ok) throw new Error(JSON.stringify(added.error));
  return added.value;
}

const write = (fileName: string, text: string) => writeFileSync(path.join(folder, fileName), text);
const search = (query: string) =>
  createPassageSearch(database)
    .search({ query, limit: 10 })
    .map((passage) => passage.text);

test('the same content is read once, whatever the file is called', async () => {
  write('a.txt', 'The rent is due on the third of the month.');
  write('b.txt', 'The rent is due on the third of the month.');
  const first = await mustAdd('a.txt');
  const second = await mustAdd('b.txt');
  expect(second).toEqual({
    document: { ...first.document, fileName: 'b.txt', path: path.join(folder, 'b.txt') },
    isNew: false,
    previousPath: path.join(folder, 'a.txt'),
    isChanged: false,
    replacedId: null,
  });
  expect(store.list({ offset: 0, limit: 10 }).total).toBe(1);
});

test('a renamed file keeps its document and shows its new place', async () => {
  write('old.txt', 'Rent.');
  const { document } = await mustAdd('old.txt');
  renameSync(path.join(folder, 'old.txt'), path.join(folder, 'new.txt'));
  expect((await mustAdd('new.txt')).document).toEqual({
    ...document,
    fileName: 'new.txt',
    path: path.join(folder, 'new.txt'),
  });
});

test('a changed file keeps its id, and nothing of the old text is found any more', async () => {
  write('lease.txt', 'The deposit is two rents.');
  const before = await mustAdd('lease.txt');
  write('lease.txt', 'The guarantee is three rents.');
  const after = await mustAdd('lease.txt');
  expect(after.document.id).toBe(before.document.id);
  expect(after.isNew).toBe(true);
  expect(search('deposit')).toEqual([]);
  expect(search('guarantee')).toEqual(['The guarantee is three rents.']);
});

test('a file that becomes a copy of another leaves none of its old text in search', async () => {
  write('a.txt', 'Only here stood the word marzipan.');
  write('b.txt', 'The rent is due on the third.');
  const a = await mustAdd('a.txt');
  await mustAdd('b.txt');
  write('a.txt', 'The rent is due on the third.');
  expect((await mustAdd('a.txt')).replacedId).toBe(a.document.id);
  expect(search('marzipan')).toEqual([]);
});

test('two uploads of the same name are two documents, because a name is no place', async () => {
  write('scan.txt', 'First letter.');
  await mustAdd('scan.txt', { isTemporary: true });
  write('scan.txt', 'Second letter.');
  await mustAdd('scan.txt', { isTemporary: true });
  expect(store.list({ offset: 0, limit: 10 }).documents.map(({ path: place }) => place)).toEqual([
    'scan.txt',
    'scan.txt',
  ]);
});

test('a file that cannot be read leaves nothing behind, and the older version stays', async () => {
  write('report.html', '<h1>Report</h1><p>Sales rose in the north and fell in the south.</p>');
  await mustAdd('report.html');
  write('report.html', '');
  expect(await add('report.html')).toEqual({
    ok: false,
    error: { code: 'documents.emptyFile', fileName: 'report.html' },
  });
  expect(search('sales')).toHaveLength(1);
  expect(await add('missing.txt')).toEqual({
    ok: false,
    error: { code: 'documents.fileMissing', fileName: 'missing.txt' },
  });
});

test('what is cancelled is not stored', async () => {
  write('a.txt', 'Some text.');
  expect(await add('a.txt', { signal: AbortSignal.abort() })).toEqual({
    ok: false,
    error: { code: 'documents.cancelled' },
  });
  expect(store.list({ offset: 0, limit: 10 }).total).toBe(0);
  expect(existsSync(folder) && readdirSync(folder)).toEqual(['a.txt']);
});
