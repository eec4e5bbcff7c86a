import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createModels } from '../../electron/models/models.ts';
import { createFileGrants } from '../../electron/storage/fileGrants.ts';
import { type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import { makeEmbeddingHeader, makeNotGguf } from '../support/models/brokenModels.ts';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { temporaryDatabase, temporaryFolder } from '../support/temporaryDatabase.ts';
import { collect, question, startTestEngine, textOf } from './testEngine.ts';

function modelsIn(dataFolder: string) {
  const running = startTestEngine();
  onTestFinished(() => running.dispose());
  const files = createFileGrants();
  let settings: Settings = settingsSchema.parse({ threads: 1, gpu: 'off' });
  const models = createModels({
    database: temporaryDatabase(),
    engine: running.engine,
    files,
    dataFolder,
    readSettings: () => settings,
    readEnergy: () => ({ fewerThreadsFor: [], pausedFor: [] }),
    onChanged: () => undefined,
  });
  const add = (file: string, isTemporary = false) =>
    models.add(files.grant({ path: file, fileName: path.basename(file), isTemporary }));
  const provide = (modelId: Parameters<typeof models.provide>[0]['modelId'] = null) =>
    models.provide({ modelId, signal: new AbortController().signal });
  const unloadAfterMinutes = (minutes: number) => {
    settings = { ...settings, unloadAfterMinutes: minutes };
  };
  const prefer = (defaultModelId: Settings['defaultModelId']) => {
    settings = { ...settings, defaultModelId };
  };
  return { models, add, provide, prefer, unloadAfterMinutes, engine: running.engine };
}

function scripted(folder: string, name: string): string {
  const file = path.join(folder, `${name}.gguf`);
  makeScriptedModel({ path: file, name, text: `I am ${name}.` });
  return file;
}

test('a model is used where it lies, listed with what its file says, and removed without touching the file', async () => {
  const folder = temporaryFolder();
  const { models, add } = modelsIn(folder);
  const file = scripted(folder, 'Ada');
  const added = await add(file);
  expect(added).toMatchObject({
    ok: true,
    value: { name: 'Ada', fileName: 'Ada.gguf', architecture: 'llama', kind: 'chat', isFilePresent: true },
  });
  expect(models.list()).toEqual(added.ok ? [added.value] : []);
  expect(await models.remove(models.list()[0]?.id ?? expect.fail())).toEqual({ ok: true, value: {} });
  expect(existsSync(file)).toBe(true);
  expect(models.list()).toEqual([]);
});

test('the same file twice is one model', async () => {
  const folder = temporaryFolder();
  const { models, add } = modelsIn(folder);
  const file = scripted(folder, 'Ada');
  expect(await add(file)).toEqual(await add(file));
  expect(models.list()).toHaveLength(1);
});

test('an uploaded model is kept in the data folder and goes with its model', async () => {
  const folder = temporaryFolder();
  const dataFolder = temporaryFolder();
  const { models, add } = modelsIn(dataFolder);
  const file = scripted(folder, 'Ada');
  const added = await add(file, true);
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(path.join(dataFolder, 'models'))).toHaveLength(1);
  await models.remove(added.ok ? added.value.id : expect.fail());
  expect(readdirSync(path.join(dataFolder, 'models'))).toEqual([]);
});

test('the default model answers, else the newest whose file is still there', async () => {
  const folder = temporaryFolder();
  const { add, provide, prefer } = modelsIn(folder);
  const older = await add(scripted(folder, 'Ada'));
  const newest = scripted(folder, 'Bob');
  await add(newest);
  const nameOf = async () => {
    const ready = await provide();
    return ready.ok
      ? textOf(await collect(ready.value.engine.generate(question('Who are you?'))))
      : ready.error.code;
  };
  expect(await nameOf()).toBe('I am Bob.');
  prefer(older.ok ? older.value.id : null);
  expect(await nameOf()).toBe('I am Ada.');
  prefer(null);
  rmSync(newest);
  expect(await nameOf()).toBe('I am Ada.');
});

test('what is no chat model is refused with its reason and not listed', async () => {
  const folder = temporaryFolder();
  const { models, add, provide } = modelsIn(folder);
  expect(await provide()).toEqual({ ok: false, error: { code: 'models.noneInstalled' } });
  expect(await add(makeNotGguf(path.join(folder, 'picture.gguf')))).toEqual({
    ok: false,
    error: { code: 'engine.notGguf', fileName: 'picture.gguf' },
  });
  expect(models.list()).toEqual([]);
  const embedding = await add(makeEmbeddingHeader(path.join(folder, 'embedding.gguf')));
  expect(embedding).toMatchObject({ ok: true, value: { kind: 'embedding' } });
  expect(await provide()).toEqual({ ok: false, error: { code: 'models.noneInstalled' } });
  expect(await provide(embedding.ok ? embedding.value.id : null)).toMatchObject({
    ok: false,
    error: { code: 'models.notForChat' },
  });
});

test('a model whose file was replaced by something else fails with a reason, not a crash', async () => {
  const folder = temporaryFolder();
  const { add, provide } = modelsIn(folder);
  const file = scripted(folder, 'Ada');
  await add(file);
  writeFileSync(file, 'no model any more');
  expect(await provide()).toEqual({ ok: false, error: { code: 'engine.notGguf', fileName: 'Ada.gguf' } });
});

test('a model that is not used gives its memory back, and answers the next question all the same', async () => {
  const folder = temporaryFolder();
  const { models, add, provide, unloadAfterMinutes, engine } = modelsIn(folder);
  await add(scripted(folder, 'Ada'));
  unloadAfterMinutes(0.001);
  expect(await provide()).toMatchObject({ ok: true });
  await expect.poll(() => engine.status.modelPath, { timeout: 10_000 }).toBeNull();
  expect(models.engineState()).toMatchObject({ phase: 'idle', modelName: null, restingModelName: 'Ada' });

  unloadAfterMinutes(60);
  expect(await provide()).toMatchObject({ ok: true });
  expect(textOf(await collect(engine.generate(question('Who are you?'))))).toBe('I am Ada.');
  expect(models.engineState()).toMatchObject({ phase: 'ready', modelName: 'Ada', restingModelName: null });
});

test('an error about an uploaded copy names the file as the person knows it', async () => {
  const dataFolder = temporaryFolder();
  const { add, provide } = modelsIn(dataFolder);
  await add(scripted(temporaryFolder(), 'Ada'), true);
  const [copy = ''] = readdirSync(path.join(dataFolder, 'models'));
  writeFileSync(path.join(dataFolder, 'models', copy), 'no model any more');
  expect(await provide()).toEqual({ ok: false, error: { code: 'engine.notGguf', fileName: 'Ada.gguf' } });
});
