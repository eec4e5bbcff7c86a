import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createModels } from '../../electron/models/models.ts';
import { createFileGrants } from '../../electron/storage/fileGrants.ts';
import type { Model } from '../../shared/contract/models.ts';
import { settingsSchema } from '../../shared/contract/settings.ts';
import { makeLoraAdapter } from '../support/models/loraAdapter.ts';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { temporaryDatabase, temporaryFolder } from '../support/temporaryDatabase.ts';
import { collect, question, startTestEngine, textOf } from './testEngine.ts';

async function modelWithAdapters() {
  const folder = temporaryFolder();
  const dataFolder = temporaryFolder();
  const running = startTestEngine();
  onTestFinished(() => running.dispose());
  const files = createFileGrants();
  const models = createModels({
    database: temporaryDatabase(),
    engine: running.engine,
    files,
    dataFolder,
    readSettings: () => settingsSchema.parse({ threads: 1, gpu: 'off' }),
    readEnergy: () => ({ fewerThreadsFor: [], pausedFor: [] }),
    onChanged: () => undefined,
  });
  const grant = (file: string, isTemporary = false) =>
    files.grant({ path: file, fileName: path.basename(file), isTemporary });
  const scripted = makeScriptedModel({
    path: path.join(folder, 'counter.gguf'),
    text: 'one two three four five',
  });
  const added = await models.add(grant(scripted.path));
  const modelId = added.ok ? added.value.id : expect.fail();
  const makeAdapter = (name: string, after: string, say: string) =>
    makeLoraAdapter({
      path: path.join(folder, `${name}.gguf`),
      model: scripted,
      name,
      detours: [{ after, say }],
    });
  const answer = async () => {
    const ready = await models.provide({ modelId: null, signal: new AbortController().signal });
    if (!ready.ok) return ready.error;
    const sampling = { temperature: 0, repeatPenalty: null };
    return textOf(await collect(running.engine.generate(question('Count!', { sampling }))));
  };
  const addAdapter = async (file: string, scale = 1, isTemporary = false): Promise<Model> => {
    const result = await models.addAdapter({ modelId, fileId: grant(file, isTemporary), scale });
    return result.ok ? result.value : expect.fail(result.error.code);
  };
  return { models, modelId, makeAdapter, addAdapter, answer, grant, dataFolder, modelPath: scripted.path };
}

test('adapters change the next answer, by their scale, until they are removed', async () => {
  const { models, modelId, makeAdapter, addAdapter, answer } = await modelWithAdapters();
  const plainHash = models.contentHashOf(modelId);
  expect(await answer()).toBe('one two three four five');
  await addAdapter(makeAdapter('Three', 'one', ' three'));
  expect(await answer()).toBe('one three four five');
  const both = await addAdapter(makeAdapter('Five', ' three', ' five'));
  expect(both.adapters).toMatchObject([
    { name: 'Three', fileName: 'Three.gguf', scale: 1, isFilePresent: true },
    { name: 'Five', fileName: 'Five.gguf', scale: 1, isFilePresent: true },
  ]);
  expect(models.list()).toEqual([both]);
  expect(await answer()).toBe('one three five');
  // A summary written with adapters must not pass for one written without.
  expect(models.contentHashOf(modelId)).not.toBe(plainHash);

  const [three, five] = both.adapters;
  if (!three || !five) return expect.fail();
  await models.setAdapterScale({ modelId, adapterId: three.id, scale: 0 });
  expect(await answer()).toBe('one two three five');
  const without = await models.removeAdapter({ modelId, adapterId: five.id });
  expect(without).toMatchObject({ ok: true, value: { adapters: [{ name: 'Three', scale: 0 }] } });
  expect(await answer()).toBe('one two three four five');
  expect(models.contentHashOf(modelId)).toBe(plainHash);
  expect(await models.removeAdapter({ modelId, adapterId: five.id })).toEqual({
    ok: false,
    error: { code: 'models.adapterNotFound' },
  });
});

test('the same file again changes the scale, and uploaded ones go with their model', async () => {
  const { models, modelId, makeAdapter, addAdapter, dataFolder } = await modelWithAdapters();
  const kept = makeAdapter('Three', 'one', ' three');
  await addAdapter(kept);
  expect((await addAdapter(kept, 0.5)).adapters).toMatchObject([{ name: 'Three', scale: 0.5 }]);
  await addAdapter(makeAdapter('Five', ' three', ' five'), 1, true);
  expect(readdirSync(path.join(dataFolder, 'models'))).toHaveLength(1);
  await models.remove(modelId);
  expect(readdirSync(path.join(dataFolder, 'models'))).toEqual([]);
  expect(existsSync(kept)).toBe(true);
});

test('what does not fit is refused, and what is gone is named as the person knows it', async () => {
  const { models, modelId, makeAdapter, addAdapter, answer, grant, dataFolder, modelPath } =
    await modelWithAdapters();
  expect(await models.addAdapter({ modelId, fileId: grant(modelPath), scale: 1 })).toEqual({
    ok: false,
    error: { code: 'engine.notAdapter', fileName: 'counter.gguf' },
  });
  const adapterPath = makeAdapter('Three', 'one', ' three');
  expect(await models.add(grant(adapterPath))).toEqual({
    ok: false,
    error: { code: 'engine.onlyAdapter', fileName: 'Three.gguf' },
  });
  await addAdapter(adapterPath, 1, true);
  rmSync(path.join(dataFolder, 'models'), { recursive: true });
  expect(models.list()[0]?.adapters).toMatchObject([{ name: 'Three', isFilePresent: false }]);
  expect(await answer()).toEqual({ code: 'engine.fileMissing', fileName: 'Three.gguf' });
});
