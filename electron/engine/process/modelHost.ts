import type { ChatWrapper, LlamaModel } from 'node-llama-cpp';
import { type EngineError, type MemoryReduction, memoryReductions } from '../../../shared/contract/models.ts';
import type { CachePrecision } from '../../../shared/contract/settings.ts';
import { fail, type Result } from '../../../shared/result.ts';
import type { ContextsFolder } from '../contextFiles.ts';
import type { LoadedModel, LoadOptions } from '../engine.ts';
import { adapterOptions, adaptersBytes } from './adapterFile.ts';
import type { Backend } from './backend.ts';
import type { BackendKeeper } from './backendKeeper.ts';
import { cacheTypeOptions, precisionsToTry, withCachePrecision } from './cachePrecision.ts';
import { type ChatSlot, chatWrapperOf, createChatSlot } from './chatSlot.ts';
import { createSlots, type Slots } from './chatSlots.ts';
import { cachesFor, chooseThreads } from './chooseThreads.ts';
import { freeMemory, totalBytes } from './freeMemory.ts';
import { keepChats } from './keptChats.ts';
import { isOutOfMemory, loadError, messageOf } from './loadError.ts';
import { type LoadPlan, loadShrinking, planLoad } from './loadPlan.ts';
import { contextBytes, furtherContextBytes, minimalContextTokens } from './memory.ts';
import { type ModelFile, readModelFile } from './modelFile.ts';
import type { ThreadPace } from './threadPace.ts';
import { createTogether, type Together } from './together.ts';
import { createWorkSlots, type WorkSlots } from './workSlots.ts';

/** The loaded model with what is needed to use it. */
export interface ModelInUse {
  readonly modelPath: string;
  readonly options: LoadOptions;
  readonly file: ModelFile;
  readonly cachePrecision: CachePrecision;
  readonly backend: Backend;
  readonly model: LlamaModel;
  readonly chatWrapper: ChatWrapper;
  /** For background work, whose texts are short and whose readers never see a thought. */
  readonly backgroundWrapper: ChatWrapper;
  readonly chats: Slots<ChatSlot>;
  readonly workSlots: WorkSlots;
  /** For short background work, several answers at once. */
  readonly together: Together;
  readonly plan: LoadPlan;
  /** What the model and its first context take of the GPUs' memory; null without a GPU. */
  readonly gpuBytes: number | null;
  readonly pace: ThreadPace;
}

export interface LoadInput {
  readonly modelPath: string;
  readonly options: LoadOptions;
  readonly excludedBackends: readonly string[];
  readonly memoryLimitBytes: number | null;
  readonly contexts: ContextsFolder | null;
  readonly threadCachePath?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progressRatio: number) => void;
  readonly backends: BackendKeeper;
}

/** One try to load, at one precision of the cache. */
interface Attempt extends LoadInput {
  /** With the cache it has at this precision. */
  readonly file: ModelFile;
  readonly cachePrecision: CachePrecision;
  readonly backend: Backend;
}

/** Shares of the progress that the weights and the context take; measuring threads has the rest. */
const weightsShare = 0.9;
const contextShare = 0.95;

/** Loads a model, makes its chat context and finds its thread counts. */
export async function loadModel(input: LoadInput): Promise<Result<ModelInUse, EngineError>> {
  const { options } = input;
  const file = readModelFile(input.modelPath);
  if (!file.ok) return file;
  const adapters = adaptersBytes({ modelPath: input.modelPath, adapters: options.adapters });
  if (!adapters.ok) return adapters;
  const whole = { ...file.value, fileBytes: file.value.fileBytes + adapters.value };
  let backend: Backend;
  try {
    backend = await input.backends.open({ gpu: options.gpu, excluded: input.excludedBackends });
  } catch (error) {
    return fail({ code: 'engine.unavailable', reason: messageOf(error) });
  }

  let result: Result<ModelInUse, EngineError> = fail({ code: 'engine.cancelled' });
  for (const cachePrecision of precisionsToTry(whole, options.cachePrecision)) {
    const cached = withCachePrecision(whole, cachePrecision);
    result = await tryLoad({ ...input, backend, cachePrecision, file: cached });
    // Such a failure may be the fault of the precision.
    if (result.ok || result.error.code !== 'engine.loadFailed') break;
  }
  return result;
}

/** Carries a plan out; where it proves too large, a smaller one instead of failing. */
async function tryLoad(input: Attempt): Promise<Result<ModelInUse, EngineError>> {
  const { file, backend, signal } = input;
  try {
    return await loadShrinking({
      memory: await freeMemory(backend, input.memoryLimitBytes),
      plan: (memory) => planLoad({ file, wantedTokens: wantedTokens(input), memory }),
      carryOut: (plan) => carryOut({ ...input, plan }),
      isTooLarge: (error) => !signal.aborted && isOutOfMemory(error, backend.complaints()),
    });
  } catch (error) {
    return fail(loadError(error, { signal, complaints: backend.complaints() }));
  }
}

function wantedTokens({ options, file }: Pick<ModelInUse, 'options' | 'file'>): number {
  return Math.min(options.contextTokens, file.facts.trainedContextTokens ?? options.contextTokens);
}

