import { join } from 'node:path';
import type { Engine } from '../../../electron/engine/engine.ts';
import { type BesideWork, startIndexing, startSummary } from './besideWork.ts';
import { answer, askAll, load, question, startEngine } from './ours.ts';
import type { BenchPart, PartInput } from './part.ts';
import { median } from './report.ts';

const promptTokens = 48;
/** Of writing an answer: long enough for work that has to wait to get its share. */
const answerMs = { quick: 1200, full: 3000 };
const section = { promptTokens: 900, answerTokens: 60 };
/** Work that has gone on at all; its usual share is a tenth. */
const goesOn = 0.01;

interface Round {
  readonly idle: ChatTimes;
  readonly busy: ChatTimes;
  /** Of each work, in its units per second: without the chat, and beside it. */
  readonly works: readonly WorkRates[];
}

interface ChatTimes {
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
}

interface WorkRates {
  readonly name: string;
  readonly unit: string;
  readonly without: number;
  readonly beside: number;
}

/** What a chat loses to work beside it, and that this goes on meanwhile; in turn with the idle engine. */
export const measurePriorities: BenchPart = async (input) => {
  const { folder, isQuick, add } = input;
  const engine = startEngine({ threadCachePath: join(folder, 'threads.json') });
  try {
    await load(engine, input);
    const probe = await answer(engine, { promptTokens, answerTokens: 12 });
    const wantedMs = isQuick ? answerMs.quick : answerMs.full;
    const wanted = Math.round(((probe.decodePerSecond ?? 1) * wantedMs) / 1000);
    const answerTokens = Math.max(8, Math.min(512, wanted));
    const start = () => [startSummary(engine, section), startIndexing(engine)];
    // The first job makes a context for its priority, which no later one has to.
    await runBeside(start(), async () => undefined);

    const rounds: Round[] = [];
    for (let round = 0; round < (isQuick ? 2 : 7); round += 1) {
      const isIdleFirst = round % 2 === 0;
      const before = isIdleFirst ? await askChat(engine, answerTokens) : null;
      const beside = await runBeside(start(), async (works) => {
        // A chat comes at any moment of a step.
        const without = await ratesDuring(works, () => pause((wantedMs / 2) * (1 + 0.3 * Math.random())));
        const during = await ratesDuring(works, () => askChat(engine, answerTokens));
        const rateOf = (work: BesideWork, index: number): WorkRates => ({
          ...{ name: work.name, unit: work.unit },
          without: without.rates[index] ?? Number.NaN,
          beside: during.rates[index] ?? Number.NaN,
        });
        return { busy: during.value, works: works.map(rateOf) };
      });
      rounds.push({ ...beside, idle: before ?? (await askChat(engine, answerTokens)) });
    }
    report(rounds, add);
  } finally {
    await engine.dispose();
  }
};

function report(rounds: readonly Round[], add: PartInput['add']): void {
  const compare = (ours: (round: Round) => number, reference: (round: Round) => number) => ({
    ours: median(rounds.map(ours)),
    reference: median(rounds.map(reference)),
    ratio: median(rounds.map((round) => ours(round) / reference(round))),
  });
  const works = rounds[0]?.works ?? [];
  const names = works.map(({ name }) => name).join(' and ');
  add({
    metric: `time to first token beside ${names}`,
    ...compare(
      ({ busy }) => busy.firstTokenMs,
      ({ idle }) => idle.firstTokenMs,
    ),
    ...{ referenceName: 'idle', unit: 'ms', target: { atMost: 5 } },
  });
  add({
    metric: `decode beside ${names}`,
    ...compare(
      ({ busy }) => busy.tokensPerSecond,
      ({ idle }) => idle.tokensPerSecond,
    ),
    ...{ referenceName: 'idle', unit: 'tokens/s', target: { atLeast: 0.5 } },
  });
  for (const [index, { name, unit }] of works.entries()) {
    // What goes last has its steps far apart: only all rounds together say how fast it is.
    const meanOf = (rate: (rates: WorkRates) => number) =>
      rounds.reduce((sum, { works: all }) => sum + (all[index] ? rate(all[index]) : 0), 0) / rounds.length;
    add({
      metric: `${name} beside a chat`,
      ours: meanOf(({ beside }) => beside),
      reference: meanOf(({ without }) => without),
      ...{ referenceName: 'without the chat', unit: `${unit}/s`, target: { atLeast: goesOn } },
    });
  }
}

async function runBeside<Value>(
  works: readonly BesideWork[],
  measure: (works: readonly BesideWork[]) => Promise<Value>,
): Promise<Value> {
  try {
    for (const { begun } of works) await begun;
    return await measure(works);
  } finally {
    for (const work of works) await work.stop();
  }
}

async function ratesDuring<Value>(works: readonly BesideWork[], other: () => Promise<Value>) {
  const before = await Promise.all(works.map((work) => work.done()));
  const startMs = performance.now();
  const value = await other();
  const tookMs = performance.now() - startMs;
  const after = await Promise.all(works.map((work) => work.done()));
  const rates = after.map((done, index) => ((done - (before[index] ?? Number.NaN)) * 1000) / tookMs);
  return { value, rates };
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
