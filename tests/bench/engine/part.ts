import type { RandomShapeName } from '../../support/models/randomShapes.ts';
import type { Reference } from './reference.ts';
import type { LoadedReference } from './referenceMessages.ts';
import type { NewResult } from './report.ts';

export interface PartInput {
  readonly shape: RandomShapeName;
  readonly modelPath: string;
  /** Has the model loaded, with a context of `contextTokens`. */
  readonly reference: Reference;
  readonly known: LoadedReference;
  readonly contextTokens: number;
  /** Of the memory, in bytes per second. */
  readonly readBandwidth: number;
  readonly isQuick: boolean;
  /** Of this run: gone after it. */
  readonly folder: string;
  readonly add: (result: NewResult) => void;
}

/** One part of the bench, on one shape. It starts engines of its own, so that nothing is left of the part before. */
export type BenchPart = (input: PartInput) => Promise<void>;
