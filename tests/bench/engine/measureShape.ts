import { statSync } from 'node:fs';
import type { Engine } from '../../../electron/engine/engine.ts';
import { type RandomShapeName, randomShapes } from '../../support/models/randomShapes.ts';
import { keepCoreBusy } from './busyCore.ts';
import { answer, load, modelPathOf, stopWhileReading } from './ours.ts';
import type { Reference } from './reference.ts';
import type { LoadedReference } from './referenceMessages.ts';
import { type BenchResult, median } from './report.ts';

export interface ShapeInput {
  readonly shape: RandomShapeName;
  readonly engine: Engine;
  readonly reference: Reference;
  readonly readBandwidth: number;
  readonly isQuick: boolean;
  readonly onResult: (result: BenchResult) => void;
}

const contextTokens = 8192;
const stopPromptTokens = 6000;
const promptTokens = 48;
const q4KBytesPerWeight = 144 / 256;

/** Measures everything on one shape; ours and the reference take turns, so that what else the machine does hits both. */
export async function measureShape(input: ShapeInput): Promise<void> {
  const { shape, engine, reference, isQuick, onResult } = input;
  const modelPath = modelPathOf(shape);
  const known = await reference.load({ modelPath, contextTokens });
  const loaded = await load(engine, { modelPath, contextTokens });
  const rounds = isQuick ? 2 : 6;
  const roundMs = isQuick ? 500 : 1200;
  const add = (result: Omit<BenchResult, 'shape' | 'ratio'>, ratio = result.ours / result.reference) =>
    onResult({ shape, ratio, ...result });

  const idle = await compareDecode({ ...input, known, rounds, roundMs });
  const unit = 'tokens/s';
  const oracle = `${idle.bestThreads} threads, by sweep`;
  add({ metric: 'decode', ours: idle.ours, reference: idle.best, referenceName: oracle, unit }, idle.ratio);
  const roof = input.readBandwidth / bytesPerToken(shape, modelPath);
  const roofName = 'memory bandwidth ÷ weights';
  add({ metric: 'decode', ours: idle.ours, reference: roof, referenceName: roofName, unit });
  const byDefault = await reference.measure({
    kind: 'decode',
    threads: known.defaultThreads,
    tokens: 8,
    longestMs: roundMs,
  });
  const defaultName = `library default (${known.defaultThreads} threads)`;
  add({ metric: 'decode', ours: idle.ours, reference: byDefault, referenceName: defaultName, unit });

  const read = await comparePrefill({
    ...input,
    known,
    rounds: isQuick ? 1 : 4,
    tokens: isQuick ? 128 : 512,
  });
  const readOracle = `${read.bestThreads} threads, by sweep`;
  add(
    { metric: 'prefill', ours: read.ours, reference: read.best, referenceName: readOracle, unit },
    read.ratio,
  );

  const first = await compareFirstToken({
    ...input,
    rounds: isQuick ? 2 : 5,
    prefillThreads: read.bestThreads,
    decodeThreads: idle.bestThreads,
  });
  add({ metric: 'time to first token', ...first, referenceName: 'best counts of the sweeps', unit: 'ms' });

  const moments = isQuick ? [0.01, 0.05] : [0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.97];
  const stops = await stopWhileReading(engine, { promptTokens: stopPromptTokens, moments });
  const worst = stops.toSorted((a, b) => b.stopMs / b.stepMs - a.stopMs / a.stepMs)[0];
  if (worst !== undefined) {
    const metric = `stop in ${stopPromptTokens} tokens, worst of ${stops.length}`;
    add({
      metric,
      ours: worst.stopMs,
      reference: worst.stepMs,
      referenceName: 'one prefill step',
      unit: 'ms',
    });
  }

  const endLoad = await keepCoreBusy();
  try {
    // One answer to notice; how long that takes is what the next line says.
    const noticing = await answer(engine, { promptTokens, answerTokens: 24 });
    const busy = await compareDecode({ ...input, known, rounds: isQuick ? 1 : 3, roundMs });
    const name = `${busy.bestThreads} threads, same load`;
    add(
      { metric: 'decode, a core busy', ours: busy.ours, reference: busy.best, referenceName: name, unit },
      busy.ratio,
    );
    add({
      metric: 'decode, first answer with a core busy',
      ours: noticing.decodePerSecond ?? Number.NaN,
      reference: busy.best,
      referenceName: name,
      unit,
    });
  } finally {
    await endLoad();
  }
  if (!isQuick) {
    for (let index = 0; index < 2; index += 1) await answer(engine, { promptTokens, answerTokens: 200 });
    const after = await compareDecode({ ...input, known, rounds: 3, roundMs });
    const name = `${after.bestThreads} threads, by sweep`;
    add(
      {
        metric: 'decode, the core free again',
        ours: after.ours,
        reference: after.best,
        referenceName: name,
        unit,
      },
      after.ratio,
    );
  }
  process.stderr.write(
    `${shape}: loaded in ${Math.round(loaded.loadMs)} ms with ${loaded.threads} threads\n`,
  );
}

interface Comparison {
  readonly ours: number;
  readonly best: number;
  readonly bestThreads: number;
  /** Median of the rounds' ratios, so that what disturbs a round disturbs both sides. */
  readonly ratio: number;
}

async function compareDecode(
  input: ShapeInput & { readonly known: LoadedReference; readonly rounds: number; readonly roundMs: number },
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
  input: ShapeInput & { readonly known: LoadedReference; readonly rounds: number; readonly tokens: number },
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
  const [bestThreads, bestRounds] = [...theirs].toSorted((a, b) => median(b[1]) - median(a[1]))[0] ?? [1, []];
  return {
    ours: median(ours),
    best: median(bestRounds),
    bestThreads,
    ratio: median(ours.map((value, round) => value / (bestRounds[round] ?? Number.NaN))),
  };
}

/** A count at half the speed of another would only take time in further rounds. */
function isHopeful(speeds: ReadonlyMap<number, readonly number[]>, threads: number): boolean {
  const best = Math.max(...[...speeds.values()].map(median).filter(Number.isFinite));
  return median(speeds.get(threads) ?? []) > best / 2;
}

async function compareFirstToken(
  input: ShapeInput & {
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
