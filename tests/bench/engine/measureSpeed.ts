import { statSync } from 'node:fs';
import type { Engine } from '../../../electron/engine/engine.ts';
import { type RandomShapeName, randomShapes } from '../../support/models/randomShapes.ts';
import { keepCoreBusy } from './busyCore.ts';
import { answer, load, startEngine, stopWhileReading } from './ours.ts';
import type { BenchPart, PartInput } from './part.ts';
import type { LoadedReference } from './referenceMessages.ts';
import { median } from './report.ts';

const stopPromptTokens = 6000;
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
  const rounds = isQuick ? 2 : 6;
  const roundMs = isQuick ? 500 : 1200;

  const idle = await compareDecode({ ...input, rounds, roundMs });
  const unit = 'tokens/s';
  const bySweep = ({ threads }: Comparison) => `${threads} threads, by sweep`;
  add({ metric: 'decode', ...idle.speeds, referenceName: bySweep(idle), unit, target: { atLeast: 0.97 } });
  const { ours } = idle.speeds;
  const roof = input.readBandwidth / bytesPerToken(shape, modelPath);
  add({ metric: 'decode', ours, reference: roof, referenceName: 'memory bandwidth ÷ weights', unit });
  const threads = known.defaultThreads;
  const byDefault = await reference.measure({ kind: 'decode', threads, tokens: 8, longestMs: roundMs });
  const defaultName = `library default (${threads} threads)`;
  add({ metric: 'decode', ours, reference: byDefault, referenceName: defaultName, unit });

  const read = await comparePrefill({
    ...input,
    rounds: isQuick ? 1 : 4,
    tokens: isQuick ? 128 : 512,
  });
  add({ metric: 'prefill', ...read.speeds, referenceName: bySweep(read), unit });

  const first = await compareFirstToken({
    ...input,
    rounds: isQuick ? 2 : 5,
    prefillThreads: read.threads,
    decodeThreads: idle.threads,
  });
  add({ metric: 'time to first token', ...first, referenceName: 'best counts of the sweeps', unit: 'ms' });

  const moments = isQuick ? [0.01, 0.05] : [0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.97];
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
    const busy = await compareDecode({ ...input, rounds: isQuick ? 1 : 3, roundMs });
    const rest = { referenceName: `${busy.threads} threads, same load`, unit };
    add({ metric: 'decode, a core busy', ...busy.speeds, ...rest, target: { atLeast: 0.9 } });
    const noticed = noticing.decodePerSecond ?? Number.NaN;
    const metric = 'decode, first answer with a core busy';
    add({ metric, ours: noticed, reference: busy.speeds.reference, ...rest });
  } finally {
    await endLoad();
  }
  if (!isQuick) {
    for (let index = 0; index < 2; index += 1) await answer(engine, { promptTokens, answerTokens: 200 });
    const after = await compareDecode({ ...input, rounds: 3, roundMs });
    add({ metric: 'decode, the core free again', ...after.speeds, referenceName: bySweep(after), unit });
  }
  process.stderr.write(
    `${shape}: loaded in ${Math.round(loaded.loadMs)} ms with ${loaded.threads} threads\n`,
  );
}

interface Comparison {
  /** Of the reference, at its best. */
  readonly threads: number;
  /** The ratio is the median of the rounds' ratios, because what disturbs a round disturbs both sides. */
  readonly speeds: { readonly ours: number; readonly reference: number; readonly ratio: number };
}

async function compareDecode(
  input: Input & { readonly rounds: number; readonly roundMs: number },
): Promise<Comparison> {
  const { engine, reference, roundMs } = input;
  const probe = await answer(engine, { promptTokens, answerTokens: 12 });
  const tokens = Math.max(8, Math.min(256, Math.round(((probe.decodePerSecond ?? 1) * roundMs) / 1000)));
  return compare({
    ...input,
    ours: async () =>
      (await answer(engine, { promptTokens, answerTokens: tokens })).decodePerSecond ?? Number.NaN,
    theirs: (threads) => reference.measure({ kind: 'decode', threads, tokens, longestMs: roundMs * 1.5 }),
  });
}

async function comparePrefill(
  input: Input & { readonly rounds: number; readonly tokens: number },
): Promise<Comparison> {
  const { engine, reference, tokens } = input;
  return compare({
    ...input,
    ours: async () => (await answer(engine, { promptTokens: tokens, answerTokens: 1 })).readPerSecond,
    theirs: (threads) => reference.measure({ kind: 'prefill', threads, tokens }),
  });
}

async function compare(input: {
  readonly known: LoadedReference;
  readonly rounds: number;
  readonly ours: () => Promise<number>;
  readonly theirs: (threads: number) => Promise<number>;
}): Promise<Comparison> {
  let counts = sweepCounts(input.known.cores);
  const ours: number[] = [];
  const theirs = new Map<number, number[]>(counts.map((threads) => [threads, []]));
  for (let round = 0; round < input.rounds; round += 1) {
    ours.push(await input.ours());
    for (const threads of counts) {
      const speed = await input.theirs(threads);
      theirs.get(threads)?.push(speed);
    }
    counts = counts.filter((threads) => isHopeful(theirs, threads));
  }
  const [threads, bestRounds] = [...theirs].toSorted((a, b) => median(b[1]) - median(a[1]))[0] ?? [1, []];
  const ratio = median(ours.map((value, round) => value / (bestRounds[round] ?? Number.NaN)));
  return { threads, speeds: { ours: median(ours), reference: median(bestRounds), ratio } };
}

/** A count at half the speed of another would only take time in further rounds. */
function isHopeful(speeds: ReadonlyMap<number, readonly number[]>, threads: number): boolean {
  const best = Math.max(...[...speeds.values()].map(median).filter(Number.isFinite));
  return median(speeds.get(threads) ?? []) > best / 2;
}

async function compareFirstToken(
  input: Input & {
    readonly rounds: number;
    readonly prefillThreads: number;
    readonly decodeThreads: number;
  },
): Promise<{ readonly ours: number; readonly reference: number }> {
  const { engine, reference, prefillThreads, decodeThreads } = input;
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < input.rounds; round += 1) {
    const ourAnswer = await answer(engine, { promptTokens, answerTokens: 1 });
    ours.push(ourAnswer.firstTextMs);
    const tokens = ourAnswer.readTokens + 1;
    theirs.push(await reference.measure({ kind: 'firstToken', prefillThreads, decodeThreads, tokens }));
  }
  return { ours: median(ours), reference: median(theirs) };
}

function sweepCounts(cores: number): number[] {
  const all = Array.from({ length: cores }, (_, index) => index + 1);
  const sensible = new Set([1, 2, Math.ceil(cores / 2), Math.ceil((cores * 3) / 4), cores - 1, cores]);
  return all.filter((threads) => cores <= 4 || sensible.has(threads));
}

/** What is read from memory for one token: all weights, but of separate embeddings only a row. */
function bytesPerToken(shape: RandomShapeName, modelPath: string): number {
  const { isOutputTied, width, vocabularySize } = randomShapes[shape];
  const fileBytes = statSync(modelPath).size;
  return isOutputTied ? fileBytes : fileBytes - width * vocabularySize * q4KBytesPerWeight;
}
