import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmbedInput } from '../../electron/engine/engine.ts';
import { makeCrashingModel } from '../support/models/brokenModels.ts';
import { makeEmbeddingModel } from '../support/models/embeddingModel.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import {
  collect,
  endOf,
  load,
  question,
  startTestEngine,
  type TestEngine,
  textOf,
  unstopped,
} from './testEngine.ts';

const script = distinctWords(60).join(' ');
const text = 'the people of this state work and the old man said that it was a good day for them. '.repeat(
  20,
);

let running: TestEngine;
let embedder: string;
let chat: string;

beforeEach(() => {
  running = startTestEngine({ times: { firstBackOffMs: 1 } });
  embedder = makeEmbeddingModel({ path: join(running.folder, 'embedder.gguf'), shape: 'tiny' });
  chat = join(running.folder, 'chat.gguf');
  makeScriptedModel({ path: chat, text: script, slowness: 10 });
});
afterEach(() => running.dispose());

const embed = (changes: Partial<EmbedInput>) =>
  running.engine.embed({ modelPath: embedder, texts: [text], signal: unstopped, ...changes });

/** Far more than is embedded while a test looks on. @returns once the first of it is. */
async function startEmbedding(changes: Partial<EmbedInput> = {}) {
  const begun = Promise.withResolvers<void>();
  let progressRatio = 0;
  const result = embed({
    texts: Array.from({ length: 1000 }, () => text),
    onProgress(ratio) {
      progressRatio = ratio;
      begun.resolve();
    },
    ...changes,
  });
  await begun.promise;
  return { result, progress: () => progressRatio };
}

test('a chat answers while texts are embedded, and both get on', async () => {
  expect(await load(running.engine, chat)).toMatchObject({ ok: true });
  const controller = new AbortController();
  const embedding = await startEmbedding({ signal: controller.signal });
  const answer = await collect(running.engine.generate(question('Hi!')));
  expect(textOf(answer)).toBe(script);
  const after = embedding.progress();
  expect(after).toBeLessThan(1);
  await expect.poll(embedding.progress, { timeout: 60_000 }).toBeGreaterThan(after);
  controller.abort();
  expect(await embedding.result).toEqual({ ok: false, error: { code: 'engine.cancelled' } });
});

test('a question is embedded before the passages that came first', async () => {
  const controller = new AbortController();
  const passages = await startEmbedding({ signal: controller.signal, kind: 'passage' });
  const query = await embed({ texts: ['a good day'], kind: 'query' });
  expect(query).toMatchObject({ ok: true });
  expect(passages.progress()).toBeLessThan(1);
  controller.abort();
  await passages.result;
});

test('a cancelled call frees its place for the next', async () => {
  const controller = new AbortController();
  const first = await startEmbedding({ signal: controller.signal });
  const waiting = embed({});
  const never = new AbortController();
  const abandoned = embed({ signal: never.signal });
  never.abort();
  expect(await abandoned).toEqual({ ok: false, error: { code: 'engine.cancelled' } });
  controller.abort();
  expect(await first.result).toEqual({ ok: false, error: { code: 'engine.cancelled' } });
  expect(await waiting).toMatchObject({ ok: true, value: { results: [{ ok: true }] } });
});

test('another chat model can be loaded while texts are embedded, and neither loses the other', async () => {
  const other = join(running.folder, 'other.gguf');
  makeScriptedModel({ path: other, text: script });
  expect(await load(running.engine, chat)).toMatchObject({ ok: true });
  const before = await embed({});
  const controller = new AbortController();
  const embedding = await startEmbedding({ signal: controller.signal });
  expect(await load(running.engine, other)).toMatchObject({ ok: true });
  // With another wish for the GPU, so that what was loaded on the backend before has to be loaded again.
  expect(await load(running.engine, other, { gpu: 'auto' })).toMatchObject({ ok: true });
  const loadedAt = embedding.progress();
  await expect.poll(embedding.progress, { timeout: 60_000 }).toBeGreaterThan(loadedAt);
  controller.abort();
  await embedding.result;
  expect(await embed({})).toEqual(before);
  expect(textOf(await collect(running.engine.generate(question('Hi!'))))).toBe(script);
});

test('a killed engine fails the call, and the next one loads the model again', async () => {
  expect(await load(running.engine, chat)).toMatchObject({ ok: true });
  const before = await embed({});
  const embedding = await startEmbedding();
  const pid = running.children.at(-1)?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  expect(await embedding.result).toEqual({
    ok: false,
    error: { code: 'engine.crashed', signal: 'SIGKILL', exitCode: null },
  });
  expect(await embed({})).toEqual(before);
  const answer = await collect(running.engine.generate(question('Hi!', { maxTokens: 3 })));
  expect(endOf(answer).stopReason).toBe('maxTokens');
  expect(running.children).toHaveLength(2);
});

test('a file that ends the engine while it is loaded is blamed once, and what is asked besides is not', async () => {
  expect(await load(running.engine, chat)).toMatchObject({ ok: true });
  const crashing = makeCrashingModel(join(running.folder, 'crash.gguf'), { isEmbedding: true });
  const blamed = { ok: false, error: { code: 'engine.fileCrashedEngine', fileName: 'crash.gguf' } };
  expect(await embed({ modelPath: crashing })).toEqual(blamed);
  const processes = running.children.length;
  expect(await embed({ modelPath: crashing })).toEqual(blamed);
  expect(running.children).toHaveLength(processes);
  expect(await embed({})).toMatchObject({ ok: true });
  const answer = await collect(running.engine.generate(question('Hi!', { maxTokens: 3 })));
  expect(endOf(answer).stopReason).toBe('maxTokens');
  // Another file at the same place deserves another try.
  copyFileSync(embedder, crashing);
  expect(await embed({ modelPath: crashing })).toMatchObject({ ok: true });
});
