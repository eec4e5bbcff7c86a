import type { EngineError, MemoryReduction } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type FreeMemory, totalBytes } from './freeMemory.ts';
import {
  batchBytes,
  contextBytes,
  furtherContextBytes,
  minimalContextTokens,
  weightsBytes,
} from './memory.ts';
import type { ModelFile } from './modelFile.ts';

/** What a model is loaded with. */
export interface LoadPlan {
  /** Of one chat. */
  readonly contextTokens: number;
  /** Conversations that may stay in memory, the one in use among them. */
  readonly liveChats: number;
  /** The most that work beside the chats gets. */
  readonly backgroundTokens: number;
  /** How many short texts may be read side by side, each in a sequence of so many tokens; 1: none beside another. */
  readonly parallel: { readonly sequences: number; readonly contextTokens: number };
  /** At most so many layers go to the GPU, the output's among them; the library may see reason for fewer. */
  readonly gpuLayers: number;
  /** Weights, buffers, a chat's context and one for work beside it. */
  readonly neededBytes: number;
  /** What was given up, in this order. */
  readonly reductions: readonly MemoryReduction[];
}

/** People go back and forth between a few conversations. */
const mostLiveChats = 4;
/** Of what is left, conversations that only might go on get this part: the rest is for other programs. */
const spareRatioForChats = 0.5;
/** And texts that are read side by side in the background this part. */
const spareRatioForParallel = 0.25;
/** What one of them can hold: a page or two with instructions and notes. More would be memory for nothing. */
const parallelTokens = 1024;
const mostParallel = 8;
/** The most that work beside the chats gets, so that it leaves the memory to the chat, and less. */
const backgroundSizes = [4096, 2048] as const;
const smallestBackgroundTokens = 1024;
/** Below this a chat soon forgets how it began. */
const usefulContextTokens = 2048;
const contextGrainTokens = 256;

/** How much of what a plan would have taken is planned with once it proved too large. */
const lessRatio = 0.6;

type OutOfMemory = Extract<EngineError, { code: 'engine.outOfMemory' }>;

interface Sizes {
  readonly contextTokens: number;
  readonly backgroundTokens: number;
}

/**
 * Decides before loading what fits, shrinking in this order rather than failing:
 * 1. fewer conversations kept in memory (4 to 1),
 * 2. less context for work beside the chats (4,096 to 2,048 tokens),
 * 3. less context for a chat, down to 2,048 tokens,
 * 4. fewer layers on the GPU, the rest of the model runs on the processor; with both memories, 1 to 3 start anew,
 * 5. less context for work beside the chats (1,024), and for a chat down to 512,
 * 6. only then it fails with `engine.outOfMemory`, which says what was needed.
 * @param wantedTokens of one chat, no more than the model was trained for.
 */
export function planLoad(input: {
  readonly file: ModelFile;
  readonly wantedTokens: number;
  readonly memory: FreeMemory;
}): Result<LoadPlan, OutOfMemory> {
  const { file, wantedTokens, memory } = input;
  const hasGpu = memory.gpuBytes > 0;
  const gpuAlone = memory.isShared ? Math.min(memory.gpuBytes, memory.systemBytes) : memory.gpuBytes;
  const together = totalBytes(memory);
  const useful = usefulSizes(wantedTokens);
  const places = [
    ...(hasGpu ? [{ sizes: useful, bytes: gpuAlone, isAllOnGpu: true }] : []),
    { sizes: [...useful, ...smallestSizes(wantedTokens)], bytes: together, isAllOnGpu: false },
  ];
  for (const { sizes, bytes, isAllOnGpu } of places) {
    const fitting = sizes.find((size) => bytesOf(file, size) <= bytes);
    if (fitting === undefined) continue;
    const neededBytes = bytesOf(file, fitting);
    const spare = bytes - neededBytes;
    const liveChats = liveChatsIn({ file, contextTokens: fitting.contextTokens, spare });
    const allLayers = file.layers + 1;
    const gpuLayers = isAllOnGpu ? allLayers : hasGpu ? layersIn(file, fitting, gpuAlone) : 0;
    const [first] = useful;
    const reductions: [MemoryReduction, boolean][] = [
      ['liveChats', liveChats < mostLiveChats],
      ['background', fitting.backgroundTokens < (first?.backgroundTokens ?? 0)],
      ['context', fitting.contextTokens < wantedTokens],
      ['gpuLayers', hasGpu && gpuLayers < allLayers],
    ];
    return ok({
      ...fitting,
      ...{ liveChats, gpuLayers, neededBytes },
      parallel: parallelIn({ file, contextTokens: fitting.backgroundTokens, spare }),
      reductions: reductions.flatMap(([reduction, isMade]) => (isMade ? [reduction] : [])),
    });
  }
  const least = Math.min(wantedTokens, minimalContextTokens);
  return fail({
    code: 'engine.outOfMemory',
    neededBytes: bytesOf(file, { contextTokens: least, backgroundTokens: least }),
    availableBytes: Math.round(together),
  });
}

