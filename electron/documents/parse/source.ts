import type { Block, DocumentError } from '../../../shared/contract/documents.ts';
import type { Result } from '../../../shared/result.ts';
import type { ReadLimits } from './parserProtocol.ts';

/** One file as the parser process gets it. */
export interface SourceFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** For the file and those inside it; null where the person gave none. */
  readonly password: string | null;
  readonly limits: ReadLimits;
  /** The folder with pdf.js's `cmaps` and `standard_fonts`; null where it could not be found. */
  readonly pdfFolder: string | null;
  readonly onProgress: (progress: { readonly done: number; readonly total: number | null }) => void;
}

/** One file as the format readers get it. */
export interface Source extends SourceFile {
  readonly inner: InnerFiles;
}

/** Files inside a file (archives, attachments), read by the same readers, within limits over all levels together. */
export interface InnerFiles {
  /** Fails like any file; see `stopped` for failures that end the whole document. */
  read(file: {
    readonly bytes: Uint8Array;
    readonly fileName: string;
  }): Promise<Result<ReadText, DocumentError>>;
  /** What may still be unpacked. */
  readonly unpackedBytesLeft: number;
  /** To be called with what was unpacked. */
  countUnpacked(bytes: number): void;
  /** Set once a limit of the whole document is used up: a reader returns it instead of going on. */
  readonly stopped: DocumentError | null;
  /** The time for inner files is used up: what is left is named, not read. */
  readonly isTimeUp: boolean;
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
