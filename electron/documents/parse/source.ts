import type { Block, DocumentError } from '../../../shared/contract/documents.ts';
import type { Result } from '../../../shared/result.ts';
import type { ReadLimits } from './parserProtocol.ts';

/** One file as the format readers get it. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly limits: ReadLimits;
  /** The folder with pdf.js's `cmaps` and `standard_fonts`; null where it could not be found. */
  readonly pdfFolder: string | null;
  readonly onProgress: (progress: { readonly done: number; readonly total: number | null }) => void;
}

export interface ReadText {
  /** Null where the file names none: the first heading or the file's name is taken. */
  readonly title: string | null;
  /** As the file declares it; null where it does not. */
  readonly language: string | null;
  readonly pages: number;
  readonly blocks: readonly Block[];
}

export type FormatReader = (source: Source) => Promise<Result<ReadText, DocumentError>>;
