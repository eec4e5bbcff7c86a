import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { contextFilePath } from '../../../electron/engine/contextFiles.ts';
import {
  type ContextFacts,
  type KeptSequence,
  openContextStore,
} from '../../../electron/engine/process/contextStore.ts';
import { temporaryFolder } from '../../support/temporaryDatabase.ts';

/** What could not be kept. */
const warn = vi.spyOn(console, 'warn');
beforeEach(() => void warn.mockReset().mockImplementation(() => undefined));

const keyHex = '5a'.repeat(32);
const facts: ContextFacts = { model: 'abc', library: '1.2.3', flashAttention: false };
const tokens = Array.from({ length: 400 }, (_, index) => index);

/** Writes its tokens as its state, as llama.cpp does in its own way. */
function sequenceOf(held: readonly number[], contextSize = 1000) {
  const loads: string[] = [];
  let contextTokens = held;
  const sequence: KeptSequence = {
    get contextTokens() {
      return contextTokens;
    },
    contextSize,
    saveStateToFile: async (path) => writeFileSync(path, JSON.stringify(contextTokens)),
    async loadStateFromFile(path) {
      loads.push(path);
      contextTokens = JSON.parse(readFileSync(path, 'utf8'));
    },
    async clearHistory() {
      contextTokens = [];
    },
  };
  return { sequence, loads };
}

async function storeIn(
  folders: { readonly folder: string; readonly memoryFolder: string },
  changes: { readonly keyHex?: string; readonly facts?: ContextFacts; readonly largestBytes?: number } = {},
) {
  const contexts = { folder: folders.folder, keyHex: changes.keyHex ?? keyHex };
  const { memoryFolder } = folders;
  return openContextStore({ facts, memoryFolder, bytesPerToken: 8, ...changes, contexts });
}

const makeFolders = () => ({ folder: join(temporaryFolder(), 'contexts'), memoryFolder: temporaryFolder() });
const plainFiles = (memoryFolder: string) =>
  readdirSync(memoryFolder, { recursive: true, withFileTypes: true });

/** What a new store gives back for this conversation. */
async function restored(folders: ReturnType<typeof makeFolders>, ...more: Parameters<typeof storeIn>[1][]) {
  const { sequence, loads } = sequenceOf([]);
  await (await storeIn(folders, ...more)).restore('one', sequence);
  expect(plainFiles(folders.memoryFolder).filter((entry) => entry.isFile())).toEqual([]);
  return { tokens: sequence.contextTokens, loads: loads.length };
}

test('brings back after a restart what was saved, encrypted and only for its owner', async () => {
  const folders = makeFolders();
  await (await storeIn(folders)).save('one', sequenceOf(tokens).sequence);
  const path = contextFilePath({ folder: folders.folder, keyHex }, 'one');
  expect(readdirSync(folders.folder).map((name) => join(folders.folder, name))).toEqual([path]);
  expect(readFileSync(path).includes('101,102,103')).toBe(false);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
  expect(await restored(folders)).toEqual({ tokens, loads: 1 });
});

test.each<[string, { keyHex?: string; facts?: ContextFacts }]>([
  ['with another key', { keyHex: 'a5'.repeat(32) }],
  ['of another model', { facts: { ...facts, model: 'abd' } }],
  ['of another version of the library', { facts: { ...facts, library: '1.2.4' } }],
  ['made in another way', { facts: { ...facts, flashAttention: true } }],
  ['without a fact it depends on', { facts: { model: 'abc', library: '1.2.3' } }],
])('ignores a state %s', async (_, changes) => {
  const folders = makeFolders();
  await (await storeIn(folders)).save('one', sequenceOf(tokens).sequence);
  expect(await restored(folders, changes)).toEqual({ tokens: [], loads: 0 });
});

test('ignores a state that does not fit the context', async () => {
  const folders = makeFolders();
  const store = await storeIn(folders);
  await store.save('one', sequenceOf(tokens).sequence);
  const { sequence, loads } = sequenceOf([], tokens.length);
  await store.restore('one', sequence);
  expect(loads).toEqual([]);
});

test('ignores the state of another conversation under the wrong name', async () => {
  const folders = makeFolders();
  await (await storeIn(folders)).save('two', sequenceOf(tokens).sequence);
  const path = (key: string) => contextFilePath({ folder: folders.folder, keyHex }, key);
  copyFileSync(path('two'), path('one'));
  expect(await restored(folders)).toEqual({ tokens: [], loads: 0 });
});

