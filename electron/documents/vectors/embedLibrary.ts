import { setImmediate } from 'node:timers/promises';
import type { EmbeddingState } from '../../../shared/contract/embeddings.ts';
import type { EngineError } from '../../../shared/contract/models.ts';
import type { EmbeddingModels, InstalledEmbedder } from '../../engine/embeddingModels.ts';
import { createBatches } from './batches.ts';
import { chosenSet, servingSet } from './chooseSet.ts';
import { preparation } from './preparedText.ts';
import { createRotation } from './rotation.ts';
import type { ChunkText, EmbeddedChunk, VectorSet, VectorStore } from './vectorStore.ts';

/** Makes the vectors of all chunks in the background, in small parts that are each kept. */
export interface LibraryEmbedding {
  readonly state: EmbeddingState;
  /** Goes on with what is waiting, until the returned function was called for each time. */
  start(): () => void;
  /** @returns a function that stops listening. */
  onTold(listener: (state: EmbeddingState) => void): () => void;
  /** Documents, models, settings or power may have changed. */
  wake(): void;
  /** Tries what failed again. */
  retry(): void;
  dispose(): Promise<void>;
}

export interface EmbeddingWishes {
  readonly isOn: boolean;
  readonly isPaused: boolean;
  /** Background work is held to save power; the engine waits by itself. */
  readonly isHeld: boolean;
}

type Outcome = EmbeddedChunk['outcome'];

interface Batch {
  readonly texts: readonly ChunkText[];
  /** These failed before. */
  readonly isRetry: boolean;
}

/** Views are told no more often than this. */
const tellingMs = 300;

export interface EmbeddingParts {
  readonly store: VectorStore;
  readonly models: EmbeddingModels;
  readonly readWishes: () => EmbeddingWishes;
  readonly onChanged: (state: EmbeddingState) => void;
}

