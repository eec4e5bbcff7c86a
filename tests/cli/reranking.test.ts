import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeRerankingModel } from '../support/models/rerankingModel.ts';
import { runJson } from '../support/runSotto.ts';

// Catches a reranking model that is taken for another kind, or that searches do not use.
test('a reranking model is added as such and orders what a search finds, unless told not to', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sotto-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const inData = (...parameters: string[]) => [...parameters, '--data-dir', path.join(folder, 'data')];
  const model = makeRerankingModel({ path: path.join(folder, 'judge.gguf'), likes: 'moon' });
  const [tides, days] = [path.join(folder, 'tides.md'), path.join(folder, 'days.md')];
  await writeFile(
    tides,
    '# Tides\n\nOn a day like this the moon, and only the moon, pulls the water of the oceans.\n',
  );
  await writeFile(days, '# Days\n\nA day is a day.\n');
  const added = await runJson(inData('models', 'add', model));
  expect(added.json).toMatchObject({ kind: 'reranking' });
  await runJson(inData('index', tides, days, '--no-embeddings'));

  const byWords = await runJson(inData('search', '--no-rerank', 'day'));
  expect(byWords.json).toMatchObject([{ title: 'Days' }, { title: 'Tides' }]);
  const judged = await runJson(inData('search', 'day'));
  expect(judged.json).toMatchObject([
    { title: 'Tides', judged: { isCut: false } },
    { title: 'Days', judged: { isCut: false } },
  ]);
});
