import type { DocumentError, ParsedDocument } from '../../../shared/contract/documents.ts';
import type { Result } from '../../../shared/result.ts';

export interface ParseInput {
  readonly path: string;
  /** The name shown in errors and used for the format; a temporary copy's path may lack it. */
  readonly fileName: string;
  /** Handed to the parser process for this one file; never stored or logged. */
  readonly password?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number | null }) => void;
}

/** Reads files from strangers, outside the host, within limits of time, memory and output. */
export interface Parser {
  parse(input: ParseInput): Promise<Result<ParsedDocument & { readonly format: string }, DocumentError>>;
  dispose(): Promise<void>;
}
