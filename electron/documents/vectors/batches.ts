import type { EngineError } from '../../../shared/contract/models.ts';

/** How many texts are embedded at a time, and what a failure is put down to. */
export interface Batches {
  size(): number;
  noteSuccess(batch: { readonly texts: number; readonly elapsedMs: number }): void;
  /** @returns 'nobody': the same texts are tried again. @param texts how many were sent. */
  noteFailure(error: EngineError, texts: number): 'nobody' | 'text' | 'model';
  /** Null until the speed is known. */
  remainingMs(texts: number): number | null;
  /** After what caused failures was dealt with. */
  forget(): void;
}

/** What a kill costs at most, and how often progress is seen. */
const batchMs = 2000;
const firstSize = 16;
const largestSize = 256;
/** How much the last batch counts in the speed. */
const newWeight = 0.4;
/** A text that ends the engine this often when it is alone is left out. */
const triesAlone = 2;
/** So many of them in a row, and it is not the texts. */
const textsToBlame = 3;

export function createBatches(): Batches {
  let textsPerMs: number | null = null;
  /** Texts that go one by one, because the engine ended over a batch that held them. */
  let alone = 0;
  let tries = 0;
  let blamed = 0;
  return {
    size() {
      if (alone > 0) return 1;
      if (textsPerMs === null) return firstSize;
      return Math.max(1, Math.min(largestSize, Math.round(textsPerMs * batchMs)));
    },
    noteSuccess({ texts, elapsedMs }) {
      alone = Math.max(0, alone - texts);
      tries = 0;
      blamed = 0;
      const speed = texts / Math.max(1, elapsedMs);
      textsPerMs = textsPerMs === null ? speed : textsPerMs + newWeight * (speed - textsPerMs);
    },
    noteFailure(error, texts) {
      if (error.code !== 'engine.crashed' && error.code !== 'engine.notResponding') return 'model';
      if (texts > 1) {
        alone = texts;
        return 'nobody';
      }
      tries += 1;
      if (tries < triesAlone) return 'nobody';
      tries = 0;
      alone = Math.max(0, alone - 1);
      blamed += 1;
      return blamed < textsToBlame ? 'text' : 'model';
    },
    remainingMs: (texts) => (textsPerMs === null ? null : Math.round(texts / textsPerMs)),
    forget() {
      alone = 0;
      tries = 0;
      blamed = 0;
    },
  };
}
