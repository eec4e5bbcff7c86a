import { basename } from 'node:path';
import { InsufficientMemoryError, type LlamaEmbeddingContext, type LlamaModel } from 'node-llama-cpp';
import type { EngineError } from '../../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { readPowerSource } from '../../../power/powerSource.ts';
import type { LoadedEmbedder } from '../../engine.ts';
import type { EmbedCall } from '../../protocol.ts';
import type { Backend } from '../backend.ts';
import type { BackendKeeper } from '../backendKeeper.ts';
import { freeMemory, totalBytes } from '../freeMemory.ts';
import { isOutOfMemory, loadError } from '../loadError.ts';
import { type ModelFile, readModelFile } from '../modelFile.ts';
import { openPlanCache, threadCacheKey } from '../threadCache.ts';
import { type ContextPlan, chooseContexts, type MeasuredPlan, trialTokens } from './chooseContexts.ts';
import { createEmbeddingContexts, type EmbeddingContexts } from './embeddingContexts.ts';
import { embeddingContextBytes, embeddingWeightsBytes } from './embeddingMemory.ts';
import { framed, frameOf, frameTokens, type TokenFrame } from './tokenFrame.ts';

/** A loaded embedding model. */
export interface EmbeddingModel {
  readonly modelPath: string;
  readonly gpu: EmbedCall['gpu'];
  readonly file: ModelFile;
  readonly model: LlamaModel;
  readonly frame: TokenFrame;
  /** What one part can hold, its frame included. */
  readonly largestTokens: number;
  readonly description: LoadedEmbedder;
  /** Contexts for parts of up to so many tokens, frame included, ready to be used at the same time. */
  contextsFor(tokens: number): Promise<Result<readonly LlamaEmbeddingContext[], EngineError>>;
  dispose(): Promise<void>;
}

export interface LoadEmbeddingInput {
  readonly modelPath: string;
  readonly gpu: EmbedCall['gpu'];
  readonly excludedBackends: readonly string[];
  readonly memoryLimitBytes: number | null;
  /** What of the limit the chat model has. */
  readonly chatBytes: () => number;
  readonly threadCachePath?: string | undefined;
  readonly signal: AbortSignal;
  readonly isSparing: () => boolean;
  readonly openBackend: BackendKeeper['open'];
}

/** Longer texts are split, so that neither the memory nor the wait for one text grows without end. */
const largestPartTokens = 2048;
/** Where the file does not say what the model was trained with. */
const usualTrainedTokens = 512;
/** Contexts grow in these steps. */
const grainTokens = 512;
const measuringMs = 800;
/** A GPU works on one text with all it has. */
const largestGpuContexts = 2;
/** llama.cpp's LLAMA_POOLING_TYPE_RANK: the model judges pairs of texts and has no vectors. */
const rankPooling = 4;

