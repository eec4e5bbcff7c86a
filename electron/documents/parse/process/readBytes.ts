import { hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { DocumentError } from '../../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { ParserJob, ReadLimits } from '../parserProtocol.ts';

export interface ReadBytes {
  readonly bytes: Uint8Array;
  /** SHA-256 in hexadecimal digits. */
  readonly contentHash: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970, when it had been read. */
  readonly modifiedMs: number;
}

/** Reads a file of at most `maxFileBytes`. Nobody else waits for this process, so the calls that wait are the fastest. */
export function readBytes(
  { path, fileName }: Pick<ParserJob, 'path' | 'fileName'>,
  { maxFileBytes }: Pick<ReadLimits, 'maxFileBytes'>,
): Result<ReadBytes, DocumentError> {
  try {
    const file = openSync(path, 'r');
    try {
      const sizeBytes = fstatSync(file).size;
      if (sizeBytes > maxFileBytes) {
        return fail({ code: 'documents.tooLarge', fileName, sizeBytes, maxBytes: maxFileBytes });
      }
      const bytes = readFileSync(file);
      if (bytes.length === 0) return fail({ code: 'documents.emptyFile', fileName });
      // After reading: what was written in between then shows as another time.
      const modifiedMs = fstatSync(file).mtimeMs;
      return ok({ bytes, contentHash: hash('sha256', bytes), sizeBytes: bytes.length, modifiedMs });
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return fail({ code: 'documents.fileMissing', fileName });
    return fail({ code: 'documents.notReadable', fileName, reason: code });
  }
}
