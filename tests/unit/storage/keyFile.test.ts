import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openKeyFile } from '../../../electron/storage/keyFile.ts';

let dataFolder = '';
let keyPath = '';
const key = 'ab'.repeat(32);

beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'sotto-key-'));
  keyPath = path.join(dataFolder, 'database.key');
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

// Catches a key that is made anew at every start, which would lose the database.
test('makes a key once and reads the same one afterwards', async () => {
  const first = await openKeyFile({ dataFolder, environment: {} });
  const second = await openKeyFile({ dataFolder, environment: {} });
  expect(first).toEqual({
    ok: true,
    value: { hex: expect.stringMatching(/^[\da-f]{64}$/), protection: 'keyFile' },
  });
  expect(second).toEqual(first);
  expect(await readdir(dataFolder)).toEqual(['database.key']);
});

// Catches a key file that other accounts of the computer can read.
test.skipIf(process.platform === 'win32')(
  'lets only the owner read the key file, and closes an open one',
  async () => {
    await openKeyFile({ dataFolder, environment: {} });
    expect((await stat(keyPath)).mode & 0o777).toBe(0o600);
    await chmod(keyPath, 0o644);
    await openKeyFile({ dataFolder, environment: {} });
    expect((await stat(keyPath)).mode & 0o777).toBe(0o600);
  },
);

// Catches two first starts at the same moment that each encrypt with a key of their own.
test('gives all of several first starts the same key', async () => {
  const keys = await Promise.all(
    Array.from({ length: 8 }, () => openKeyFile({ dataFolder, environment: {} })),
  );
  const onDisk = (await readFile(keyPath, 'utf8')).trim();
  expect(keys).toEqual(keys.map(() => ({ ok: true, value: { hex: onDisk, protection: 'keyFile' } })));
  expect(await readdir(dataFolder)).toEqual(['database.key']);
});

// Catches a damaged key file being replaced, after which no backup of the key could be matched to the data.
test('refuses a malformed key file and leaves it as it is', async () => {
  await writeFile(keyPath, 'not a key');
  expect(await openKeyFile({ dataFolder, environment: {} })).toEqual({
    ok: false,
    error: { code: 'storage.keyFileMalformed', path: keyPath },
  });
  expect(await readFile(keyPath, 'utf8')).toBe('not a key');
});

// Catches a read failure that is taken for a missing file.
test('refuses a key file it cannot read', async () => {
  await mkdir(keyPath);
  expect(await openKeyFile({ dataFolder, environment: {} })).toEqual({
    ok: false,
    error: { code: 'storage.keyFileNotReadable', path: keyPath, reason: 'EISDIR' },
  });
});

// Catches a new key being made for a database that was encrypted with another one, which hides the real cause.
test('makes no key for a database that is there already', async () => {
  await writeFile(path.join(dataFolder, 'sotto.db'), 'encrypted');
  expect(await openKeyFile({ dataFolder, environment: {} })).toEqual({
    ok: false,
    error: { code: 'storage.keyMissing', dataFolder },
  });
  expect(await readdir(dataFolder)).toEqual(['sotto.db']);
});

// Catches a folder that cannot be written to being reported as a damaged key.
test('says why the key file could not be written', async () => {
  const missing = path.join(dataFolder, 'missing');
  expect(await openKeyFile({ dataFolder: missing, environment: {} })).toEqual({
    ok: false,
    error: { code: 'storage.keyFileNotWritten', path: path.join(missing, 'database.key'), reason: 'ENOENT' },
  });
});

// Catches the environment's key being ignored or written to disk.
test('takes the key of the environment and writes nothing', async () => {
  expect(await openKeyFile({ dataFolder, environment: { SOTTO_KEY: key.toUpperCase() } })).toEqual({
    ok: true,
    value: { hex: key, protection: 'environment' },
  });
  expect(await readdir(dataFolder)).toEqual([]);
});

// Catches a mistyped key silently giving a fresh key file.
test('refuses a malformed key of the environment', async () => {
  expect(await openKeyFile({ dataFolder, environment: { SOTTO_KEY: 'abc' } })).toEqual({
    ok: false,
    error: { code: 'storage.environmentKeyMalformed', variable: 'SOTTO_KEY' },
  });
  expect(await readdir(dataFolder)).toEqual([]);
});
