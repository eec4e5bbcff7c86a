import { join } from 'node:path';
import type { Engine } from '../../../electron/engine/engine.ts';
import { type BesideWork, startSummary } from './besideWork.ts';
import { answer, askAll, load, question, startEngine } from './ours.ts';
import type { BenchPart } from './part.ts';
import { median } from './report.ts';

const promptTokens = 48;
/** Of writing an answer: long enough for work that has to wait to get its share. */
const answerMs = { quick: 1500, full: 3000 };
const section = { promptTokens: 900, answerTokens: 60 };
/** Work that has gone on at all; its usual share is a tenth. */
const goesOn = 0.01;

interface Round {
  readonly idle: ChatTimes;
  readonly busy: ChatTimes;
  /** Of the work beside, in tokens read and written per second. */
  readonly alonePerSecond: number;
  readonly besidePerSecond: number;
}

interface ChatTimes {
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
}

/** What a chat loses to a summary that is being written, and that this goes on meanwhile; in turn with the idle engine. */
export const measurePriorities: BenchPart = async (input) => {
  const { folder, isQuick, add } = input;
  const engine = startEngine({ threadCachePath: join(folder, 'threads.json') });
  try {
    await load(engine, input);
    const probe = await answer(engine, { promptTokens, answerTokens: 12 });
    const wantedMs = isQuick ? answerMs.quick : answerMs.full;
    const wanted = Math.round(((probe.decodePerSecond ?? 1) * wantedMs) / 1000);
    const answerTokens = Math.max(8, Math.min(512, wanted));
    const rounds: Round[] = [];
    // The first job makes a context for its priority, which no later one has to.
    await runBeside(startSummary(engine, section), async () => undefined);
    for (let round = 0; round < (isQuick ? 3 : 7); round += 1) {
      const isIdleFirst = round % 2 === 0;
      const before = isIdleFirst ? await askChat(engine, answerTokens) : null;
      const beside = await measureBeside({ engine, answerTokens, aloneMs: wantedMs / 2 });
      rounds.push({ ...beside, idle: before ?? (await askChat(engine, answerTokens)) });
    }
    const medianOf = (value: (round: Round) => number) => median(rounds.map(value));
    add({
      metric: 'time to first token beside a summary',
      ours: medianOf(({ busy }) => busy.firstTokenMs),
      reference: medianOf(({ idle }) => idle.firstTokenMs),
      ratio: medianOf(({ busy, idle }) => busy.firstTokenMs / idle.firstTokenMs),
      ...{ referenceName: 'idle', unit: 'ms', target: { atMost: 5 } },
    });
    add({
      metric: 'decode beside a summary',
      ours: medianOf(({ busy }) => busy.tokensPerSecond),
      reference: medianOf(({ idle }) => idle.tokensPerSecond),
      ratio: medianOf(({ busy, idle }) => busy.tokensPerSecond / idle.tokensPerSecond),
      ...{ referenceName: 'idle', unit: 'tokens/s', target: { atLeast: 0.5 } },
    });
    add({
      metric: 'the summary beside a chat',
      ours: medianOf(({ besidePerSecond }) => besidePerSecond),
      reference: medianOf(({ alonePerSecond }) => alonePerSecond),
      ratio: medianOf(({ besidePerSecond, alonePerSecond }) => besidePerSecond / alonePerSecond),
      ...{ referenceName: 'alone', unit: 'tokens/s', target: { atLeast: goesOn } },
    });
  } finally {
    await engine.dispose();
  }
};

async function measureBeside(input: {
  readonly engine: Engine;
  readonly answerTokens: number;
  readonly aloneMs: number;
}): Promise<Omit<Round, 'idle'>> {
  const { engine, answerTokens, aloneMs } = input;
  return runBeside(startSummary(engine, section), async (work) => {
    // A chat comes at any moment of a step.
    const { perSecond: alonePerSecond } = await rateDuring(work, () =>
      pause(aloneMs * (1 + 0.3 * Math.random())),
    );
    const { perSecond: besidePerSecond, value: busy } = await rateDuring(work, () =>
      askChat(engine, answerTokens),
    );
    return { busy, alonePerSecond, besidePerSecond };
  });
}

async function runBeside<Value>(
  work: BesideWork,
  measure: (work: BesideWork) => Promise<Value>,
): Promise<Value> {
  try {
    await work.begun;
    return await measure(work);
  } finally {
    await work.stop();
  }
}

async function rateDuring<Value>(work: BesideWork, other: () => Promise<Value>) {
  const doneBefore = await work.tokensDone();
  const startMs = performance.now();
  const value = await other();
  const tookMs = performance.now() - startMs;
  return { value, perSecond: (((await work.tokensDone()) - doneBefore) * 1000) / tookMs };
}

async function askChat(engine: Engine, answerTokens: number): Promise<ChatTimes> {
  const { statistics } = await askAll(engine, question({ promptTokens, answerTokens }, {}));
  return {
    firstTokenMs: statistics.timeToFirstTokenMs ?? Number.NaN,
    tokensPerSecond: statistics.tokensPerSecond ?? Number.NaN,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
