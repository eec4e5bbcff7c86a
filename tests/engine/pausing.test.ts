import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GenerationEvent } from '../../electron/engine/engine.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { collect, endOf, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

const words = distinctWords(60);
const script = words.join(' ');
const paused = { threads: 'fewer', background: 'pause' } as const;
const usual = { threads: 'usual', background: 'run' } as const;

let running: TestEngine;
let modelPath: string;

beforeAll(async () => {
  running = startTestEngine();
  modelPath = join(running.folder, 'slow.gguf');
  makeScriptedModel({ path: modelPath, text: script, slowness: 100 });
  expect(await load(running.engine, modelPath)).toMatchObject({ ok: true });
});
afterAll(() => running.dispose());

/** A background answer that has begun to write. */
async function startBackground(signal?: AbortSignal) {
  const events: GenerationEvent[] = [];
  const changes = { priority: 'background' as const, ...(signal === undefined ? {} : { signal }) };
  const ended = (async () => {
    for await (const event of running.engine.generate(question('Summarise', changes))) events.push(event);
  })();
  await expect.poll(() => textOf(events).split(' ').length).toBeGreaterThan(3);
  return { events, ended };
}

/** What is on its way when the pause comes has arrived once a chat has been answered. */
async function askChat(): Promise<string> {
  return textOf(await collect(running.engine.generate(question('Hi!'))));
}

test('a paused background answer stands still while chats are answered, and then goes on word for word', async () => {
  const { events, ended } = await startBackground();
  running.engine.setPace(paused);
  expect(await askChat()).toBe(script);
  const standing = textOf(events);
  expect(standing).not.toBe(script);
  expect(await askChat()).toBe(script);
  expect(textOf(events)).toBe(standing);
  expect(running.engine.status).toMatchObject({ openAnswers: 1, pausedAnswers: 1 });

  running.engine.setPace(usual);
  await ended;
  expect(textOf(events)).toBe(script);
  expect(endOf(events).stopReason).toBe('endOfAnswer');
  expect(endOf(events).statistics.generatedTokens).toBe(words.length);
});

test('a paused answer can be stopped and keeps what it has, and one that has not begun can be as well', async () => {
  const controller = new AbortController();
  const { events, ended } = await startBackground(controller.signal);
  const waiting = collect(
    running.engine.generate(question('Next', { priority: 'background', signal: controller.signal })),
  );
  running.engine.setPace(paused);
  await askChat();
  controller.abort();
  await ended;
  expect(endOf(events).stopReason).toBe('userStopped');
  expect(script.startsWith(textOf(events))).toBe(true);
  expect(endOf(await waiting)).toMatchObject({ stopReason: 'userStopped' });
  running.engine.setPace(usual);
});

test('paused work does not keep the model from being unloaded', async () => {
  const { events, ended } = await startBackground();
  running.engine.setPace(paused);
  await running.engine.unload();
  await ended;
  expect(events.at(-1)).toEqual({ kind: 'failed', error: { code: 'engine.cancelled' } });
  running.engine.setPace(usual);
  await load(running.engine, modelPath);
});

test('after a crash the new process is paused as well', async () => {
  const { events, ended } = await startBackground();
  running.engine.setPace(paused);
  const crashed = running.children.at(-1);
  crashed?.kill();
  await ended;
  expect(events.at(-1)?.kind).toBe('failed');
  const controller = new AbortController();
  const again = collect(
    running.engine.generate(question('Again', { priority: 'background', signal: controller.signal })),
  );
  expect(await askChat()).toBe(script);
  expect(running.children.at(-1)?.pid).not.toBe(crashed?.pid);
  controller.abort();
  expect(textOf(await again)).toBe('');
  running.engine.setPace(usual);
});
