import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeEmbeddingModel } from '../support/models/embeddingModel.ts';
import { runJson } from '../support/runSotto.ts';

// Catches a library that is only searched by words although an embedding model is there, and a search by words that loads it.
test('index has an embedding model read the passages; search uses them unless told not to', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sotto-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const inData = (...parameters: string[]) => [...parameters, '--data-dir', path.join(folder, 'data')];
  const model = makeEmbeddingModel({ path: path.join(folder, 'embedder.gguf'), shape: 'tiny' });
  const file = path.join(folder, 'tides.md');
  await writeFile(file, '# Tides\n\nThe moon pulls the water of the oceans.\n');
  await runJson(inData('models', 'add', model));

  const without = await runJson(inData('index', file, '--no-embeddings'));
  expect(without.json).toMatchObject({ added: 1, chunks: 1 });
  expect(without.json).not.toHaveProperty('embeddings');
  const withModel = await runJson(inData('index', file));
  expect(withModel.json).toMatchObject({
    unchanged: 1,
    embeddings: { model: 'Random tiny embedder', passages: 1, failed: 0 },
  });
  const found = await runJson(inData('search', 'zzyzx'));
  expect(found.json).toMatchObject([{ title: 'Tides', foundBy: ['meaning'] }]);
  const byWords = await runJson(inData('search', '--keyword-only', 'zzyzx'));
  expect(byWords.json).toEqual([]);
});
