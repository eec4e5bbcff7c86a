import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createFileStore } from '../../electron/documents/library/fileStore.ts';
import type { FileEvent } from '../../shared/contract/library.ts';
import { runJson, startSotto } from '../support/runSotto.ts';
import { temporaryFolder } from '../support/temporaryDatabase.ts';
import { describeEvents, openTestLibrary } from './librarySetup.ts';

// Catches what programs made, hidden files and what the person left out being read, and links followed for ever.
test('a folder is read to its bottom, without what is hidden, foreign or left out', async () => {
  const library = openTestLibrary();
  for (const name of [
    'a.txt',
    'sub/b.md',
    'sub/left/out.txt',
    'sub/left/in.txt',
    'node_modules/x.txt',
    '.git/y.txt',
    'sub/.hidden.txt',
    '~$a.docx',
    'Makefile',
    'drafts/z.txt',
  ]) {
    library.write(name, `# ${name}\n\nThe text of ${name}.`);
  }
  library.write('empty.txt', '');
  library.write('.sottoignore', 'drafts/\n');
  library.write('sub/.sottoignore', 'left/*\n!left/in.txt\n');
  expect(await library.index()).toEqual({
    events: [
      'added a.txt',
      'added sub/b.md',
      'added sub/left/in.txt',
      'failed empty.txt documents.emptyFile',
    ],
    unchanged: 0,
  });
});

// Catches files of one reason listed, or read again, with those of another.
test('failures are counted by their reason, and listed and read again by it', async () => {
  const library = openTestLibrary();
  for (const name of ['empty.txt', 'also-empty.txt']) library.write(name, '');
  library.write('broken.pdf', '%PDF-1.7\nthis is no PDF at all');
  await library.index();
  const { library: files } = library.documents;
  expect(files.countFailures()).toEqual([
    { errorCode: 'documents.emptyFile', files: 2 },
    { errorCode: 'documents.damaged', files: 1 },
  ]);
  const empty = files.listFiles({
    offset: 0,
    limit: 10,
    states: ['failed'],
    errorCode: 'documents.emptyFile',
  });
  expect(empty.files.map(({ fileName }) => fileName)).toEqual(['also-empty.txt', 'empty.txt']);
  expect(files.retry({ errorCode: 'documents.emptyFile' })).toBe(2);
  expect(files.countFailures()).toEqual([{ errorCode: 'documents.damaged', files: 1 }]);
});

// Catches a move or an unchanged file costing a second reading, and a failure that can only repeat being repeated.
test('what is known is not read again, wherever it is moved to', async () => {
  const library = openTestLibrary();
  for (const name of ['old/a.txt', 'old/b.txt', 'c.txt']) library.write(name, `The text of ${name}.`);
  library.write('empty.txt', '');
  await library.index();
  const before = [...library.parsed];
  expect(await library.index()).toEqual({
    events: ['failed empty.txt documents.emptyFile'],
    unchanged: 3,
  });
  renameSync(path.join(library.folder, 'old'), path.join(library.folder, 'new'));
  expect(await library.index()).toEqual({
    events: [
      'failed empty.txt documents.emptyFile',
      'moved new/a.txt from old/a.txt',
      'moved new/b.txt from old/b.txt',
    ],
    unchanged: 1,
  });
  expect(library.parsed).toEqual(before);
  expect(createFileStore(library.database).list({ offset: 0, limit: 10 }).total).toBe(4);

  library.write('empty.txt', 'No longer empty.');
  library.write('c.txt', 'Another version of c.');
  expect((await library.index()).events).toEqual(['added empty.txt', 'changed c.txt']);
  // Touched, but the same: hashed, not read.
  utimesSync(path.join(library.folder, 'c.txt'), 1, 1);
  const read = library.parsed.length;
  expect(await library.index()).toEqual({ events: [], unchanged: 4 });
  expect(library.parsed.length).toBe(read);
});

