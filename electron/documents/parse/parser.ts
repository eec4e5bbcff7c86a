import type { DocumentError, ParsedDocument } from '../../../shared/contract/documents.ts';
import type { RecognitionLanguage } from '../../../shared/recognition.ts';
import type { Result } from '../../../shared/result.ts';
import type { CutDocument } from '../cutDocument.ts';

export interface ParseProgress {
  /** 'recognising' while the words in a picture are recognised, which takes seconds for each page. */
  readonly step: 'parsing' | 'recognising';
  readonly done: number;
  readonly total: number | null;
}

export interface ParseInput {
  readonly path: string;
  /** The name shown in errors and used for the format; a temporary copy's path may lack it. */
  readonly fileName: string;
  /** Handed to the parser process for this one file; never stored or logged. */
  readonly password?: string | undefined;
  /** Of the words in its pictures; absent where it is to be told from them. */
  readonly recognitionLanguage?: RecognitionLanguage | undefined;
  /** Where the caller has just seen that it is a file of this size. */
  readonly sizeBytes?: number | undefined;
  readonly signal: AbortSignal;
  /** A process is at it; called again where another has to. */
  readonly onBegun?: (() => void) | undefined;
  readonly onProgress?: (progress: ParseProgress) => void;
}

export type ParsedFile = ParsedDocument &
  CutDocument & {
    readonly format: string;
    /** SHA-256 of the bytes that were read, in hexadecimal digits. */
    readonly contentHash: string;
    /** Of the file when it had been read. */
    readonly sizeBytes: number;
    /** Milliseconds since 1970. */
    readonly modifiedMs: number;
  };

/** Reads files from strangers, outside the host, within limits of time, memory and output. */
export interface Parser {
  parse(input: ParseInput): Promise<Result<ParsedFile, DocumentError>>;
  /** Starts a process ahead of the files that are about to come. */
  warmUp(): void;
  dispose(): Promise<void>;
}
