import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PromptMessage } from '../../electron/engine/engine.ts';
import { makeRandomModel } from '../support/models/randomModel.ts';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { collect, endOf, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

const script = 'The sun is warm and the sea is blue.';
/** Tokens around a message that belong to the format. */
const formatTokens = 32;

let running: TestEngine;

beforeAll(async () => {
  running = startTestEngine();
  const path = join(running.folder, 'long.gguf');
  makeScriptedModel({ path, text: script });
  expect(await load(running.engine, path, { contextTokens: 12_000 })).toMatchObject({ ok: true });
});
afterAll(() => running.dispose());

const user = (text: string): PromptMessage => ({ role: 'user', text });
const assistant = (text: string): PromptMessage => ({ role: 'assistant', text });

async function ask(
  conversationKey: string,
  messages: readonly PromptMessage[],
  maxTokens: number | null = null,
) {
  const events = await collect(
    running.engine.generate(question('', { messages, conversationKey, maxTokens })),
  );
  const { promptTokens, reusedTokens } = endOf(events).statistics;
  return { text: textOf(events), promptTokens, reusedTokens, readTokens: promptTokens - reusedTokens };
}

async function tokensOf(text: string): Promise<number> {
  const counted = await running.engine.countTokens([text]);
  if (!counted.ok) throw new Error(counted.error.code);
  return counted.value[0] ?? 0;
}

test('reads only what is new in a chat of 8,000 tokens: follow-up, regenerate, and another last question', async () => {
  const long = user(' the'.repeat(8000));
  const first = await ask('long', [long]);
  expect(first.promptTokens).toBeGreaterThan(8000);
  expect(first.text).toBe(script);

  const again = await ask('long', [long]);
  expect(again.readTokens).toBeLessThanOrEqual(formatTokens);

  const followUp = 'And what about the mountains in the winter?';
  const second = await ask('long', [long, assistant(script), user(followUp)]);
  expect(second.readTokens).toBeLessThanOrEqual((await tokensOf(followUp)) + formatTokens);

  const other = 'And what of the rivers?';
  const edited = await ask('long', [long, assistant(script), user(other)]);
  expect(edited.readTokens).toBeLessThanOrEqual((await tokensOf(other)) + formatTokens);
  expect(edited.text).toBe(script);
});

test('goes on with each of several chats where it stopped', async () => {
  const chats = ['red', 'green', 'blue'].map((name) => ({ name, first: user(` ${name} the`.repeat(500)) }));
  for (const { name, first } of chats) await ask(name, [first]);
  for (const { name, first } of chats) {
    const next = await ask(name, [first, assistant(script), user('Go on')]);
    expect(next.reusedTokens).toBeGreaterThan(1000);
    expect(next.readTokens).toBeLessThanOrEqual((await tokensOf('Go on')) + formatTokens);
    expect(next.text).toBe(script);
  }
});

test('reads no answer again that the model wrote in other tokens than the tokenizer would', async () => {
  const path = makeRandomModel({ path: join(running.folder, 'random.gguf'), shape: 'tiny' });
  expect(await load(running.engine, path)).toMatchObject({ ok: true });
  const answer = await ask('random', [user('Talk to me')], 200);
  const canonicalTokens = await tokensOf(answer.text);
  expect(canonicalTokens).not.toBe(200);
  const next = await ask('random', [user('Talk to me'), assistant(answer.text), user('Go on')], 5);
  expect(next.readTokens).toBeLessThanOrEqual((await tokensOf('Go on')) + formatTokens);
});