export function createLibraryEmbedding(parts: EmbeddingParts): LibraryEmbedding {
  const { store, models, readWishes } = parts;
  const batches = createBatches();
  let error: EngineError | null = null;
  /** Up to which chunk the failed texts were tried again; null where nobody asked for it. */
  let retriedThrough: number | null = null;
  /** A file that crashed the engine is tried once for each time it was asked for. */
  let isRetryAsked = false;
  let isDisposed = false;
  let starts = 0;
  const listeners = new Set([parts.onChanged]);
  let wakeUp = Promise.withResolvers<void>();
  let running: { readonly modelId: string; readonly abort: AbortController } | null = null;
  let telling: NodeJS.Timeout | undefined;

  const state = (): EmbeddingState => {
    const { isOn, isPaused, isHeld } = readWishes();
    const model = models.chosen();
    const sets = store.listSets();
    const set = model === null ? null : chosenSet(sets, model);
    const serving = isOn ? servingSet(sets, models) : null;
    const counts = store.count(set?.id ?? 0);
    const embedded = counts.embedded + counts.empty + counts.failed;
    const isDone = embedded >= counts.passages;
    const phase = (): EmbeddingState['phase'] => {
      if (!isOn) return 'off';
      if (model === null) return 'noModel';
      if (error !== null) return 'failed';
      if (isDone) return 'ready';
      if (isPaused) return 'paused';
      return isHeld ? 'held' : 'embedding';
    };
    const found = phase();
    return {
      phase: found,
      model: model && { id: model.modelId, name: model.name },
      servingName: serving?.model.name ?? null,
      passages: counts.passages,
      embedded: Math.min(embedded, counts.passages),
      failed: counts.failed,
      remainingMs: found === 'embedding' ? batches.remainingMs(counts.passages - embedded) : null,
      error,
    };
  };

  const tell = () => {
    if (isDisposed) return;
    telling ??= setTimeout(() => {
      telling = undefined;
      const now = state();
      for (const listener of listeners) listener(now);
    }, tellingMs);
    telling.unref();
  };

  const nextBatch = (set: VectorSet | null): Batch => {
    const limit = batches.size();
    if (retriedThrough !== null && set !== null) {
      const texts = store.listFailedTexts({ setId: set.id, afterId: retriedThrough, limit });
      if (texts.length > 0) return { texts, isRetry: true };
    }
    retriedThrough = null;
    return { texts: store.listTexts({ afterId: set?.doneThrough ?? 0, limit }), isRetry: false };
  };

  const keep = (setId: number, { texts, isRetry }: Batch, outcomeOf: (index: number) => Outcome) => {
    const chunks = texts.map(({ chunkId }, index) => ({ chunkId, outcome: outcomeOf(index) }));
    const last = chunks.at(-1)?.chunkId ?? 0;
    store.put({ setId, chunks, doneThrough: isRetry ? null : last });
    if (isRetry) retriedThrough = last;
    else if (store.listTexts({ afterId: last, limit: 1 }).length === 0) store.markComplete(setId);
  };

  /** @returns whether there is more to do. */
  const embedNext = async (model: InstalledEmbedder): Promise<boolean> => {
    const set = chosenSet(store.listSets(), model);
    const batch = nextBatch(set);
    if (batch.texts.length === 0) return false;
    const abort = new AbortController();
    running = { modelId: model.modelId, abort };
    const startMs = performance.now();
    const asked = { kind: 'passage', signal: abort.signal, isRetryAsked } as const;
    isRetryAsked = false;
    const embedded = await model.embed({ ...asked, texts: batch.texts.map(({ text }) => text) });
    running = null;
    if (isDisposed) return false;
    if (!embedded.ok) {
      if (embedded.error.code === 'engine.cancelled') return true;
      const blamed = batches.noteFailure(embedded.error, batch.texts.length);
      if (blamed === 'text' && set !== null) keep(set.id, batch, () => ({ failure: embedded.error.code }));
      else if (blamed !== 'nobody') error = embedded.error;
      return error === null;
    }
    const { dimension, results } = embedded.value;
    if (set !== null && set.dimension !== dimension) {
      error = { code: 'engine.loadFailed', reason: 'another file has taken the place of the model' };
      return false;
    }
    batches.noteSuccess({ texts: batch.texts.length, elapsedMs: performance.now() - startMs });
    const target = set ?? store.addSet({ modelHash: model.contentHash, preparation, dimension });
    const rotate = createRotation(dimension);
    keep(target.id, batch, (index) => {
      const result = results[index];
      if (result?.ok) return { vector: rotate(result.value.vector) };
      return { failure: result?.error.code ?? 'engine.generationFailed' };
    });
    return true;
  };

  /** What other models have made is not needed any more once the chosen one has read everything. */
  const tidyUp = async (model: InstalledEmbedder | null) => {
    const set = model && chosenSet(store.listSets(), model);
    const installed = new Set(models.list().map(({ contentHash }) => contentHash));
    for (const other of store.listSets()) {
      const isSuperseded = set?.isComplete === true && other.id !== set.id;
      if (!isSuperseded && installed.has(other.modelHash)) continue;
      while (!isDisposed && store.removePart(other.id)) await setImmediate();
    }
  };

  const work = async () => {
    while (!isDisposed) {
      wakeUp = Promise.withResolvers();
      try {
        const { isOn, isPaused } = readWishes();
        const model = isOn ? models.chosen() : null;
        const isWorking = model !== null && starts > 0 && !isPaused && error === null;
        const hasMore = isWorking && (await embedNext(model));
        if (!hasMore && !isDisposed) await tidyUp(model);
        tell();
        if (!hasMore) await wakeUp.promise;
      } catch (cause) {
        // A full disk, for one: what was made so far is kept, and the person can have it tried again.
        error = { code: 'engine.unavailable', reason: String(cause) };
      }
    }
  };

  const wake = () => {
    const { isOn, isPaused } = readWishes();
    const isStillWanted = starts > 0 && isOn && !isPaused && models.chosen()?.modelId === running?.modelId;
    if (!isStillWanted) running?.abort.abort();
    tell();
    wakeUp.resolve();
  };

  const ended = work();

  return {
    get state() {
      return state();
    },
    start() {
      starts += 1;
      wakeUp.resolve();
      return () => {
        starts -= 1;
        wake();
      };
    },
    onTold(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    wake,
    retry() {
      error = null;
      retriedThrough = 0;
      isRetryAsked = true;
      batches.forget();
      wakeUp.resolve();
      tell();
    },
    async dispose() {
      isDisposed = true;
      clearTimeout(telling);
      running?.abort.abort();
      wakeUp.resolve();
      await ended;
    },
  };
}
