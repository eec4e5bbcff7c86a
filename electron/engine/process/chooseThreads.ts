import type { LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import { readPowerSource } from '../../power/powerSource.ts';
import type { LoadOptions } from '../engine.ts';
import type { Backend } from './backend.ts';
import { watchIdleCores } from './idleCores.ts';
import type { ModelFile } from './modelFile.ts';
import {
  openThreadCache,
  openTogetherCache,
  type ThreadCache,
  type TogetherCache,
  threadCacheKey,
} from './threadCache.ts';
import { createThreadPace, type ThreadPace } from './threadPace.ts';
import { type MeasuredThreads, measureThreads, trialTokens } from './threads.ts';

const budgetMs = 1600;

export interface ChooseThreadsInput {
  readonly options: LoadOptions;
  readonly backend: Backend;
  readonly model: LlamaModel;
  /** Empty before and after. */
  readonly sequence: LlamaContextSequence;
  /** Where what is measured is kept; null: nowhere. */
  readonly cache: ThreadCache | null;
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
  const { cache } = input;
  const measured = cache?.read() ?? (await measure(input));
  const { counts, runMs } = measured;
  const pace = createThreadPace({
    counts,
    usualMs: { decode: runMs.decode / trialTokens.decode, prefill: runMs.prefill / trialTokens.prefill },
    cores,
    isFixed: false,
    idleCores: watchIdleCores(),
    onSettled(now) {
      // Fewer only says that other programs are busy. More says that they were when the counts were measured.
      if (now.decode < counts.decode || now.prefill < counts.prefill) return;
      const { decode, prefill } = pace.usualMs;
      const better = {
        decode: decode === null ? runMs.decode : decode * trialTokens.decode,
        prefill: prefill === null ? runMs.prefill : prefill * trialTokens.prefill,
      };
      void cache?.write({ counts: now, runMs: better });
    },
  });
  return pace;
}

/** Where what is measured of a chat model is kept; null: nowhere. */
export async function cachesFor(input: {
  readonly threadCachePath?: string | undefined;
  readonly file: ModelFile;
  readonly backend: Backend;
}): Promise<{ readonly threads: ThreadCache; readonly together: TogetherCache } | null> {
  const { threadCachePath: path, file, backend } = input;
  if (path === undefined) return null;
  const { cores, name } = backend;
  const powerSource = await readPowerSource();
  const place = { path, key: threadCacheKey({ file, backend: name, cores, powerSource }), cores };
  return { threads: openThreadCache(place), together: openTogetherCache(place) };
}

async function measure(input: ChooseThreadsInput): Promise<MeasuredThreads> {
  const { backend, model, sequence, signal, cache } = input;
  const trial = model.tokenize(' a'.repeat(trialTokens.prefill)).slice(0, trialTokens.prefill);
  const measured = await measureThreads({
    cores: backend.cores,
    budgetMs,
    signal,
    now: () => performance.now(),
    run: async (phase, count, tokens) => {
      backend.llama.maxThreads = count;
      const room = sequence.contextSize - sequence.nextTokenIndex;
      if (room <= trialTokens.prefill) await sequence.clearHistory();
      if (phase === 'prefill') return sequence.evaluateWithoutGeneratingNewTokens(trial.slice(0, tokens));
      // As an answer is written, choosing each token: what the threads do in between decides on small models.
      let written = 0;
      for await (const _token of sequence.evaluate(trial.slice(0, 1), { yieldEogToken: true })) {
        written += 1;
        if (written === tokens) break;
      }
    },
  });
  await sequence.clearHistory();
  if (!signal.aborted) await cache?.write(measured);
  return measured;
}
