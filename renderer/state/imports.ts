import type { ShownError } from '../words/errors.ts';

/** A file on its way into Sotto. */
export interface Import {
  readonly id: number;
  readonly kind: 'document' | 'model';
  readonly fileName: string;
  readonly phase: ImportPhase;
}

export type ImportPhase =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'copying'; readonly ratio: number }
  | { readonly kind: 'checking' }
  | {
      readonly kind: 'parsing' | 'recognising' | 'indexing';
      readonly done: number;
      readonly total: number | null;
    }
  | { readonly kind: 'failed'; readonly error: ShownError }
  /** Protected with a password; `isAsking` until the person puts the question away. */
  | { readonly kind: 'locked'; readonly error: ShownError; readonly isAsking: boolean };

export type ImportsAction =
  | { readonly kind: 'begun'; readonly imports: readonly Import[] }
  | { readonly kind: 'moved'; readonly id: number; readonly phase: ImportPhase }
  | { readonly kind: 'asked'; readonly id: number; readonly isAsking: boolean }
  /** Done, stopped, or read by the person. */
  | { readonly kind: 'left'; readonly ids: readonly number[] };

export function reduceImports(imports: readonly Import[], action: ImportsAction): readonly Import[] {
  switch (action.kind) {
    case 'begun':
      return [...imports, ...action.imports];
    case 'moved':
      return imports.map((one) => (one.id === action.id ? { ...one, phase: action.phase } : one));
    case 'asked':
      return imports.map((one) =>
        one.id === action.id && one.phase.kind === 'locked'
          ? { ...one, phase: { ...one.phase, isAsking: action.isAsking } }
          : one,
      );
    case 'left':
      return imports.filter((one) => !action.ids.includes(one.id));
  }
}

export function isUnderWay(one: Import): boolean {
  return one.phase.kind !== 'failed' && one.phase.kind !== 'locked';
}

/** Whether a password would open the file. */
export function needsPassword(error: ShownError): boolean {
  if (error.code === 'documents.passwordProtected') return error.canBeOpened;
  return error.code === 'documents.passwordWrong';
}

/** @returns 0 to 1, or null where it cannot be told. */
export function importRatio(phase: ImportPhase): number | null {
  if (phase.kind === 'copying') return phase.ratio;
  if ((phase.kind === 'parsing' || phase.kind === 'recognising' || phase.kind === 'indexing') && phase.total)
    return phase.done / phase.total;
  return null;
}

export function isModelFile(fileName: string): boolean {
  return fileName.toLowerCase().endsWith('.gguf');
}