test('ignores hundreds of changed, cut, lengthened and foreign files, and leaves no plain state behind', async () => {
  const folders = makeFolders();
  await (await storeIn(folders)).save('one', sequenceOf(tokens).sequence);
  const path = contextFilePath({ folder: folders.folder, keyHex }, 'one');
  const whole = readFileSync(path);
  const flips = Array.from({ length: 300 }, (_, index) => {
    const changed = Buffer.from(whole);
    // Every byte of the beginning, then spread over the rest.
    const place = index < 150 ? index : Math.floor((index * whole.length) / 300);
    changed[place] = (changed[place] ?? 0) ^ (1 << (index % 8));
    return changed;
  });
  const cuts = Array.from({ length: 100 }, (_, index) =>
    whole.subarray(0, Math.floor((index * whole.length) / 100)),
  );
  const others = [
    Buffer.concat([whole, Buffer.alloc(1)]),
    Buffer.concat([whole, whole]),
    Buffer.from('GGUF a file of another program'),
    Buffer.alloc(100_000, 255),
    whole.toReversed(),
  ];
  for (const content of [...flips, ...cuts, ...others]) {
    writeFileSync(path, content);
    expect(await restored(folders)).toEqual({ tokens: [], loads: 0 });
  }
  writeFileSync(path, whole);
  expect(await restored(folders)).toEqual({ tokens, loads: 1 });
});

test('drops what was used longest ago where the folder would grow too large', async () => {
  const folders = makeFolders();
  const store = await storeIn(folders, { largestBytes: 5000 });
  const path = (key: string) => contextFilePath({ folder: folders.folder, keyHex }, key);
  for (const [age, key] of ['one', 'two'].entries()) {
    await store.save(key, sequenceOf(tokens).sequence);
    utimesSync(path(key), age + 1, age + 1);
  }
  await store.restore('one', sequenceOf([]).sequence);
  await store.save('three', sequenceOf(tokens).sequence);
  expect(['one', 'two', 'three'].map((key) => existsSync(path(key)))).toEqual([true, false, true]);
});

test('keeps no state that alone is larger than the folder may be, nor a short one', async () => {
  const folders = makeFolders();
  const store = await storeIn(folders, { largestBytes: 1000 });
  await store.save('large', sequenceOf(tokens).sequence);
  await store.save('short', sequenceOf(tokens.slice(0, 100)).sequence);
  expect(readdirSync(folders.folder)).toEqual([]);
});

test('writes nothing again that is on the disk already', async () => {
  const folders = makeFolders();
  const store = await storeIn(folders);
  const { sequence } = sequenceOf(tokens);
  await store.save('one', sequence);
  const path = contextFilePath({ folder: folders.folder, keyHex }, 'one');
  const before = readFileSync(path);
  await store.save('one', sequence);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('goes on without keeping where the disk refuses', async () => {
  const folders = makeFolders();
  writeFileSync(folders.folder, 'a file where the folder should be');
  await (await storeIn(folders)).save('one', sequenceOf(tokens).sequence);
  expect(await restored(folders)).toEqual({ tokens: [], loads: 0 });
  expect(warn).toHaveBeenCalledTimes(1);
});

test('removes what a killed engine left behind: the plain state and half a file', async () => {
  const folders = makeFolders();
  await (await storeIn(folders)).save('two', sequenceOf(tokens).sequence);
  const whole = readdirSync(folders.folder);
  const { sequence } = sequenceOf(tokens);
  let left = '';
  const noticed: KeptSequence = {
    ...{ contextTokens: tokens, contextSize: 1000, clearHistory: sequence.clearHistory },
    loadStateFromFile: sequence.loadStateFromFile,
    async saveStateToFile(path) {
      left = path;
      throw new Error('killed');
    },
  };
  await (await storeIn(folders)).save('one', noticed);
  mkdirSync(dirname(left));
  writeFileSync(left, 'words of a conversation');
  writeFileSync(`${contextFilePath({ folder: folders.folder, keyHex }, 'one')}.tmp`, 'half');
  await storeIn(folders);
  expect(readdirSync(folders.folder)).toEqual(whole);
  expect(plainFiles(folders.memoryFolder)).toEqual([]);
});

test('uses no folder for the plain state that someone else has made', async () => {
  const folders = makeFolders();
  const paths: string[] = [];
  const { sequence } = sequenceOf(tokens);
  const store = await storeIn(folders);
  const saveStateToFile = async (path: string) => {
    paths.push(path);
    return sequence.saveStateToFile(path);
  };
  await store.save('one', { ...sequence, contextTokens: tokens, saveStateToFile });
  mkdirSync(dirname(paths[0] ?? expect.fail()));
  await store.save('two', { ...sequence, contextTokens: tokens, saveStateToFile });
  expect(paths).toHaveLength(1);
});