/**
 * Carries a plan out, and one for less memory each time it proves too large, until none is left: the estimates
 * are estimates, and other programs take memory in the meantime. Throws what `carryOut` throws for other reasons.
 */
export async function loadShrinking<Loaded>(input: {
  readonly memory: FreeMemory;
  readonly plan: (memory: FreeMemory) => Result<LoadPlan, OutOfMemory>;
  readonly carryOut: (plan: LoadPlan) => Promise<Loaded>;
  readonly isTooLarge: (error: unknown) => boolean;
}): Promise<Result<Loaded, OutOfMemory>> {
  let { memory } = input;
  let planned = input.plan(memory);
  let hasProvedTooLarge = false;
  while (planned.ok) {
    try {
      return ok(await input.carryOut(planned.value));
    } catch (error) {
      if (!input.isTooLarge(error)) throw error;
    }
    hasProvedTooLarge = true;
    memory = lessMemory(memory, planned.value);
    planned = input.plan(memory);
  }
  // Nobody knows how much there really was.
  return hasProvedTooLarge ? fail({ ...planned.error, availableBytes: null }) : planned;
}

/** The GPU's is given up first, since the processor can take over. */
function lessMemory(memory: FreeMemory, plan: LoadPlan): FreeMemory {
  const less = (bytes: number) => Math.min(bytes, plan.neededBytes) * lessRatio;
  return plan.gpuLayers > 0 && !memory.isShared
    ? { ...memory, gpuBytes: less(memory.gpuBytes) }
    : { ...memory, systemBytes: less(memory.systemBytes) };
}

function bytesOf(file: ModelFile, { contextTokens, backgroundTokens }: Sizes): number {
  const chat = weightsBytes(file) + contextBytes(file, contextTokens);
  // Of a batch's buffers little is touched at a time, so the smallest sizes do not count on two of them.
  const further = backgroundTokens > smallestBackgroundTokens ? furtherContextBytes : contextBytes;
  return chat + further(file, backgroundTokens);
}

/** Steps 2 and 3. */
function usefulSizes(wantedTokens: number): Sizes[] {
  const [largest, middle] = backgroundSizes;
  const background = (most: number) => Math.min(most, wantedTokens);
  return [
    { contextTokens: wantedTokens, backgroundTokens: background(largest) },
    { contextTokens: wantedTokens, backgroundTokens: background(middle) },
    ...below(wantedTokens, usefulContextTokens).map((contextTokens) => ({
      contextTokens,
      backgroundTokens: Math.min(middle, contextTokens),
    })),
  ];
}

/** Step 5. */
function smallestSizes(wantedTokens: number): Sizes[] {
  const first = Math.min(wantedTokens, usefulContextTokens);
  const contexts = [first, ...below(first, minimalContextTokens)];
  return contexts.map((contextTokens) => ({
    contextTokens,
    backgroundTokens: Math.min(smallestBackgroundTokens, contextTokens),
  }));
}

/** Sizes in steps from below `most` down to `least`. */
function below(most: number, least: number): number[] {
  const sizes: number[] = [];
  const start = Math.ceil(most / contextGrainTokens - 1) * contextGrainTokens;
  for (let size = start; size >= least; size -= contextGrainTokens) sizes.push(size);
  return sizes;
}

function liveChatsIn(input: {
  readonly file: ModelFile;
  readonly contextTokens: number;
  readonly spare: number;
}): number {
  const further = (input.spare * spareRatioForChats) / furtherContextBytes(input.file, input.contextTokens);
  return Math.min(mostLiveChats, 1 + Math.floor(further));
}

function parallelIn(input: {
  readonly file: ModelFile;
  readonly contextTokens: number;
  readonly spare: number;
}): LoadPlan['parallel'] {
  const contextTokens = Math.min(input.contextTokens, parallelTokens);
  const bytes = input.spare * spareRatioForParallel;
  let sequences = mostParallel;
  while (sequences > 1 && furtherContextBytes(input.file, contextTokens * sequences) > bytes) sequences /= 2;
  return { sequences, contextTokens };
}

/** How many layers, with their part of the contexts, fit beside the buffers of two batches. */
function layersIn(file: ModelFile, sizes: Sizes, gpuBytes: number): number {
  const cacheBytes = contextBytes(file, sizes.contextTokens + sizes.backgroundTokens);
  const layerBytes = (file.fileBytes + cacheBytes) / (file.layers + 1);
  return Math.max(0, Math.min(file.layers, Math.floor((gpuBytes - 2 * batchBytes(file)) / layerBytes)));
}
