import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GenerationEvent } from '../../electron/engine/engine.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { collect, endOf, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

const text = distinctWords(60).join(' ');
const sequences = 4;
const stepMs = 3;
const engines: TestEngine[] = [];
let engine: TestEngine['engine'];
/** Of the first start: what it told after some work, and what it kept. */
let measured: { readonly calls: number | undefined; readonly kept: number | undefined };

/** Short background work on a page of its own, with instructions that are the same for all. */
function page(number: number, changes: Parameters<typeof question>[1] = {}) {
  return question('', {
    messages: [
      { role: 'system', text: 'Use only what the text says. '.repeat(10) },
      { role: 'user', text: `Page ${number}. ${`Word${number} `.repeat(30)}` },
    ],
    maxTokens: 100,
    priority: 'background',
    ...changes,
  });
}

const ask = (numbers: readonly number[]) =>
  Promise.all(numbers.map((number) => collect(engine.generate(page(number)))));

beforeAll(async () => {
  const first = startTestEngine();
  engines.push(first);
  const threadCachePath = join(first.folder, 'threads.json');
  const modelPath = join(first.folder, 'script.gguf');
  makeScriptedModel({ path: modelPath, text, slowness: 10 });
  const start = async () => {
    const running = startTestEngine({ threadCachePath });
    engines.push(running);
    const loaded = await load(running.engine, modelPath, { threads: 'auto' });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
    return running.engine;
  };
  engine = await start();
  await ask([1, 2]);
  const again = await load(engine, modelPath, { threads: 'auto' });
  const { version, entries } = JSON.parse(readFileSync(threadCachePath, 'utf8'));
  const key = Object.keys(entries).find((name) => !name.endsWith('together')) ?? '';
  measured = {
    calls: again.ok ? again.value.parallel.calls : undefined,
    kept: entries[`${key}; together`]?.sequences,
  };
  // What a machine may gain differs; here it is to be four at once.
  const together = { sequences, threads: 1, stepMs };
  writeFileSync(
    threadCachePath,
    JSON.stringify({ version, entries: { ...entries, [`${key}; together`]: together } }),
  );
  engine = await start();
}, 120_000);
afterAll(async () => {
  for (const running of engines.toReversed()) await running.dispose();
});

test('what several at once gain is measured by the first and kept', () => {
  // Where nothing is gained by now, the next start looks again.
  expect(measured.calls).toBe(measured.kept ?? 1);
  expect(engine.status.loaded?.parallel).toEqual({ calls: sequences, contextTokens: 1024 });
});

test('background answers asked for at once are written side by side, each whole', async () => {
  const order: number[] = [];
  const answers = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7].map(async (number) => {
      const events: GenerationEvent[] = [];
      for await (const event of engine.generate(page(number))) {
        events.push(event);
        if (event.kind === 'text' && order.at(-1) !== number) order.push(number);
      }
      return events;
    }),
  );
  expect(answers.map(textOf)).toEqual(answers.map(() => text));
  expect(answers.map((events) => endOf(events).stopReason)).toEqual(answers.map(() => 'endOfAnswer'));
  // Some spoke again after another had spoken.
  expect(order.length).toBeGreaterThan(answers.length);
});

test('the instructions are read once for each sequence and never again', async () => {
  const rules = await engine.measurePrompt(page(0).messages.slice(0, 1));
  const answers = await ask([11, 12, 13, 14, 15, 16]);
  const reused = answers.map((events) => endOf(events).statistics.reusedTokens);
  expect(rules.ok && rules.value).toBeGreaterThan(50);
  for (const tokens of reused) expect(tokens).toBeGreaterThan(rules.ok ? rules.value - 10 : 0);
});

test('one that is stopped leaves the others alone, and its place to the next', async () => {
  const controller = new AbortController();
  const stopped = (async () => {
    const events: GenerationEvent[] = [];
    for await (const event of engine.generate(page(21, { signal: controller.signal }))) {
      events.push(event);
      if (event.kind === 'text') controller.abort();
    }
    return events;
  })();
  const others = await ask([22, 23, 24, 25, 26]);
  expect(endOf(await stopped).stopReason).toBe('userStopped');
  expect(text.startsWith(textOf(await stopped))).toBe(true);
  expect(others.map(textOf)).toEqual(others.map(() => text));
});

test('a chat is answered while they are being written, and they are finished afterwards', async () => {
  let ended = 0;
  const group = [31, 32, 33, 34].map(async (number) => {
    const events = await collect(engine.generate(page(number)));
    ended += 1;
    return events;
  });
  for await (const event of engine.generate(page(35))) if (event.kind === 'text') break;
  const pages = [36, 37, 38, 39].map(async (number) => {
    const events = await collect(engine.generate(page(number)));
    ended += 1;
    return events;
  });
  const chat = await collect(engine.generate(question('Hello')));
  expect(textOf(chat)).toBe(text);
  expect(ended).toBeLessThan(8);
  const answers = await Promise.all([...group, ...pages]);
  expect(answers.map(textOf)).toEqual(answers.map(() => text));
});

test('work that is too long for a place beside others is done alone meanwhile', async () => {
  const long = page(41, { maxTokens: 2000 });
  const [longEvents, ...others] = await Promise.all([
    collect(engine.generate(long)),
    ...[42, 43, 44].map((number) => collect(engine.generate(page(number)))),
  ]);
  expect(textOf(longEvents ?? [])).toBe(text);
  expect(others.map(textOf)).toEqual(others.map(() => text));
});

test('loading another model ends all of them', async () => {
  const modelPath = join(engines[0]?.folder ?? '', 'other.gguf');
  makeScriptedModel({ path: modelPath, text: 'Another one' });
  const answers = [51, 52, 53].map((number) => collect(engine.generate(page(number))));
  const loaded = await load(engine, modelPath);
  expect(loaded.ok).toBe(true);
  const ends = (await Promise.all(answers)).map((events) => events.at(-1));
  expect(ends).toEqual(ends.map(() => ({ kind: 'failed', error: { code: 'engine.cancelled' } })));
});
