import type { DocumentError, ParsedDocument } from '../../../shared/contract/documents.ts';
import type { RecognitionLanguage } from '../../../shared/recognition.ts';
import type { Result } from '../../../shared/result.ts';

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
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ParseProgress) => void;
}

/** Reads files from strangers, outside the host, within limits of time, memory and output. */
export interface Parser {
  parse(input: ParseInput): Promise<Result<ParsedDocument & { readonly format: string }, DocumentError>>;
  dispose(): Promise<void>;
}
