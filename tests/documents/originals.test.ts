import { createHash } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocumentStore } from '../../electron/documents/documentStore.ts';
import { createOriginals } from '../../electron/documents/originals/originals.ts';
import { type DocumentId, documentIdSchema } from '../../shared/ids.ts';
import { temporaryDatabase } from '../support/temporaryDatabase.ts';

const content = Buffer.from(`%PDF-1.7 ${'the quick brown fox '.repeat(40_000)}`);
let folder = '';
let filePath = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sotto-originals-'));
  filePath = path.join(folder, 'fox.pdf');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function libraryWith(place: string, format = 'pdf') {
  await writeFile(filePath, content);
  const database = temporaryDatabase();
  const store = createDocumentStore(database);
  const id: DocumentId = documentIdSchema.parse('fox');
  const document = {
    ...{ id, title: 'Fox', fileName: 'fox.pdf', path: place, format, sizeBytes: content.length },
    contentHash: createHash('sha256').update(content).digest('hex'),
    ...{ language: 'en', pages: 1, words: 1, addedAt: '2026-01-01T00:00:00.000Z' },
  };
  store.put({ document, blocks: [], chunks: [] });
  return { database, store, id, originals: createOriginals({ database, get: store.get }) };
}

const bytesOf = (result: { ok: boolean; value?: { base64: string } }) =>
  Buffer.from(result.value?.base64 ?? '', 'base64').toString();

test('any part of the file is given out while it is what was read', async () => {
  const { originals, id } = await libraryWith(filePath);
  expect(await originals.open(id)).toEqual({ ok: true, value: { sizeBytes: content.length } });
  const part = await originals.read({ documentId: id, start: 300_000, end: 600_000 });
  expect(bytesOf(part)).toBe(content.subarray(300_000, 600_000).toString());
});

// Catches a stranger's file being shown under a document's name because it lies at its place or has its size.
test('a file that was changed, moved or is no PDF is refused with the reason', async () => {
  const { originals, id } = await libraryWith(filePath);
  await originals.open(id);
  const forged = Buffer.from(content);
  forged.write('fake', 100);
  await writeFile(filePath, forged);
  const changed = { ok: false, error: { code: 'originals.changed' } };
  expect(await originals.read({ documentId: id, start: 0, end: 10 })).toEqual(changed);
  expect(await originals.open(id)).toEqual(changed);
  await rename(filePath, `${filePath}.bak`);
  expect(await originals.open(id)).toEqual({ ok: false, error: { code: 'originals.moved' } });
  const sheet = await libraryWith(filePath, 'xlsx');
  expect(await sheet.originals.open(id)).toEqual({ ok: false, error: { code: 'originals.notPaged' } });
});

test('a file handed over by a window is kept with its document, and goes with it', async () => {
  const { originals, store, database, id } = await libraryWith('fox.pdf');
  expect(await originals.open(id)).toEqual({ ok: false, error: { code: 'originals.notKept' } });
  const document = store.get(id);
  if (!document) throw new Error('no document');
  await originals.keep(document, filePath);
  await rm(filePath);
  expect(await originals.open(id)).toEqual({ ok: true, value: { sizeBytes: content.length } });
  const part = await originals.read({ documentId: id, start: 262_140, end: 524_300 });
  expect(bytesOf(part)).toBe(content.subarray(262_140, 524_300).toString());
  store.remove(id);
  expect(database.prepare('select count(*) from original_pieces').pluck().get()).toBe(0);
});

test('character maps that ship with pdf.js are read, and nothing beside them', async () => {
  const { originals } = await libraryWith(filePath);
  const map = await originals.readPdfPart({ kind: 'cmaps', name: 'UniJIS-UTF16-H.bcmap' });
  expect(map.ok && map.value.base64.length > 100).toBe(true);
  expect(await originals.readPdfPart({ kind: 'cmaps', name: 'nothing.bcmap' })).toMatchObject({ ok: false });
});