// Catches the text of deleted files staying in search, and that of a remaining copy going with them.
test('a deleted file leaves the library, unless its content is still there or was added by itself', async () => {
  const library = openTestLibrary();
  library.write('one.txt', 'Only here.');
  library.write('two.txt', 'Twice here.');
  library.write('copy of two.txt', 'Twice here.');
  const own = library.write('own.txt', 'Added by itself.');
  const added = await library.documents.add({
    source: {
      kind: 'file',
      fileId: library.grants.grant({ path: own, fileName: 'own.txt', isTemporary: false }),
    },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  expect(added.ok).toBe(true);
  await library.index();
  for (const name of ['one.txt', 'copy of two.txt', 'own.txt']) rmSync(path.join(library.folder, name));
  expect((await library.index()).events).toEqual(['removed one.txt']);
  const left = library.documents.store.list({ offset: 0, limit: 10 }).documents;
  expect(left.map((document) => document.fileName).sort()).toEqual(['own.txt', 'two.txt']);
});

// Catches an unplugged disk emptying the library.
test('nothing is given up where the folder is gone or empty all at once', async () => {
  const library = openTestLibrary();
  library.write('inside/a.txt', 'Some text.');
  const inside = path.join(library.folder, 'inside');
  await library.index('inside');
  renameSync(inside, path.join(library.folder, 'away'));
  const states = () => library.documents.library.listFolders().map(({ state }) => state);
  await library.documents.library.checkFolder(library.documents.library.listFolders()[0]?.id ?? never());
  await until(() => states()[0] === 'missing');
  mkdirSync(inside);
  await library.index('inside');
  expect(states()).toEqual(['emptied']);
  expect(library.titles()).toEqual(['a']);
  rmSync(inside, { recursive: true });
  renameSync(path.join(library.folder, 'away'), inside);
  expect(await library.index('inside')).toEqual({ events: [], unchanged: 1 });
  expect(states()).toEqual(['ready']);
});

// Catches a document coming back that the person removed, and traces of it staying behind.
test('a removed document leaves no row in any table, and stays out until it is wanted again', async () => {
  const library = openTestLibrary();
  library.write('a.txt', 'The word marzipan stands here.');
  library.write('b.txt', 'Another text.');
  await library.index();
  const { database, documents } = library;
  const document = documents.store.list({ offset: 0, limit: 10, title: 'a' }).documents[0] ?? never();
  const idsLeft = () =>
    listTables(database).flatMap(({ table, column }) =>
      database.prepare(`select 1 from "${table}" where "${column}" = ? limit 1`).get(document.id)
        ? [`${table}.${column}`]
        : [],
    );
  expect(idsLeft()).toContain('chunks.document_id');
  expect(await documents.remove(document.id)).toEqual({ ok: true, value: {} });
  expect(idsLeft()).toEqual([]);
  const { signal } = new AbortController();
  expect(await documents.search.find({ query: 'marzipan', limit: 5, signal })).toEqual([]);
  const indexed = Number(database.prepare('select count(*) from chunk_index').pluck().get());
  expect(indexed).toBe(Number(database.prepare('select count(*) from chunks').pluck().get()));

  expect((await library.index()).events).toEqual([]);
  const leftOut = documents.library.listFiles({ offset: 0, limit: 10, states: ['leftOut'] }).files;
  expect(leftOut.map(({ fileName }) => fileName)).toEqual(['a.txt']);
  documents.library.retry({ ids: leftOut.map(({ id }) => id) });
  await library.index();
  expect(library.titles()).toEqual(['a', 'b']);
});

// Catches a removed folder leaving its documents behind, or taking away what lies elsewhere.
test('a folder is removed with its documents, or without', async () => {
  const library = openTestLibrary();
  for (const name of ['one/a.txt', 'one/b.txt', 'two/c.txt']) library.write(name, `The text of ${name}.`);
  library.write('two/copy.txt', 'The text of one/a.txt.');
  await library.index('one', 'two');
  const keeper = library.documents.library;
  const [one, two] = keeper.listFolders();
  keeper.removeFolder({ folderId: one?.id ?? never(), documents: 'remove' });
  await until(() => keeper.listFolders().length === 1);
  expect(library.titles()).toHaveLength(2);
  keeper.removeFolder({ folderId: two?.id ?? never(), documents: 'keep' });
  expect(keeper.listFolders()).toEqual([]);
  expect(library.titles()).toHaveLength(2);
});

// Catches events that are lost, half-written files being read, and a rename being told as two things.
test('a followed folder tells what comes, changes, moves and goes', async () => {
  const library = openTestLibrary({ settleMs: 300, goneAfterMs: 1200 });
  library.write('first.txt', 'The first text.');
  const leaving = new AbortController();
  const events: FileEvent[] = [];
  const told = () => describeEvents(events, library.folder);
  const following = library.documents.library.follow({
    path: library.folder,
    signal: leaving.signal,
    onStarted: () => undefined,
    onFile: (event) => events.push(event),
  });
  await until(() => told().includes('added first.txt'));
  library.write('deep/er/second.txt', 'The second');
  await wait(200);
  library.write('deep/er/second.txt', 'The second text.');
  await until(() => told().includes('added deep/er/second.txt'));
  renameSync(path.join(library.folder, 'deep'), path.join(library.folder, 'deeper'));
  await until(() => told().includes('moved deeper/er/second.txt from deep/er/second.txt'));
  library.write('first.txt', 'The first text, changed.');
  await until(() => told().includes('changed first.txt'));
  rmSync(path.join(library.folder, 'first.txt'));
  await until(() => told().includes('removed first.txt'));
  leaving.abort();
  expect(await following).toEqual({ ok: true, value: null });
  expect(told()).toHaveLength(5);
  expect(library.titles()).toEqual(['second']);
}, 60_000);

// Catches the queue, or half of a document, being lost with the process.
test('indexing that is killed goes on where it was', async () => {
  const folder = temporaryFolder();
  const dataDir = path.join(temporaryFolder(), 'data');
  const { write } = openTestLibrary();
  const source = path.dirname(write('x/0.txt', 'x'));
  const files = 120;
  for (let index = 0; index < files; index += 1) {
    write(`x/${index}.txt`, `Document ${index} speaks of matter ${index * 7}. `.repeat(20));
  }
  renameSync(source, path.join(folder, 'x'));
  const place = path.join(folder, 'x');
  const sotto = startSotto(['index', place, '--data-dir', dataDir], { input: '' });
  const written = () =>
    readdirSync(dataDir).reduce((sum, name) => sum + statSync(path.join(dataDir, name)).size, 0);
  void sotto.ended.then((end) => {
    isOver = end.stderr;
  });
  let isOver: string | null = null;
  await until(() => {
    if (isOver !== null) throw new Error(`It ended too soon: ${isOver}`);
    try {
      return written() > 1_300_000;
    } catch {
      return false;
    }
  });
  sotto.process.kill('SIGKILL');
  expect((await sotto.ended).exitCode).toBe(null);
  const { json } = await runJson(['index', place, '--data-dir', dataDir]);
  const counts = z.object({ added: z.int(), unchanged: z.int(), failed: z.array(z.unknown()) }).parse(json);
  expect(counts.failed).toEqual([]);
  expect(counts.added + counts.unchanged).toBe(files);
  expect(counts.unchanged).toBeGreaterThan(0);
}, 120_000);

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(25);
}

function never(): never {
  throw new Error('It should have been there');
}

function listTables(database: ReturnType<typeof openTestLibrary>['database']) {
  return z.array(z.object({ table: z.string(), column: z.string() })).parse(
    database
      .prepare(
        `select tables.name as "table", columns.name as "column" from sqlite_master as tables
         join pragma_table_info(tables.name) as columns
         where tables.type = 'table' and (columns.name = 'document_id' or (tables.name = 'documents' and columns.name = 'id'))`,
      )
      .all(),
  );
}