async function carryOut(input: Attempt & { readonly plan: LoadPlan }): Promise<ModelInUse> {
  const { modelPath, signal, onProgress, backend, plan } = input;
  backend.forgetComplaints();
  backend.llama.maxThreads = backend.cores;
  const model = await backend.llama.loadModel({
    ...cacheTypeOptions(input.cachePrecision),
    modelPath,
    gpuLayers: { min: 0, max: plan.gpuLayers, fitContext: { contextSize: plan.contextTokens } },
    loadSignal: signal,
    onLoadProgress: (ratio) => onProgress(ratio * weightsShare),
  });
  try {
    return await prepareModel({ ...input, model });
  } catch (error) {
    // Its contexts end with it.
    await model.dispose();
    throw error;
  }
}

async function prepareModel(
  input: Attempt & { readonly plan: LoadPlan; readonly model: LlamaModel },
): Promise<ModelInUse> {
  const { modelPath, options, file, backend, model, plan, signal, onProgress } = input;
  const max = plan.contextTokens;
  const context = await model.createContext({
    contextSize: { min: Math.min(max, minimalContextTokens), max },
    threads: backend.cores,
    createSignal: signal,
    ...adapterOptions(options.adapters),
  });
  onProgress(contextShare);
  const chatWrapper = chatWrapperOf(model, { thoughts: 'usual' });
  const chatSlot = createChatSlot(context, chatWrapper);
  const caches = await cachesFor(input);
  const pace = await chooseThreads({
    ...{ options, backend, model, signal, cache: caches?.threads ?? null },
    sequence: chatSlot.sequence,
  });
  const chats = createSlots({
    first: chatSlot,
    largestCount: plan.liveChats,
    more: () => furtherChatSlot({ ...input, chatSlot, chatWrapper }),
    keeping: await keepChats({ ...input, adapters: options.adapters, context }),
  });
  signal.throwIfAborted();
  onProgress(1);
  const mayThink = chatWrapper.settings.segments?.thought !== undefined;
  // Telling a format takes a third of a second: not twice where there is nothing to discourage.
  const backgroundWrapper = mayThink ? chatWrapperOf(model, { thoughts: 'discouraged' }) : chatWrapper;
  const beside = { options, backend, model, chatWrapper: backgroundWrapper };
  const largestTokens = Math.min(plan.backgroundTokens, chatSlot.contextTokens);
  const room = { ...plan.parallel, contextTokens: Math.min(plan.parallel.contextTokens, largestTokens) };
  return {
    ...{ modelPath, options, file, backend, model, chatWrapper, backgroundWrapper, chats, plan, pace },
    gpuBytes: backend.name === 'cpu' ? null : (await backend.llama.getLlamaMemoryUsage()).gpuVram,
    cachePrecision: input.cachePrecision,
    workSlots: createWorkSlots({ ...beside, file, largestTokens }),
    together: createTogether({ ...beside, pace, cache: caches?.together ?? null, room }),
  };
}

export function describe(loaded: ModelInUse): LoadedModel {
  return {
    modelPath: loaded.modelPath,
    backend: loaded.backend.name,
    gpuLayers: loaded.model.gpuLayers,
    layers: loaded.model.fileInsights.totalLayers,
    deviceNames: loaded.backend.deviceNames,
    weightsBytes: loaded.model.size,
    contextBytes: contextBytes(loaded.file, loaded.chats.contextTokens),
    cachePrecision: loaded.cachePrecision,
    threads: loaded.pace.counts.decode,
    contextTokens: loaded.chats.contextTokens,
    backgroundContextTokens: Math.min(loaded.plan.backgroundTokens, loaded.chats.contextTokens),
    parallel: { calls: loaded.together.sequences, contextTokens: loaded.together.contextTokens },
    gpuBytes: loaded.gpuBytes,
    reductions: reductionsOf(loaded),
  };
}

/** What was planned, and what the library gave up besides. */
function reductionsOf(loaded: ModelInUse): MemoryReduction[] {
  const { model, backend, chats, plan } = loaded;
  const isSplit = backend.name !== 'cpu' && model.gpuLayers < model.fileInsights.totalLayers;
  return memoryReductions.filter(
    (reduction) =>
      plan.reductions.includes(reduction) ||
      (reduction === 'context' && chats.contextTokens < wantedTokens(loaded)) ||
      (reduction === 'gpuLayers' && isSplit),
  );
}

/** A context for one more conversation; null where the memory does not allow it by now. */
async function furtherChatSlot(input: {
  readonly options: LoadOptions;
  readonly file: ModelFile;
  readonly backend: Backend;
  readonly model: LlamaModel;
  readonly chatSlot: ChatSlot;
  readonly chatWrapper: ChatWrapper;
  readonly memoryLimitBytes: number | null;
}): Promise<ChatSlot | null> {
  const { backend, model, file } = input;
  const contextSize = input.chatSlot.contextTokens;
  const isRoomy =
    input.memoryLimitBytes !== null ||
    totalBytes(await freeMemory(backend, null)) > furtherContextBytes(file, contextSize) * 2;
  if (!isRoomy) return null;
  try {
    backend.llama.maxThreads = backend.cores;
    const context = await model.createContext({
      contextSize,
      threads: backend.cores,
      ...adapterOptions(input.options.adapters),
    });
    return createChatSlot(context, input.chatWrapper);
  } catch {
    return null;
  }
}

/** In the order the library needs: sequences and contexts, then the model. The backend stays for the next one. */
export async function unloadModel(loaded: ModelInUse): Promise<void> {
  await loaded.together.release();
  await loaded.workSlots.dispose();
  await loaded.chats.dispose();
  await loaded.model.dispose();
}
