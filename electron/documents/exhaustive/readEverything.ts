import type { Passage } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';
import { createPlaces } from '../summarise/places.ts';
import { type PassageReading, readPassage } from './passages/readPassage.ts';
import type { ScopedChunk } from './scope.ts';

/** So many passages are fetched with their text at once. */
const fetched = 64;

/**
 * Reads passages one by one, several at once in their order. A passage that cannot be read is told and left; what
 * stops the model stops the run.
 */
export async function readEverything(input: {
  readonly chunks: readonly ScopedChunk[];
  readonly getPassages: (chunkIds: readonly ScopedChunk['chunkId'][]) => ReadonlyMap<number, Passage>;
  readonly question: string;
  readonly target: string;
  readonly ready: () => Promise<Result<ReadyModel, ModelUseError>>;
  readonly parallelCalls: number;
  readonly signal: AbortSignal;
  /** Null: it could not be read. */
  readonly onRead: (chunk: ScopedChunk, reading: PassageReading | null) => void;
}): Promise<Result<null, ModelUseError>> {
  const { chunks, parallelCalls, onRead, question, target, ready } = input;
  const failed = new AbortController();
  const signal = AbortSignal.any([input.signal, failed.signal]);
  const places = createPlaces(parallelCalls);
  let failure: ModelUseError | null = null;
  const stop = (error: ModelUseError) => {
    failure ??= error;
    failed.abort();
  };
  for (let start = 0; start < chunks.length && !signal.aborted; start += fetched) {
    const part = chunks.slice(start, start + fetched);
    const passages = input.getPassages(part.map(({ chunkId }) => chunkId));
    const read = async (chunk: ScopedChunk) => {
      const passage = passages.get(chunk.chunkId);
      // Its document was removed in the meantime.
      if (!passage || signal.aborted) return;
      const reading = await readPassage({ passage, question, target, ready, signal });
      if (reading.ok) onRead(chunk, reading.value);
      else if (reading.error.code === 'engine.generationFailed') onRead(chunk, null);
      else stop(reading.error);
    };
    const work = part.map((chunk) => places.run({ isUrgent: false, work: () => read(chunk) }));
    await Promise.all(work).catch((cause: unknown) => {
      failed.abort();
      throw cause;
    });
  }
  if (failure !== null) return fail(failure);
  return input.signal.aborted ? fail({ code: 'engine.cancelled' }) : ok(null);
}
