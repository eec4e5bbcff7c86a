import { statSync } from 'node:fs';
import type { Engine } from '../../../electron/engine/engine.ts';
import { type RandomShapeName, randomShapes } from '../../support/models/randomShapes.ts';
import { keepCoreBusy } from './busyCore.ts';
import { type Comparison, compareSpeeds, compareTimes } from './compare.ts';
import { answer, load, startEngine, stopWhileReading } from './ours.ts';
import type { BenchPart, PartInput } from './part.ts';

const longPromptTokens = 6000;
/** Of the context, where it is too small for that prompt. */
const longPromptShare = 0.9;
const promptTokens = 48;
const q4KBytesPerWeight = 144 / 256;

interface Input extends PartInput {
  readonly engine: Engine;
}

/** Reading and writing; ours and the reference take turns, so that what else the machine does hits both. */
export const measureSpeed: BenchPart = async (input) => {
  const engine = startEngine();
  try {
    await measureWith({ ...input, engine });
  } finally {
    await engine.dispose();
  }
};

async function measureWith(input: Input): Promise<void> {
  const { shape, modelPath, engine, reference, known, isQuick, add } = input;
  const loaded = await load(engine, input);
  const rounds = isQuick ? 3 : 9;
  const roundMs = isQuick ? 400 : 1200;

  const idle = await compareDecode({ ...input, rounds, roundMs });
  const unit = 'tokens/s';
  const bySweep = ({ threads }: Comparison) => `${threads} threads, by sweep`;
  add({ metric: 'decode', ...idle.values, referenceName: bySweep(idle), unit, target: { atLeast: 0.97 } });
  const { ours } = idle.values;
  const roof = input.readBandwidth / bytesPerToken(shape, modelPath);
  add({ metric: 'decode', ours, reference: roof, referenceName: 'memory bandwidth ÷ weights', unit });
  const threads = known.defaultThreads;
  const byDefault = await reference.measure({
    kind: 'decode',
    ...{ threads, promptTokens, tokens: 8, longestMs: roundMs },
  });
  const defaultName = `library default (${threads} threads)`;
  add({ metric: 'decode', ours, reference: byDefault, referenceName: defaultName, unit });

  const read = await comparePrefill({
    ...input,
    rounds: isQuick ? 2 : 5,
    tokens: isQuick ? 128 : 512,
  });
  add({ metric: 'prefill', ...read.values, referenceName: bySweep(read), unit });

  const first = await compareFirstToken({
    ...input,
    rounds: isQuick ? 3 : 9,
    prefillThreads: read.threads,
    decodeThreads: idle.threads,
  });
  add({ metric: 'time to first token', ...first, referenceName: 'best counts of the sweeps', unit: 'ms' });

  const moments = isQuick ? [0.01, 0.05] : [0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.97];
  const stopPromptTokens = Math.min(longPromptTokens, Math.floor(loaded.contextTokens * longPromptShare));
  const stops = await stopWhileReading(engine, { promptTokens: stopPromptTokens, moments });
  const worst = stops.toSorted((a, b) => b.stopMs / b.stepMs - a.stopMs / a.stepMs)[0];
  add({
    metric: `stop in ${stopPromptTokens} tokens, worst of ${stops.length}`,
    ours: worst?.stopMs ?? Number.NaN,
    reference: worst?.stepMs ?? Number.NaN,
    ...{ referenceName: 'one prefill step', unit: 'ms', target: { atMost: 1.5 } },
  });

  const endLoad = await keepCoreBusy();
  try {
    // One answer to notice; how long that takes is what the last line says.
    const noticing = await answer(engine, { promptTokens, answerTokens: 24 });
    const busy = await compareDecode({ ...input, rounds: isQuick ? 2 : 5, roundMs });
    const rest = { referenceName: `${busy.threads} threads, same load`, unit };
    add({ metric: 'decode, a core busy', ...busy.values, ...rest, target: { atLeast: 0.9 } });
    const noticed = noticing.decodePerSecond ?? Number.NaN;
    const metric = 'decode, first answer with a core busy';
    add({ metric, ours: noticed, reference: busy.values.reference, ...rest });
  } finally {
    await endLoad();
  }
  if (!isQuick) {
    for (let index = 0; index < 2; index += 1) await answer(engine, { promptTokens, answerTokens: 200 });
    const after = await compareDecode({ ...input, rounds: 5, roundMs });
    add({ metric: 'decode, the core free again', ...after.values, referenceName: bySweep(after), unit });
  }
  process.stderr.write(
    `${shape}: loaded in ${Math.round(loaded.loadMs)} ms with ${loaded.threads} threads\n`,
  );
}

/** Both sides write as many tokens after as many. */
async function compareDecode(
  input: Input & { readonly rounds: number; readonly roundMs: number },
): Promise<Comparison> {
  const { engine, reference, known, rounds, roundMs } = input;
  const probe = await answer(engine, { promptTokens, answerTokens: 12 });
  const tokens = Math.max(8, Math.min(256, Math.round(((probe.decodePerSecond ?? 1) * roundMs) / 1000)));
  const decode = {
    kind: 'decode',
    promptTokens: probe.promptTokens,
    tokens,
    longestMs: roundMs * 1.5,
  } as const;
  return compareSpeeds({
    ...{ cores: known.cores, rounds },
    ours: async () =>
      (await answer(engine, { promptTokens, answerTokens: tokens })).decodePerSecond ?? Number.NaN,
    theirs: (threads) => reference.measure({ ...decode, threads }),
  });
}

async function comparePrefill(
  input: Input & { readonly rounds: number; readonly tokens: number },
): Promise<Comparison> {
  const { engine, reference, known, rounds, tokens } = input;
  return compareSpeeds({
    ...{ cores: known.cores, rounds },
    ours: async () => (await answer(engine, { promptTokens: tokens, answerTokens: 1 })).readPerSecond,
    theirs: (threads) => reference.measure({ kind: 'prefill', threads, tokens }),
  });
}

/** From the question to the first text; both sides read as many tokens. */
async function compareFirstToken(
  input: Input & {
    readonly rounds: number;
    readonly prefillThreads: number;
    readonly decodeThreads: number;
  },
): Promise<Comparison['values']> {
  const { engine, reference, rounds, prefillThreads, decodeThreads } = input;
  const { readTokens } = await answer(engine, { promptTokens, answerTokens: 1 });
  const call = { kind: 'firstToken', prefillThreads, decodeThreads, tokens: readTokens + 1 } as const;
  return compareTimes({
    rounds,
    ours: async () => (await answer(engine, { promptTokens, answerTokens: 1 })).firstTextMs,
    theirs: () => reference.measure(call),
  });
}

/** What is read from memory for one token: all weights, but of separate embeddings only a row. */
function bytesPerToken(shape: RandomShapeName, modelPath: string): number {
  const { isOutputTied, width, vocabularySize } = randomShapes[shape];
  const fileBytes = statSync(modelPath).size;
  return isOutputTied ? fileBytes : fileBytes - width * vocabularySize * q4KBytesPerWeight;
}
