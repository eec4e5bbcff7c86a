import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { AnswerSchema } from '../../electron/engine/answerSchema.ts';
import { makeRandomModel } from '../support/models/randomModel.ts';
import { collect, endOf, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

let running: TestEngine;

beforeAll(async () => {
  running = startTestEngine();
  const path = makeRandomModel({ path: join(running.folder, 'tiny.gguf'), shape: 'tiny' });
  expect(await load(running.engine, path)).toMatchObject({ ok: true });
});
afterAll(() => running.dispose());

const jsonSchema: AnswerSchema = {
  type: 'object',
  properties: {
    kind: { enum: ['invoice', 'letter', 7, null] },
    title: { type: 'string', minLength: 1, maxLength: 12 },
    isPaid: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string', maxLength: 4 }, minItems: 1, maxItems: 3 },
    version: { const: 2 },
  },
};
const expected = z.strictObject({
  kind: z.union([z.enum(['invoice', 'letter']), z.literal(7), z.null()]),
  title: z.string().min(1).max(12),
  isPaid: z.boolean(),
  tags: z.array(z.string().max(4)).min(1).max(3),
  version: z.literal(2),
});

// The model's weights are random: without the grammar it writes no JSON at all.
test.each([1, 2, 3])('an answer held to a schema conforms to it (seed %i)', async (seed) => {
  const sampling = { temperature: 0.7, repeatPenalty: null, seed };
  const events = await collect(
    running.engine.generate(question('Describe it.', { sampling, jsonSchema, maxTokens: 1000 })),
  );
  expect(endOf(events).stopReason).toBe('endOfAnswer');
  expect(expected.safeParse(JSON.parse(textOf(events)))).toMatchObject({ success: true });
});

// Catches a grammar that outlives its answer.
test('the next answer is free again', async () => {
  const events = await collect(running.engine.generate(question('Go on.', { maxTokens: 40 })));
  expect(endOf(events).statistics.generatedTokens).toBe(40);
  expect(textOf(events).trimStart().startsWith('{')).toBe(false);
});

test('stopping ends an answer that a schema makes long', async () => {
  const controller = new AbortController();
  const long: AnswerSchema = { type: 'array', items: { type: 'string', minLength: 90 }, minItems: 90 };
  const events = running.engine.generate(
    question('List them.', { jsonSchema: long, signal: controller.signal }),
  );
  const seen = [];
  for await (const event of events) {
    seen.push(event);
    if (event.kind === 'text') controller.abort();
  }
  expect(endOf(seen).stopReason).toBe('userStopped');
});
