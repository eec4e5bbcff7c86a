import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GenerateInput } from '../../electron/engine/engine.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { collect, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

/** How long the load goes on; `SOTTO_SOAK_MINUTES=10` for a long one. */
const minutes = Number(process.env.SOTTO_SOAK_MINUTES ?? 0.1);
const leastFinished = 1;
const cancelledShare = 0.3;
const latestCancelMs = 400;

const priorities = ['chat', 'completion', 'background'] as const;
type Priority = GenerateInput['priority'];

const script = distinctWords(10).join(' ');
let running: TestEngine;

beforeAll(async () => {
  running = startTestEngine();
  const modelPath = join(running.folder, 'slow.gguf');
  makeScriptedModel({ path: modelPath, text: script, slowness: 5 });
  expect(await load(running.engine, modelPath)).toMatchObject({ ok: true });
});
afterAll(() => running.dispose());

interface Tally {
  finished: number;
  cancelled: number;
}

/** One kind of work after the other answer of it, some stopped at a random moment, until the time is over. */
async function keepAsking(priority: Priority, isOver: (tally: Tally) => boolean): Promise<Tally> {
  const tally: Tally = { finished: 0, cancelled: 0 };
  for (let turn = 0; !isOver(tally); turn += 1) {
    const stop = new AbortController();
    const isToBeStopped = Math.random() < cancelledShare;
    const timer = isToBeStopped ? setTimeout(() => stop.abort(), Math.random() * latestCancelMs) : undefined;
    const asked = question(' the'.repeat(50 + (turn % 5) * 100), {
      ...{ priority, signal: stop.signal },
      ...(priority === 'chat' ? { conversationKey: `${turn % 3}` } : {}),
    });
    const events = await collect(running.engine.generate(asked));
    clearTimeout(timer);
    const ends = events.filter(({ kind }) => kind === 'finished' || kind === 'failed');
    expect(ends).toEqual([events.at(-1)]);
    expect(ends).toMatchObject([{ kind: 'finished' }]);
    const text = textOf(events);
    if (stop.signal.aborted) expect(script.startsWith(text)).toBe(true);
    else expect(text).toBe(script);
    if (text === script) tally.finished += 1;
    else tally.cancelled += 1;
  }
  return tally;
}

// Catches a kind of work that waits for ever, and a place that a stopped answer keeps.
test('chats, completions and background work all go on beside one another, whatever is stopped', {
  timeout: minutes * 60_000 * 2 + 300_000,
}, async () => {
  const endMs = performance.now() + minutes * 60_000;
  const tallies = new Map<Priority, Tally>();
  // The others go on until the last kind has got its share, so that it gets it beside them.
  const isOver = (own: Tally, priority: Priority) => {
    tallies.set(priority, own);
    const all = priorities.map((one) => tallies.get(one)?.finished ?? 0);
    return performance.now() > endMs && all.every((finished) => finished >= leastFinished);
  };
  await Promise.all(
    [...priorities, 'chat' as const].map((priority) =>
      keepAsking(priority, (tally) => isOver(tally, priority)),
    ),
  );
  expect(running.engine.status).toMatchObject({ openAnswers: 0, phase: 'ready' });
  expect(running.children).toHaveLength(1);
});
