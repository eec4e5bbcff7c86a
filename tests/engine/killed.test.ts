import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GenerationEvent } from '../../electron/engine/engine.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { collect, endOf, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

/** Kills in one run; `SOTTO_SOAK=200` for a long one. */
const rounds = Number(process.env.SOTTO_SOAK ?? 8);
/** Late enough that some answers have ended, early enough that some have not begun. */
const latestKillMs = 400;
const roundTimeoutMs = 60_000;

const words = distinctWords(60);
const script = words.join(' ');

let running: TestEngine;
let modelPath: string;

beforeAll(async () => {
  running = startTestEngine({ times: { firstBackOffMs: 10 } });
  modelPath = join(running.folder, 'slow.gguf');
  makeScriptedModel({ path: modelPath, text: script, slowness: 20 });
  expect(await load(running.engine, modelPath)).toMatchObject({ ok: true });
});
afterAll(() => running.dispose());

/** Resolves when the engine knows: what is asked of a process that is dead already would end with it. */
async function killEngine(): Promise<void> {
  const child = running.children.at(-1);
  if (child?.pid === undefined) return;
  const exited = new Promise<void>((resolve) => child.onExit(() => resolve()));
  try {
    process.kill(child.pid, 'SIGKILL');
  } catch {
    // It has not started again yet.
  }
  await exited;
}

/** The same sequence in every run. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Chats, a completion, a background answer, counting and loading, all at once. */
function startMixedWork(round: number) {
  const { engine } = running;
  const ask = (text: string, changes: Parameters<typeof question>[1]) =>
    collect(engine.generate(question(text, changes)));
  const streams = [
    ask('Hi!', { conversationKey: 'one' }),
    ask(' the'.repeat(900), { conversationKey: `${round}`, maxTokens: 30 }),
    ask('fn', { priority: 'completion', maxTokens: 20 }),
    ask(' of'.repeat(600), { priority: 'background' }),
  ];
  const results = [
    engine.countTokens([script]),
    engine.measurePrompt([{ role: 'user', text: script }]),
    // A change of the options makes the engine load anew.
    load(engine, modelPath, { contextTokens: 2048 + (round % 3) * 512 }),
  ];
  return { streams, results };
}

const isEnd = (event: GenerationEvent) => event.kind === 'finished' || event.kind === 'failed';

test(`ends everything once and works again after each of ${rounds} kills at random moments`, {
  timeout: rounds * roundTimeoutMs,
}, async () => {
  const random = createRandom(7);
  for (let round = 1; round <= rounds; round += 1) {
    const { streams, results } = startMixedWork(round);
    await new Promise((resolve) => setTimeout(resolve, random() * latestKillMs));
    const killed = killEngine();
    for (const events of await Promise.all(streams)) {
      const ends = events.filter(isEnd);
      expect({ round, ends: ends.length, last: isEnd(events.at(-1) ?? expect.fail()) }).toEqual({
        ...{ round, ends: 1, last: true },
      });
      expect(script.startsWith(textOf(events))).toBe(true);
      const [end] = ends;
      if (end?.kind === 'failed') expect(['engine.crashed', 'engine.cancelled']).toContain(end.error.code);
    }
    for (const result of await Promise.all(results)) {
      if (!result.ok) expect(result.error.code).toBe('engine.crashed');
    }
    await killed;
    const next = await collect(running.engine.generate(question('Still there?', { maxTokens: 3 })));
    expect(endOf(next).stopReason).toBe('maxTokens');
    expect(textOf(next)).toBe(words.slice(0, 3).join(' '));
  }
  expect(running.children.length).toBeGreaterThan(rounds);
});