/** Checks the file, loads the model, and finds how many contexts and threads serve it best here. */
export async function loadEmbeddingModel(
  input: LoadEmbeddingInput,
): Promise<Result<EmbeddingModel, EngineError>> {
  const { modelPath, gpu, signal } = input;
  const read = readModelFile(modelPath);
  if (!read.ok) return read;
  const file = read.value;
  if (file.facts.kind !== 'embedding' || file.poolingType === rankPooling) {
    return fail({ code: 'engine.notForEmbedding', fileName: basename(modelPath) });
  }
  let backend: Backend;
  try {
    backend = await input.openBackend({ gpu, excluded: input.excludedBackends });
  } catch (error) {
    return fail({ code: 'engine.unavailable', reason: String(error) });
  }
  backend.forgetComplaints();
  const trained = file.facts.trainedContextTokens ?? usualTrainedTokens;
  const largestTokens = Math.min(trained, largestPartTokens);
  const weightsBytes = embeddingWeightsBytes(file);
  const neededBytes = weightsBytes + embeddingContextBytes(file, Math.min(largestTokens, grainTokens));
  const availableBytes = await availableFor(input, backend);
  if (availableBytes < neededBytes) {
    return fail({ code: 'engine.outOfMemory', neededBytes, availableBytes: Math.round(availableBytes) });
  }
  try {
    const model = await backend.llama.loadModel({ modelPath, loadSignal: signal });
    const contexts = createEmbeddingContexts({
      ...{ backend, model, file },
      async availableBytes() {
        const bytes = await availableFor(input, backend);
        return input.memoryLimitBytes === null ? bytes : bytes - weightsBytes;
      },
    });
    const dispose = async () => {
      await contexts.dispose();
      await model.dispose();
    };
    try {
      const frame = frameOf(model);
      const plan = await planFor({ ...input, file, backend, model, contexts, frame, largestTokens });
      signal.throwIfAborted();
      if (plan === null) throw new InsufficientMemoryError();
      return ok({
        ...{ modelPath, gpu, file, model, frame, largestTokens, dispose },
        description: {
          ...{ modelPath, weightsBytes, contexts: plan.contexts, threads: plan.threads },
          backend: backend.name,
        },
        contextsFor(tokens) {
          const grown = Math.ceil(tokens / grainTokens) * grainTokens;
          return contexts.prepare(input.isSparing() ? halved(plan) : plan, Math.min(grown, largestTokens));
        },
      });
    } catch (error) {
      await dispose();
      throw error;
    }
  } catch (error) {
    if (!signal.aborted && isOutOfMemory(error, backend.complaints()))
      return fail({ code: 'engine.outOfMemory', neededBytes, availableBytes: null });
    return fail(loadError(error, { signal, complaints: backend.complaints() }));
  }
}

/** Half of the threads, of fewer texts at a time where there are several. */
function halved({ contexts, threads }: ContextPlan): ContextPlan {
  if (contexts > 1) return { contexts: Math.floor(contexts / 2), threads };
  return { contexts, threads: Math.max(1, Math.floor(threads / 2)) };
}

async function availableFor(input: LoadEmbeddingInput, backend: Backend): Promise<number> {
  const { memoryLimitBytes, chatBytes } = input;
  const freeBytes = totalBytes(await freeMemory(backend, memoryLimitBytes));
  return memoryLimitBytes === null ? freeBytes : freeBytes - chatBytes();
}

/** How many contexts and threads: what was measured here before, or is now. */
async function planFor(
  input: LoadEmbeddingInput & {
    readonly file: ModelFile;
    readonly backend: Backend;
    readonly model: LlamaModel;
    readonly contexts: EmbeddingContexts;
    readonly frame: TokenFrame;
    readonly largestTokens: number;
  },
): Promise<MeasuredPlan | null> {
  const { file, backend, model, contexts, frame, largestTokens, signal } = input;
  const { cores } = backend;
  const key = threadCacheKey({ file, backend: backend.name, cores, powerSource: await readPowerSource() });
  const cache =
    input.threadCachePath === undefined ? null : openPlanCache({ path: input.threadCachePath, key, cores });
  const known = cache?.read() ?? null;
  if (known !== null) return known;
  const room = Math.min(trialTokens, largestTokens) - frameTokens(frame);
  const trial = framed(frame, model.tokenize(' a'.repeat(trialTokens)).slice(0, room));
  const plan = await chooseContexts({
    ...{ cores, signal, budgetMs: measuringMs, now: () => performance.now() },
    largestContexts: backend.name === 'cpu' ? cores : largestGpuContexts,
    async prepare(candidate) {
      const prepared = await contexts.prepare(candidate, Math.min(grainTokens, largestTokens));
      return prepared.ok && prepared.value.length === candidate.contexts ? prepared.value : null;
    },
    run: (context) => context.getEmbeddingFor(trial),
  });
  if (plan !== null && !signal.aborted) await cache?.write(plan);
  return plan;
}
