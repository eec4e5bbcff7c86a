import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sampling } from '../../electron/engine/engine.ts';
import { makeRandomModel } from '../support/models/randomModel.ts';
import { collect, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

let running: TestEngine;

beforeAll(async () => {
  running = startTestEngine();
  const path = makeRandomModel({ path: join(running.folder, 'tiny.gguf'), shape: 'tiny' });
  expect(await load(running.engine, path)).toMatchObject({ ok: true });
});
afterAll(() => running.dispose());

async function write(changes: Partial<Sampling>): Promise<string> {
  const sampling = { temperature: 1, repeatPenalty: null, ...changes };
  const asked = question('Say anything.', { sampling, maxTokens: 24 });
  return textOf(await collect(running.engine.generate(asked)));
}

test('the same seed gives the same answer, another one another', async () => {
  const first = await write({ seed: 7 });
  expect(await write({ seed: 7 })).toBe(first);
  expect(await write({ seed: 8 })).not.toBe(first);
});

test('top-k, top-p and min-p each leave the likeliest token alone when they are strictest', async () => {
  const likeliest = await write({ temperature: 0 });
  expect(await write({ seed: 7 })).not.toBe(likeliest);
  expect(await write({ seed: 7, topK: 1 })).toBe(likeliest);
  expect(await write({ seed: 7, topP: 1e-6 })).toBe(likeliest);
  expect(await write({ seed: 7, minP: 1 })).toBe(likeliest);
});

// Catches a penalty that is left on for code, where names have to be repeated.
test('a repeat penalty changes the answer, and without one tokens may come again', async () => {
  const plain = await write({ temperature: 0 });
  expect(await write({ temperature: 0, repeatPenalty: 1 })).toBe(plain);
  const repeated = question(plain.repeat(3), {
    sampling: { temperature: 0, repeatPenalty: 2 },
    maxTokens: 24,
  });
  const free = { ...repeated, sampling: { temperature: 0, repeatPenalty: null } };
  const answers = [];
  for (const asked of [repeated, free]) answers.push(textOf(await collect(running.engine.generate(asked))));
  expect(answers[0]).not.toBe(answers[1]);
});
