import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineStatus, GenerationEvent } from '../../electron/engine/engine.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { collect, endOf, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

const words = distinctWords(200);
const script = words.join(' ');

let running: TestEngine;
let modelPath: string;

beforeEach(async () => {
  // Short enough for a test, long enough that a starved but healthy engine is not taken for a stuck one.
  running = startTestEngine({ times: { heartbeatMs: 1000, missedHeartbeats: 12 } });
  modelPath = join(running.folder, 'slow.gguf');
  makeScriptedModel({ path: modelPath, text: script, slowness: 50 });
  expect(await load(running.engine, modelPath)).toMatchObject({ ok: true });
});
afterEach(() => running.dispose());

const signalEngine = (signal: NodeJS.Signals) => {
  const pid = running.children.at(-1)?.pid;
  if (pid !== undefined) process.kill(pid, signal);
};

async function answerAndDisturb(disturb: () => void): Promise<GenerationEvent[]> {
  const events: GenerationEvent[] = [];
  for await (const event of running.engine.generate(question('Hi!'))) {
    events.push(event);
    if (event.kind === 'text' && event.text.includes(` ${words[3]}`)) disturb();
  }
  return events;
}

test('ends the answer as failed when the engine is killed, and answers the next question by itself', async () => {
  const phases: EngineStatus['phase'][] = [];
  const events = await answerAndDisturb(() => signalEngine('SIGKILL'));
  expect(textOf(events).startsWith(words.slice(0, 4).join(' '))).toBe(true);
  expect(events.at(-1)).toEqual({
    kind: 'failed',
    error: { code: 'engine.crashed', signal: 'SIGKILL', exitCode: null },
  });
  expect(running.engine.status).toMatchObject({ phase: 'stopped', modelPath, loaded: null });

  running.engine.onStatusChanged((status) => phases.push(status.phase));
  const next = await collect(running.engine.generate(question('Still there?', { maxTokens: 3 })));
  expect(textOf(next)).toBe(words.slice(0, 3).join(' '));
  expect(endOf(next).stopReason).toBe('maxTokens');
  expect([...new Set(phases)]).toEqual(['restarting', 'loading', 'ready', 'answering']);
  expect(running.children).toHaveLength(2);
});

test('counts tokens and measures prompts right after a crash', async () => {
  const before = await running.engine.countTokens([script]);
  await answerAndDisturb(() => signalEngine('SIGKILL'));
  expect(await running.engine.countTokens([script])).toEqual(before);
  expect(await running.engine.measurePrompt([{ role: 'user', text: 'Hi!' }])).toMatchObject({ ok: true });
});

test('ends every open answer exactly once when the engine dies', async () => {
  const answers = ['chat', 'chat', 'background'] as const;
  const all = answers.map((priority) => collect(running.engine.generate(question('Hi!', { priority }))));
  while (running.engine.status.phase !== 'answering') await new Promise((resolve) => setTimeout(resolve, 1));
  signalEngine('SIGKILL');
  for (const events of await Promise.all(all)) {
    const ends = events.filter((event) => event.kind === 'failed' || event.kind === 'finished');
    expect(ends).toEqual([
      { kind: 'failed', error: { code: 'engine.crashed', signal: 'SIGKILL', exitCode: null } },
    ]);
  }
});

test.skipIf(process.platform === 'win32')('ends an engine that does not answer any more', async () => {
  const events = await answerAndDisturb(() => signalEngine('SIGSTOP'));
  expect(events.at(-1)).toEqual({ kind: 'failed', error: { code: 'engine.notResponding', afterMs: 12_000 } });
  const next = await collect(running.engine.generate(question('Back?', { maxTokens: 2 })));
  expect(textOf(next)).toBe(words.slice(0, 2).join(' '));
});

test('leaves no process behind when it is stopped in the middle of an answer', async () => {
  const answer = answerAndDisturb(() => void running.engine.dispose());
  expect((await answer).at(-1)).toEqual({
    kind: 'failed',
    error: { code: 'engine.unavailable', reason: 'the engine was stopped' },
  });
  await running.engine.dispose();
  const pid = running.children.at(-1)?.pid ?? 0;
  await expect.poll(() => isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
