import { unzipSync } from 'fflate';
import type { DocumentError } from '../../../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../../../shared/result.ts';
import type { Source } from '../../source.ts';

export interface Archive {
  /** Null where there is no such entry. */
  readText(name: string): string | null;
}

const maxEntries = 10_000;

/** Looks through a zip without unpacking it and refuses one that would fill memory. */
export function openArchive({ bytes, fileName, limits }: Source): Result<Archive, DocumentError> {
  let unpackedBytes = 0;
  let entries = 0;
  try {
    unzipSync(bytes, {
      filter(entry) {
        entries += 1;
        unpackedBytes += entry.originalSize;
        return false;
      },
    });
  } catch (error) {
    return fail({
      code: 'documents.damaged',
      fileName,
      reason: error instanceof Error ? error.message : 'no archive',
    });
  }
  if (unpackedBytes > limits.maxUnpackedBytes || entries > maxEntries) {
    return fail({
      code: 'documents.tooLarge',
      fileName,
      sizeBytes: unpackedBytes,
      maxBytes: limits.maxUnpackedBytes,
    });
  }
  return ok({
    readText(name) {
      const entry = unzipSync(bytes, { filter: (candidate) => candidate.name === name })[name];
      return entry ? new TextDecoder().decode(entry) : null;
    },
  });
}
