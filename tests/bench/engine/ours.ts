import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forkChild } from '../../../electron/children/forkChild.ts';
import type { Engine, GenerateInput, LoadedModel } from '../../../electron/engine/engine.ts';
import { createEngine, type EngineParts } from '../../../electron/engine/engineClient.ts';
import type { Statistics } from '../../../shared/contract/models.ts';
import { makeRandomModel } from '../../support/models/randomModel.ts';
import type { RandomShapeName } from '../../support/models/randomShapes.ts';
import { median } from './report.ts';

const entryPath = join(import.meta.dirname, '../../../electron/engine/process/main.ts');
const words = ' the of and to in that was for with on';
const wordsInLine = 10;

/** Made once, kept between runs. */
export function modelPathOf(shape: RandomShapeName): string {
  return makeRandomModel({ path: join(tmpdir(), 'sotto-bench', `${shape}.gguf`), shape });
}

export function startEngine(parts: Partial<EngineParts> = {}): Engine {
  return createEngine({ startChild: forkChild, entryPath, ...parts });
}

export async function load(
  engine: Engine,
  input: { readonly modelPath: string; readonly contextTokens: number },
): Promise<LoadedModel & { readonly loadMs: number }> {
  const startMs = performance.now();
  const loaded = await engine.load({
    modelPath: input.modelPath,
    options: {
      gpu: 'off',
      threads: 'auto',
      contextTokens: input.contextTokens,
      forbiddenBackends: [],
      cachePrecision: 'exact',
      adapters: [],
    },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return { ...loaded.value, loadMs: performance.now() - startMs };
}

export interface Answer {
  readonly decodePerSecond: number | null;
  readonly promptTokens: number;
  readonly readTokens: number;
  readonly readPerSecond: number;
  /** From the call to the first piece of text, as the host sees it. */
  readonly firstTextMs: number;
}

/** One answer to a prompt nobody has given before, so that nothing of it is known. */
export async function answer(
  engine: Engine,
  input: { readonly promptTokens: number; readonly answerTokens: number },
  changes: Partial<GenerateInput> = {},
): Promise<Answer> {
  const startMs = performance.now();
  let firstReading = { ms: startMs, done: 0, total: 0 };
  let lastReading = firstReading;
  let firstTextMs: number | null = null;
  let decodePerSecond: number | null = null;
  for await (const event of engine.generate(question(input, changes))) {
    if (event.kind === 'failed') throw new Error(JSON.stringify(event.error));
    if (event.kind === 'reading') {
      lastReading = { ms: performance.now(), done: event.done, total: event.total };
      if (firstReading.ms === startMs) firstReading = lastReading;
    }
    if (event.kind === 'text') firstTextMs ??= performance.now() - startMs;
    if (event.kind === 'finished') decodePerSecond = event.statistics.tokensPerSecond;
  }
  const readTokens = lastReading.done - firstReading.done;
  return {
    decodePerSecond,
    promptTokens: lastReading.total,
    readTokens,
    readPerSecond: (readTokens * 1000) / (lastReading.ms - firstReading.ms),
    firstTextMs: firstTextMs ?? Number.NaN,
  };
}

export function question(
  input: { readonly promptTokens: number; readonly answerTokens: number },
  changes: Partial<GenerateInput>,
): GenerateInput {
  return {
    messages: [{ role: 'user', text: newText(input.promptTokens) }],
    sampling: { temperature: 0.7, repeatPenalty: null },
    maxTokens: input.answerTokens,
    priority: 'chat',
    signal: new AbortController().signal,
    ...changes,
  };
}

/** About this many tokens, and unlike any text before from its beginning. */
export function newText(tokens: number): string {
  return `${Math.random()}${words.repeat(Math.ceil(tokens / wordsInLine))}`;
}

/** @returns the whole answer to what was asked. */
export async function askAll(
  engine: Engine,
  asked: GenerateInput,
): Promise<{ readonly text: string; readonly statistics: Statistics }> {
  let text = '';
  for await (const event of engine.generate(asked)) {
    if (event.kind === 'failed') throw new Error(JSON.stringify(event.error));
    if (event.kind === 'text') text += event.text;
    if (event.kind === 'finished') return { text, statistics: event.statistics };
  }
  throw new Error('an answer without an end');
}

export interface Stop {
  readonly stopMs: number;
  /** What a step of reading takes: the median of those before and the one the stop fell into. */
  readonly stepMs: number;
}

/**
 * Reads one long prompt, stopping at each of these moments (parts of the prompt read) and going on from there.
 * @returns for each moment how long the stop took, at a random point of a step.
 */
export async function stopWhileReading(
  engine: Engine,
  input: { readonly promptTokens: number; readonly moments: readonly number[] },
): Promise<Stop[]> {
  const asked = question({ promptTokens: input.promptTokens, answerTokens: 8 }, {});
  const stops: Stop[] = [];
  for (const moment of input.moments) {
    const controller = new AbortController();
    const stepsMs: number[] = [];
    let lastMs: number | null = null;
    let stoppedMs: number | null = null;
    for await (const event of engine.generate({ ...asked, signal: controller.signal })) {
      if (event.kind === 'failed') throw new Error(JSON.stringify(event.error));
      if (event.kind === 'finished' && stoppedMs !== null) {
        stops.push({ stopMs: performance.now() - stoppedMs, stepMs: median(stepsMs) });
      }
      if (event.kind !== 'reading') continue;
      const nowMs = performance.now();
      if (lastMs !== null) stepsMs.push(nowMs - lastMs);
      lastMs = nowMs;
      if (stoppedMs !== null || event.done < event.total * moment || stepsMs.length === 0) continue;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * (stepsMs.at(-1) ?? 0)));
      stoppedMs = performance.now();
      controller.abort();
    }
  }
  return stops;
}
