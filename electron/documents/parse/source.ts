import type { Block, DocumentError } from '../../../shared/contract/documents.ts';
import type { RecognisedPage, RecognitionLanguage } from '../../../shared/recognition.ts';
import type { Result } from '../../../shared/result.ts';
import type { ReadLimits } from './parserProtocol.ts';
import type { Recogniser } from './recognise/recogniser.ts';
import type { Recognition } from './recognise/recognition.ts';

/** One file as the parser process gets it. */
export interface SourceFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** For the file and those inside it; null where the person gave none. */
  readonly password: string | null;
  /** Of the words in its pictures; null where it is to be told from them. */
  readonly recognitionLanguage: RecognitionLanguage | null;
  /** Null where this system lacks the recognition's files. */
  readonly recogniser: Recogniser | null;
  readonly limits: ReadLimits;
  /** The folder with pdf.js's `cmaps` and `standard_fonts`; null where it could not be found. */
  readonly pdfFolder: string | null;
  readonly onProgress: (progress: { readonly done: number; readonly total: number | null }) => void;
  /** Before each picture whose words are recognised. */
  readonly onRecognising: (progress: { readonly page: number; readonly total: number | null }) => void;
}

/** One file as the format readers get it. */
export interface Source extends SourceFile {
  readonly inner: InnerFiles;
  /** One for the whole document, whatever lies inside it. */
  readonly recognition: Recognition;
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
  /** Of the mail, or of its last change as its properties have it; absent or null where it names none. */
  readonly datedAt?: string | null;
  readonly pages: number;
  readonly blocks: readonly Block[];
  /** Those whose words were recognised in pictures. */
  readonly recognised?: readonly RecognisedPage[];
}

export type FormatReader = (source: Source) => Promise<Result<ReadText, DocumentError>>;
