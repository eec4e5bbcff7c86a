import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { closeDatabase, openDatabase } from '../../electron/storage/openDatabase.ts';
import { runInProcess } from '../support/runInProcess.ts';

// Catches results of an index that is not whole yet being printed as if they were all there is.
test('search waits for an index that is made anew after an update, and shows that', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sotto-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const dataFolder = path.join(folder, 'data');
  const bees = path.join(folder, 'library', 'bees.md');
  await mkdir(path.dirname(bees));
  await writeFile(bees, '# Bees\n\nWorkers shiver to warm the hive in winter.\n');
  const run = (...parameters: string[]) =>
    runInProcess({ parameters: [...parameters, '--data-dir', dataFolder], isTerminal: true });
  expect(await run('index', bees).exitCode).toBe(0);

  const key = (await readFile(path.join(dataFolder, 'database.key'), 'utf8')).trim();
  const opened = openDatabase({ dataFolder, key: { hex: key, protection: 'keyFile' } });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  opened.value.exec(`insert into chunk_index (chunk_index) values ('delete-all'); delete from chunk_terms;
    update chunk_index_state set version = 0`);
  closeDatabase({ database: opened.value, dataFolder });

  const search = run('search', 'shivering', '--json');
  expect(await search.exitCode).toBe(0);
  expect(JSON.parse(search.stdout.text())).toEqual([expect.objectContaining({ path: bees })]);
  expect(search.stderr.text()).toContain('The search index is being renewed: 100 %');
});
