import type { DocumentError } from '../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { decodeText } from './encoding.ts';
import type { SourceFile } from './source.ts';

/**
 * The characters of a text file. Fails with 'documents.tooLarge' before decoding what cannot have few enough of them,
 * so that a huge file costs no memory.
 */
export function decodeSource(
  { bytes, fileName, limits }: Pick<SourceFile, 'bytes' | 'fileName' | 'limits'>,
  declared: string | null = null,
): Result<string, DocumentError> {
  // UTF-8 has at most three bytes for one UTF-16 unit.
  if (bytes.length > limits.maxTextCharacters * 3) {
    return fail({
      code: 'documents.tooLarge',
      fileName,
      sizeBytes: bytes.length,
      maxBytes: limits.maxTextCharacters * 3,
    });
  }
  return ok(decodeText(bytes, declared));
}
