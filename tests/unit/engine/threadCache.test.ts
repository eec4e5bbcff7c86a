import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openPlanCache, openThreadCache } from '../../../electron/engine/process/threadCache.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-threads-'));
const path = join(folder, 'threads.json');
const measured = { counts: { decode: 2, prefill: 4 }, runMs: { decode: 9.5, prefill: 120 } };

beforeEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

test('gives back what was measured for the same key, and nothing for another', async () => {
  await openThreadCache({ path, key: 'a', cores: 4 }).write(measured);
  await openThreadCache({ path, key: 'b', cores: 4 }).write({
    ...measured,
    counts: { decode: 1, prefill: 1 },
  });
  expect(openThreadCache({ path, key: 'a', cores: 4 }).read()).toEqual(measured);
  expect(openThreadCache({ path, key: 'c', cores: 4 }).read()).toBeNull();
});

test.each([
  'not json',
  '',
  '[]',
  '{"version":2,"entries":{}}',
  JSON.stringify({ version: 1, entries: { a: { ...measured, counts: { decode: 0, prefill: 1 } } } }),
  JSON.stringify({ version: 1, entries: { a: { ...measured, runMs: { decode: -1, prefill: null } } } }),
])('a damaged file counts as none and is replaced by the next measurement: %s', async (content) => {
  writeFileSync(path, content);
  const cache = openThreadCache({ path, key: 'a', cores: 4 });
  expect(cache.read()).toBeNull();
  await cache.write(measured);
  expect(cache.read()).toEqual(measured);
});

test('does not believe counts above the cores there are', async () => {
  await openThreadCache({ path, key: 'a', cores: 4 }).write(measured);
  expect(openThreadCache({ path, key: 'a', cores: 2 }).read()).toBeNull();
});

test('keeps the entries written last, so that the file stays small', async () => {
  for (let index = 0; index < 70; index += 1) {
    await openThreadCache({ path, key: `model ${index}`, cores: 4 }).write(measured);
  }
  const { entries } = JSON.parse(readFileSync(path, 'utf8'));
  expect(Object.keys(entries)).toEqual(Array.from({ length: 64 }, (_, index) => `model ${index + 6}`));
});

test('a folder that cannot be written to is no failure', async () => {
  const cache = openThreadCache({ path: join(folder, 'absent', 'threads.json'), key: 'a', cores: 4 });
  await cache.write(measured);
  expect(cache.read()).toBeNull();
});

test('keeps what serves a model for search apart from what serves it for chats', async () => {
  const plan = { contexts: 4, threads: 1, textMs: 12.5 };
  await openThreadCache({ path, key: 'a', cores: 4 }).write(measured);
  await openPlanCache({ path, key: 'a', cores: 4 }).write(plan);
  expect(openThreadCache({ path, key: 'a', cores: 4 }).read()).toEqual(measured);
  expect(openPlanCache({ path, key: 'a', cores: 4 }).read()).toEqual(plan);
  expect(openPlanCache({ path, key: 'a', cores: 2 }).read()).toBeNull();
});
