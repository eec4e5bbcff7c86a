import { InsufficientMemoryError } from 'node-llama-cpp';
import type { EngineError } from '../../../shared/contract/models.ts';

/** What kept a model from being loaded, from the library's error and llama.cpp's own complaints. */
export function loadError(
  error: unknown,
  facts: {
    readonly signal: AbortSignal;
    readonly complaints: readonly string[];
  },
): EngineError {
  const { signal, complaints } = facts;
  if (signal.aborted) return { code: 'engine.cancelled' };
  const unknown = complaints
    .map((line) => /unknown model architecture: '([^']*)'/.exec(line)?.[1])
    .find(Boolean);
  if (unknown !== undefined) return { code: 'engine.unsupportedArchitecture', architecture: unknown };
  return { code: 'engine.loadFailed', reason: complaints.at(-1) ?? messageOf(error) };
}

/** Whether the library foresaw too little memory, or the system gave none when asked. */
export function isOutOfMemory(error: unknown, complaints: readonly string[]): boolean {
  if (error instanceof InsufficientMemoryError) return true;
  // ggml's and llama.cpp's own words for an allocation that failed.
  return complaints.some((line) => /(failed|unable) to allocate|out of memory|bad_alloc/i.test(line));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
