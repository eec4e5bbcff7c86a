import { gunzipSync } from 'node:zlib';
import { fail } from '../../../../shared/result.ts';
import { isTooLong } from '../containers/archive.ts';
import type { FormatReader } from '../source.ts';

/** Reads the one file that gzip packs, as if it stood alone. */
export const readGzip: FormatReader = async ({ bytes, fileName, inner, limits }) => {
  const innerName =
    fileName
      .split(/[\\/]/u)
      .at(-1)
      ?.replace(/\.t?gz$/iu, '') || 'file';
  let unpacked: Uint8Array;
  try {
    unpacked = gunzipSync(bytes, { maxOutputLength: Math.max(1, inner.unpackedBytesLeft) });
  } catch (error) {
    if (!isTooLong(error)) throw error;
    inner.countUnpacked(limits.maxUnpackedBytes + 1);
    const { maxUnpackedBytes: maxBytes } = limits;
    return fail({ code: 'documents.tooLarge', fileName, sizeBytes: maxBytes + 1, maxBytes });
  }
  inner.countUnpacked(unpacked.length);
  return inner.stopped ? fail(inner.stopped) : inner.read({ bytes: unpacked, fileName: innerName });
};
