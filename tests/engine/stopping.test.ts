import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GenerationEvent } from '../../electron/engine/engine.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { collect, endOf, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

const words = distinctWords(400);
const script = words.join(' ');

let running: TestEngine;

beforeAll(async () => {
  running = startTestEngine();
  const path = join(running.folder, 'slow.gguf');
  makeScriptedModel({ path, text: script, slowness: 100 });
  expect(await load(running.engine, path)).toMatchObject({ ok: true });
});
afterAll(() => running.dispose());

/** Aborts once an event fulfils the condition. */
async function stopAt(
  isReached: (event: GenerationEvent) => boolean,
  text: string,
): Promise<GenerationEvent[]> {
  const controller = new AbortController();
  const seen: GenerationEvent[] = [];
  for await (const event of running.engine.generate(question(text, { signal: controller.signal }))) {
    seen.push(event);
    if (isReached(event)) controller.abort();
  }
  return seen;
}

test('stops while the prompt is still being read', async () => {
  const events = await stopAt((event) => event.kind === 'reading', 'a long document '.repeat(1000));
  const end = endOf(events);
  const lastReading = events.findLast((event) => event.kind === 'reading');
  expect(end).toMatchObject({
    stopReason: 'userStopped',
    statistics: { generatedTokens: 0, timeToFirstTokenMs: null },
  });
  expect(lastReading?.kind === 'reading' && lastReading.done).toBeLessThan(end.statistics.promptTokens / 2);
  expect(textOf(events)).toBe('');
});

test('stops in the middle of the answer and keeps what was written', async () => {
  const events = await stopAt((event) => event.kind === 'text' && event.text.includes(` ${words[3]}`), 'Hi!');
  expect(endOf(events).stopReason).toBe('userStopped');
  expect(textOf(events).startsWith(words.slice(0, 4).join(' '))).toBe(true);
  expect(textOf(events).length).toBeLessThan(script.length / 2);
});

test('reuses the part of the prompt it had read when it was stopped', async () => {
  const text = 'another long document '.repeat(400);
  const stopped = await stopAt((event) => event.kind === 'reading' && event.done > 0, text);
  const lastReading = stopped.findLast((event) => event.kind === 'reading');
  const events = await stopAt((event) => event.kind === 'reading', text);
  expect(lastReading?.kind === 'reading' && lastReading.done).toBeGreaterThan(0);
  expect(endOf(events).statistics.reusedTokens).toBe(
    lastReading?.kind === 'reading' ? lastReading.done : null,
  );
});

test('answers a chat question while a background answer waits, and both end whole', async () => {
  const order: string[] = [];
  const follow = async (name: string, events: AsyncIterable<GenerationEvent>) => {
    const all: GenerationEvent[] = [];
    for await (const event of events) {
      order.push(`${name} ${event.kind}`);
      all.push(event);
    }
    return endOf(all).statistics.generatedTokens;
  };
  const limit = 30;
  const background = follow(
    'background',
    running.engine.generate(question('Summarise', { priority: 'background', maxTokens: limit })),
  );
  while (!order.includes('background text')) await new Promise((resolve) => setTimeout(resolve, 1));
  const askedAt = order.length;
  await follow('chat', running.engine.generate(question('Hi!', { maxTokens: limit })));
  const meanwhile = order.slice(askedAt);
  expect(await background).toBe(limit);
  // A step of the background work may be under way when the question comes, and its event before that on the way.
  expect(meanwhile.filter((entry) => entry === 'background text').length).toBeLessThanOrEqual(3);
  expect(meanwhile.at(-1)).toBe('chat finished');
  expect(order.at(-1)).toBe('background finished');
});

test('stops a background answer that waits for a chat', async () => {
  const controller = new AbortController();
  const chat = collect(running.engine.generate(question('Hi!', { maxTokens: 40 })));
  const background = collect(
    running.engine.generate(question('Summarise', { priority: 'background', signal: controller.signal })),
  );
  controller.abort();
  expect(endOf(await background).stopReason).toBe('userStopped');
  expect(running.engine.status.phase).toBe('answering');
  expect(endOf(await chat).stopReason).toBe('maxTokens');
});

test('ends a question that waits for another as soon as it is stopped, and goes on with the next', async () => {
  const controller = new AbortController();
  const ends: string[] = [];
  const ask = async (name: string, signal?: AbortSignal) => {
    const changes = { maxTokens: 60, ...(signal === undefined ? {} : { signal }) };
    const events = await collect(running.engine.generate(question(name, changes)));
    ends.push(`${name}: ${endOf(events).stopReason}`);
  };
  const all = [ask('first'), ask('second', controller.signal), ask('third')];
  while (running.engine.status.phase !== 'answering') await new Promise((resolve) => setTimeout(resolve, 1));
  controller.abort();
  await Promise.all(all);
  expect(ends).toEqual(['second: userStopped', 'first: maxTokens', 'third: maxTokens']);
});

test('ends the running answer when the model is unloaded', async () => {
  const answer = collect(running.engine.generate(question('Hi!')));
  while (running.engine.status.phase !== 'answering') await new Promise((resolve) => setTimeout(resolve, 1));
  await running.engine.unload();
  expect((await answer).at(-1)).toEqual({ kind: 'failed', error: { code: 'engine.cancelled' } });
  expect(await running.engine.countTokens(['a'])).toEqual({
    ok: false,
    error: { code: 'engine.unavailable', reason: 'no model is loaded' },
  });
});
