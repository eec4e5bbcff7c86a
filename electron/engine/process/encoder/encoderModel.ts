import { InsufficientMemoryError, type LlamaModel } from 'node-llama-cpp';
import type { EngineError } from '../../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { readPowerSource } from '../../../power/powerSource.ts';
import type { LoadedEncoder } from '../../engine.ts';
import type { EmbedCall } from '../../protocol.ts';
import type { Backend } from '../backend.ts';
import type { BackendKeeper } from '../backendKeeper.ts';
import { freeMemory, totalBytes } from '../freeMemory.ts';
import { isOutOfMemory, loadError } from '../loadError.ts';
import { type ModelFile, readModelFile } from '../modelFile.ts';
import { openPlanCache, threadCacheKey } from '../threadCache.ts';
import { type ContextPlan, chooseContexts, type MeasuredPlan, trialTokens } from './chooseContexts.ts';
import {
  type ContextOptions,
  createEncoderContexts,
  type EncoderContext,
  type EncoderContexts,
} from './encoderContexts.ts';
import { encoderContextBytes, encoderWeightsBytes } from './encoderMemory.ts';

/** A loaded model that reads texts as a whole: to make vectors of them, or to judge them. */
export interface EncoderModel<Context> {
  readonly modelPath: string;
  readonly gpu: EmbedCall['gpu'];
  readonly file: ModelFile;
  readonly model: LlamaModel;
  /** What one text can hold, all that the model adds to it included. */
  readonly largestTokens: number;
  readonly description: LoadedEncoder;
  /** Contexts for texts of up to so many tokens, ready to be used at the same time. */
  contextsFor(tokens: number): Promise<Result<readonly Context[], EngineError>>;
  dispose(): Promise<void>;
}

/** What kinds of such models differ in. */
export interface EncoderKind<Context> {
  /** Why this file is none of them; null where it is. */
  refusal(file: ModelFile, modelPath: string): EngineError | null;
  makeContext(model: LlamaModel, options: ContextOptions): Promise<Context>;
  /** @returns has a context read a text of so many tokens, to measure how long that takes. */
  trial(model: LlamaModel, tokens: number): (context: Context) => Promise<unknown>;
}

export interface LoadEncoderInput {
  readonly modelPath: string;
  readonly gpu: EmbedCall['gpu'];
  readonly excludedBackends: readonly string[];
  readonly memoryLimitBytes: number | null;
  /** What of the limit other models have. */
  readonly otherBytes: () => number;
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

/** Checks the file, loads the model, and finds how many contexts and threads serve it best here. */
export async function loadEncoder<Context extends EncoderContext>(
  input: LoadEncoderInput,
  kind: EncoderKind<Context>,
): Promise<Result<EncoderModel<Context>, EngineError>> {
  const { modelPath, gpu, signal } = input;
  const read = readModelFile(modelPath);
  if (!read.ok) return read;
  const file = read.value;
  const refusal = kind.refusal(file, modelPath);
  if (refusal !== null) return fail(refusal);
  let backend: Backend;
  try {
    backend = await input.openBackend({ gpu, excluded: input.excludedBackends });
  } catch (error) {
    return fail({ code: 'engine.unavailable', reason: String(error) });
  }
  backend.forgetComplaints();
  const trained = file.facts.trainedContextTokens ?? usualTrainedTokens;
  const largestTokens = Math.min(trained, largestPartTokens);
  const weightsBytes = encoderWeightsBytes(file);
  const neededBytes = weightsBytes + encoderContextBytes(file, Math.min(largestTokens, grainTokens));
  const availableBytes = await availableFor(input, backend);
  if (availableBytes < neededBytes) {
    return fail({ code: 'engine.outOfMemory', neededBytes, availableBytes: Math.round(availableBytes) });
  }
  try {
    const model = await backend.llama.loadModel({ modelPath, loadSignal: signal });
    const contexts = createEncoderContexts<Context>({
      ...{ backend, file },
      makeContext: (options) => kind.makeContext(model, options),
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
      const plan = await planFor({ ...input, kind, file, backend, model, contexts, largestTokens });
      signal.throwIfAborted();
      if (plan === null) throw new InsufficientMemoryError();
      return ok({
        ...{ modelPath, gpu, file, model, largestTokens, dispose },
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

async function availableFor(input: LoadEncoderInput, backend: Backend): Promise<number> {
  const { memoryLimitBytes, otherBytes } = input;
  const freeBytes = totalBytes(await freeMemory(backend, memoryLimitBytes));
  return memoryLimitBytes === null ? freeBytes : freeBytes - otherBytes();
}

/** How many contexts and threads: what was measured here before, or is now. */
async function planFor<Context>(
  input: LoadEncoderInput & {
    readonly kind: EncoderKind<Context>;
    readonly file: ModelFile;
    readonly backend: Backend;
    readonly model: LlamaModel;
    readonly contexts: EncoderContexts<Context>;
    readonly largestTokens: number;
  },
): Promise<MeasuredPlan | null> {
  const { kind, file, backend, model, contexts, largestTokens, signal } = input;
  const { cores } = backend;
  const key = threadCacheKey({ file, backend: backend.name, cores, powerSource: await readPowerSource() });
  const cache =
    input.threadCachePath === undefined ? null : openPlanCache({ path: input.threadCachePath, key, cores });
  const known = cache?.read() ?? null;
  if (known !== null) return known;
  const plan = await chooseContexts({
    ...{ cores, signal, budgetMs: measuringMs, now: () => performance.now() },
    largestContexts: backend.name === 'cpu' ? cores : largestGpuContexts,
    async prepare(candidate) {
      const prepared = await contexts.prepare(candidate, Math.min(grainTokens, largestTokens));
      return prepared.ok && prepared.value.length === candidate.contexts ? prepared.value : null;
    },
    run: kind.trial(model, Math.min(trialTokens, largestTokens)),
  });
  if (plan !== null && !signal.aborted) await cache?.write(plan);
  return plan;
}
