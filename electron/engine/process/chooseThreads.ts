import type { LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import { readPowerSource } from '../../power/powerSource.ts';
import type { LoadOptions } from '../engine.ts';
import type { Backend } from './backend.ts';
import { watchIdleCores } from './idleCores.ts';
import type { ModelFile } from './modelFile.ts';
import { openThreadCache, type ThreadCache, threadCacheKey } from './threadCache.ts';
import { createThreadPace, type ThreadPace } from './threadPace.ts';
import { decodeTrialTokens, type MeasuredThreads, measureThreads } from './threads.ts';

const budgetMs = 1200;
const prefillTrialTokens = 32;

export interface ChooseThreadsInput {
  readonly options: LoadOptions;
  readonly backend: Backend;
  readonly model: LlamaModel;
  readonly file: ModelFile;
  /** Empty before and after. */
  readonly sequence: LlamaContextSequence;
  readonly threadCachePath: string | undefined;
  readonly signal: AbortSignal;
}

/** The thread counts for this model: the person's, those measured here before, or those of a measurement now. */
export async function chooseThreads(input: ChooseThreadsInput): Promise<ThreadPace> {
  const { options, backend } = input;
  const { cores } = backend;
  if (options.threads !== 'auto') {
    const counts = { decode: options.threads, prefill: options.threads };
    return createThreadPace({ counts, usualMs: { decode: null, prefill: null }, cores, isFixed: true });
  }
  const cache = await cacheFor(input);
  const measured = cache?.read() ?? (await measure(input, cache));
  const { counts, runMs } = measured;
  const pace = createThreadPace({
    counts,
    usualMs: { decode: runMs.decode / decodeTrialTokens, prefill: runMs.prefill / prefillTrialTokens },
    cores,
    isFixed: false,
    idleCores: watchIdleCores(),
    onSettled(now) {
      // Fewer only says that other programs are busy. More says that they were when the counts were measured.
      if (now.decode < counts.decode || now.prefill < counts.prefill) return;
      const { decode, prefill } = pace.usualMs;
      const better = {
        decode: decode === null ? runMs.decode : decode * decodeTrialTokens,
        prefill: prefill === null ? runMs.prefill : prefill * prefillTrialTokens,
      };
      void cache?.write({ counts: now, runMs: better });
    },
  });
  return pace;
}

async function cacheFor({ threadCachePath, file, backend }: ChooseThreadsInput): Promise<ThreadCache | null> {
  if (threadCachePath === undefined) return null;
  const { cores, name } = backend;
  return openThreadCache({
    path: threadCachePath,
    key: threadCacheKey({ file, backend: name, cores, powerSource: await readPowerSource() }),
    cores,
  });
}

async function measure(input: ChooseThreadsInput, cache: ThreadCache | null): Promise<MeasuredThreads> {
  const { backend, model, sequence, signal } = input;
  const trial = model.tokenize(' a'.repeat(prefillTrialTokens)).slice(0, prefillTrialTokens);
  const measured = await measureThreads({
    cores: backend.cores,
    budgetMs,
    signal,
    now: () => performance.now(),
    run: async (phase, count) => {
      backend.llama.maxThreads = count;
      const room = sequence.contextSize - sequence.nextTokenIndex;
      if (room <= prefillTrialTokens) await sequence.clearHistory();
      if (phase === 'prefill') return sequence.evaluateWithoutGeneratingNewTokens(trial);
      // As an answer is written, choosing each token: what the threads do in between decides on small models.
      let written = 0;
      for await (const _token of sequence.evaluate(trial.slice(0, 1), { yieldEogToken: true })) {
        written += 1;
        if (written === decodeTrialTokens) break;
      }
    },
  });
  await sequence.clearHistory();
  if (!signal.aborted) await cache?.write(measured);
  return measured;
}
