import { inflateRawSync, zstdDecompressSync } from 'node:zlib';
import type { DocumentError } from '../../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { decodeText } from '../encoding.ts';
import type { Source } from '../source.ts';
import { decryptEntry, isDecryptedRight } from './zipDecryption.ts';
import { packedDataOf, readZipEntries, type ZipEntry } from './zipEntries.ts';

export interface Archive {
  /** Files only, in the archive's order. */
  readonly entries: readonly ZipEntry[];
  /** The archive's end is missing. */
  readonly isTruncated: boolean;
  /** Null where there is no such entry, or it cannot be unpacked. Names are compared without regard to case. */
  readBytes(name: string): Uint8Array | null;
  readText(name: string): string | null;
}

const maxEntries = 10_000;

/**
 * Looks through a zip without unpacking it. Nothing is written to the disk, so names are only names. Fails with
 * 'documents.tooLarge' where it claims to unpack to more than the limit, 'documents.damaged' where it is no zip.
 */
export function openArchive(
  source: Pick<Source, 'bytes' | 'fileName' | 'limits' | 'password'>,
): Result<Archive, DocumentError> {
  const { bytes, fileName, limits, password } = source;
  const directory = readZipEntries(bytes, { maxEntries });
  if (!directory)
    return fail({ code: 'documents.damaged', fileName, reason: 'the archive has no directory' });
  const entries = directory.entries.filter(({ isFolder }) => !isFolder);
  const unpackedBytes = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  if (directory.total > maxEntries) {
    return fail({ code: 'documents.tooManyFiles', fileName, maxFiles: maxEntries });
  }
  if (unpackedBytes > limits.maxUnpackedBytes) {
    return fail({
      code: 'documents.tooLarge',
      fileName,
      sizeBytes: unpackedBytes,
      maxBytes: limits.maxUnpackedBytes,
    });
  }
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  let left = limits.maxUnpackedBytes;
  const readBytes = (name: string) => {
    const entry = byName.get(name.toLowerCase());
    const unpacked = entry ? unpackEntry(bytes, entry, { maxBytes: left, password }) : null;
    if (!unpacked?.ok) return null;
    left -= unpacked.value.length;
    return unpacked.value;
  };
  return ok({
    entries,
    isTruncated: directory.isTruncated,
    readBytes,
    readText(name) {
      const content = readBytes(name);
      return content === null ? null : decodeText(content, 'utf-8');
    },
  });
}

export type UnpackFailure = 'encrypted' | 'wrongPassword' | 'tooLarge' | 'damaged' | 'unknownMethod';

/** Unpacks one entry, at most `maxBytes` of it, whatever size it claims. */
export function unpackEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  { maxBytes, password }: { readonly maxBytes: number; readonly password: string | null },
): Result<Uint8Array, UnpackFailure> {
  if (entry.unpackedBytes > maxBytes) return fail('tooLarge');
  const { encryption } = entry;
  const stored = packedDataOf(bytes, entry);
  if (!stored) return fail(encryption && password === null ? 'encrypted' : 'damaged');
  if (encryption === null) return inflate(stored, { method: entry.method, maxBytes });
  if (password === null) return fail('encrypted');
  const opened = decryptEntry(stored, { encryption, password });
  if (!opened.ok) return opened;
  const unpacked = inflate(opened.value, { method: entry.method, maxBytes });
  const isRight = unpacked.ok && isDecryptedRight(unpacked.value, encryption);
  return isRight || encryption.kind !== 'traditional' || (!unpacked.ok && unpacked.error === 'tooLarge')
    ? unpacked
    : fail('wrongPassword');
}

function inflate(
  packed: Uint8Array,
  { method, maxBytes }: { readonly method: number; readonly maxBytes: number },
): Result<Uint8Array, UnpackFailure> {
  // Zero would mean no limit to zlib.
  const options = { maxOutputLength: Math.max(1, maxBytes) };
  try {
    if (method === 0) return packed.length > maxBytes ? fail('tooLarge') : ok(packed);
    if (method === 8) return ok(inflateRawSync(packed, options));
    if (method === 93) return ok(zstdDecompressSync(packed, options));
    return fail('unknownMethod');
  } catch (error) {
    return fail(isTooLong(error) ? 'tooLarge' : 'damaged');
  }
}

export function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
