import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../../electron/storage/makeFolder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sotto-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

// Catches a data folder that other users of the computer may look into, and one that must be made beforehand.
test('makes a folder and those above it, twice without complaint', async () => {
  const deep = path.join(folder, 'a', 'b', 'c');
  await makeFolder(deep);
  await makeFolder(deep);
  const stats = await stat(deep);
  expect(stats.isDirectory()).toBe(true);
  if (process.platform !== 'win32') expect(stats.mode & 0o777).toBe(0o700);
});

// Catches a file in the way being taken for the folder.
test('fails where a file is in the way', async () => {
  const file = path.join(folder, 'file');
  await writeFile(file, 'x');
  await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(path.join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

// Catches a command that never ends because its data folder can never be made.
test.runIf(process.platform === 'linux')('fails at once where nothing can be made', async () => {
  await expect(makeFolder('/proc/sotto/data')).rejects.toMatchObject({ code: 'ENOENT' });
});
