import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runJson, runSotto } from '../support/runSotto.ts';

let folder = '';
const file = (name: string) => path.join(folder, name);
const inData = (...parameters: string[]) => [...parameters, '--no-model', '--data-dir', file('data')];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sotto-compare-'));
  const rules = 'The hall opens at nine. Dogs stay outside. The key lies under the stone.';
  await mkdir(file('rules'));
  await writeFile(file('rules/old.md'), `# Rules\n\n${rules}\n`);
  await writeFile(file('rules/new.md'), `# Rules\n\n${rules.replace('nine', 'ten')}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Catches a comparison that only a window can show, and a result written over a person's file.
test('two versions are compared, written to a file, and never over one that is there', async () => {
  const { exitCode, json } = await runJson(inData('compare', file('rules/old.md'), file('rules/new.md')));
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    kind: 'versions',
    modelName: null,
    changes: [
      {
        kind: 'changed',
        before: { text: 'The hall opens at nine.', pages: [1, 1] },
        after: { text: 'The hall opens at ten.', pages: [1, 1] },
      },
    ],
  });
  const writing = inData('digest', file('rules'), '--since', '1d', '--out', file('digest.md'));
  expect((await runSotto(writing)).exitCode).toBe(0);
  const written = await readFile(file('digest.md'), 'utf8');
  expect(written).toContain('2 of 2 documents told');
  expect(await runSotto(writing)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--force') });
  expect(await readFile(file('digest.md'), 'utf8')).toBe(written);
});
