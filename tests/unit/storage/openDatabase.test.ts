import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../../electron/storage/migrate.ts';
import { migrations } from '../../../electron/storage/migrations/all.ts';
import { closeDatabase, openDatabase } from '../../../electron/storage/openDatabase.ts';
import { temporaryFolder, testKey } from '../../support/temporaryDatabase.ts';

function open(dataFolder: string, hex = testKey.hex) {
  return openDatabase({ dataFolder, key: { hex, protection: 'environment' } });
}

function mustOpen(dataFolder: string) {
  const opened = open(dataFolder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

test('nothing on the disk holds the words in clear', () => {
  const dataFolder = temporaryFolder();
  const database = mustOpen(dataFolder);
  database
    .prepare("insert into conversations (id, title, created_at, updated_at) values ('a', ?, '', '')")
    .run('my secret diagnosis');
  const onDisk = () =>
    readdirSync(dataFolder)
      .map((name) => readFileSync(join(dataFolder, name)).toString('latin1'))
      .join('');
  expect(onDisk()).not.toContain('diagnosis');
  closeDatabase({ database, dataFolder });
  expect(onDisk()).not.toContain('diagnosis');
  expect(onDisk()).not.toContain('SQLite format');
});

test('a second instance is told who has the data folder, and the first keeps working', () => {
  const dataFolder = temporaryFolder();
  const database = mustOpen(dataFolder);
  expect(open(dataFolder)).toEqual({
    ok: false,
    error: { code: 'storage.inUse', dataFolder, processId: process.pid },
  });
  expect(database.prepare('select count(*) as n from documents').get()).toEqual({ n: 0 });
  closeDatabase({ database, dataFolder });
});

test('a killed instance leaves no lock behind, and what it committed is there', () => {
  const dataFolder = temporaryFolder();
  const script = `
    const { openDatabase } = await import(${JSON.stringify(new URL('../../../electron/storage/openDatabase.ts', import.meta.url).href)});
    const opened = openDatabase({ dataFolder: process.argv[1], key: ${JSON.stringify(testKey)} });
    opened.value.prepare("insert into conversations (id, title, created_at, updated_at) values ('a', 'kept', '', '')").run();
    process.kill(process.pid, 'SIGKILL');`;
  const killed = spawnSync(process.execPath, ['--input-type=module', '-e', script, dataFolder]);
  expect(killed.status).toBe(null);
  const database = mustOpen(dataFolder);
  expect(database.prepare('select title from conversations').pluck().all()).toEqual(['kept']);
  closeDatabase({ database, dataFolder });
});

test('a wrong key is refused and the file stays as it was', () => {
  const dataFolder = temporaryFolder();
  closeDatabase({ database: mustOpen(dataFolder), dataFolder });
  const before = readFileSync(join(dataFolder, 'sotto.db'));
  expect(open(dataFolder, 'f'.repeat(64))).toEqual({
    ok: false,
    error: { code: 'storage.wrongKey', dataFolder },
  });
  expect(readFileSync(join(dataFolder, 'sotto.db')).equals(before)).toBe(true);
});

test('a damaged page is found at start instead of in the middle of work', () => {
  const dataFolder = temporaryFolder();
  const database = mustOpen(dataFolder);
  const insert = database.prepare(
    "insert into conversations (id, title, created_at, updated_at) values (?, ?, '', '')",
  );
  for (let index = 0; index < 200; index += 1) insert.run(String(index), 'x'.repeat(500));
  closeDatabase({ database, dataFolder });
  const file = join(dataFolder, 'sotto.db');
  const bytes = readFileSync(file);
  bytes.fill(0x5a, bytes.length - 4096 * 3, bytes.length - 4096 * 2);
  writeFileSync(file, bytes);
  expect(open(dataFolder)).toMatchObject({ ok: false, error: { code: 'storage.damaged' } });
});

// Catches an end in the middle that passes for an orderly one where all it wrote is in the log beside.
test('only an orderly end spares the next start from looking through the database', () => {
  const dataFolder = temporaryFolder();
  const note = join(dataFolder, 'closed');
  closeDatabase({ database: mustOpen(dataFolder), dataFolder });
  expect(existsSync(note)).toBe(true);
  const database = mustOpen(dataFolder);
  expect(existsSync(note)).toBe(false);
  closeDatabase({ database, dataFolder });
  expect(existsSync(note)).toBe(true);
});

test('a folder that cannot be written says so', () => {
  const file = join(temporaryFolder(), 'a-file');
  writeFileSync(file, '');
  expect(open(join(file, 'data'))).toMatchObject({ ok: false, error: { code: 'storage.notWritable' } });
});

test('a copy that opens with the same key is made before a later migration', () => {
  const dataFolder = temporaryFolder();
  const database = mustOpen(dataFolder);
  database
    .prepare("insert into conversations (id, title, created_at, updated_at) values ('a', 'old', '', '')")
    .run();
  const steps = [...migrations, "update conversations set title = 'new'"];
  expect(existsSync(join(dataFolder, 'backups'))).toBe(false);
  expect(migrate({ database, dataFolder, steps })).toEqual({ ok: true, value: null });
  expect(database.prepare('select title from conversations').pluck().get()).toBe('new');
  closeDatabase({ database, dataFolder });

  const copied = temporaryFolder();
  writeFileSync(
    join(copied, 'sotto.db'),
    readFileSync(join(dataFolder, 'backups', `sotto-v${migrations.length}.db`)),
  );
  const copy = mustOpen(copied);
  expect(copy.prepare('select title from conversations').pluck().get()).toBe('old');
  closeDatabase({ database: copy, dataFolder: copied });
});

test('a migration that fails half-way changes nothing', () => {
  const dataFolder = temporaryFolder();
  const database = mustOpen(dataFolder);
  const steps = [...migrations, 'create table added (x); insert into missing values (1)'];
  expect(migrate({ database, dataFolder, steps })).toMatchObject({
    ok: false,
    error: { code: 'storage.notWritable' },
  });
  expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
  expect(database.prepare("select name from sqlite_master where name = 'added'").get()).toBe(undefined);
  closeDatabase({ database, dataFolder });
});

test('a database of a newer Sotto is left alone', () => {
  const dataFolder = temporaryFolder();
  const database = mustOpen(dataFolder);
  database.pragma('user_version = 99');
  closeDatabase({ database, dataFolder });
  expect(open(dataFolder)).toEqual({
    ok: false,
    error: { code: 'storage.newerVersion', found: 99, known: migrations.length },
  });
  expect(existsSync(join(dataFolder, 'backups'))).toBe(false);
});
