import type { DocumentError } from '../../../../shared/contract/documents.ts';
import { type Archive, openArchive, type UnpackFailure, unpackEntry } from '../containers/archive.ts';
import type { ZipEntry } from '../containers/zipEntries.ts';
import type { FormatReader } from '../source.ts';
import { createInnerList } from './innerList.ts';

/** What systems put into archives beside people's files. */
const systemFile = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/iu;
/** Deflate cannot do better than 1032; nothing people write comes near at this size. */
const bombRatio = 400;
const bombBytes = 64 * 1024 * 1024;

/** Reads the files in a zip, each under its name. Nothing is written to the disk, whatever the names say. */
export const readZip: FormatReader = async (source) => {
  const { bytes, inner, onProgress, fileName } = source;
  const archive = openArchive(source);
  if (!archive.ok) return archive;
  const files = createInnerList(source);
  const entries = readableEntries(archive.value);
  for (const [index, entry] of entries.entries()) {
    onProgress({ done: index, total: entries.length });
    const unpacked = isBomb(entry)
      ? ({ ok: false, error: 'tooLarge' } as const)
      : unpackEntry(bytes, entry, { maxBytes: inner.unpackedBytesLeft, password: source.password });
    if (!unpacked.ok) {
      if (unpacked.error === 'tooLarge') inner.countUnpacked(source.limits.maxUnpackedBytes + 1);
      if (inner.stopped) return { ok: false, error: inner.stopped };
      const error = passwordError(unpacked.error, { fileName, entry });
      files.addMissing({ name: entry.name, reason: reasons[unpacked.error], ...(error ? { error } : {}) });
      continue;
    }
    inner.countUnpacked(unpacked.value.length);
    const ending =
      inner.stopped ?? (await files.addFile({ bytes: unpacked.value, name: entry.name, level: 1 }));
    if (ending) return { ok: false, error: ending };
  }
  if (archive.value.isTruncated) {
    files.addMissing({ name: fileName, reason: 'the end of the archive is missing' });
  }
  return files.finish();
};

const reasons: Readonly<Record<UnpackFailure, string>> = {
  encrypted: 'protected with a password',
  wrongPassword: 'protected with another password',
  tooLarge: 'too large',
  damaged: 'damaged in the archive',
  unknownMethod: 'packed in a way that cannot be read',
};

/** Of the archive: a person is asked for one password, not for one of each file. */
function passwordError(
  failure: UnpackFailure,
  { fileName, entry }: { readonly fileName: string; readonly entry: ZipEntry },
): DocumentError | null {
  if (failure === 'wrongPassword') return { code: 'documents.passwordWrong', fileName };
  if (failure !== 'encrypted') return null;
  const canBeOpened = entry.encryption?.kind !== 'unknown';
  return { code: 'documents.passwordProtected', fileName, canBeOpened };
}

function readableEntries({ entries }: Archive): ZipEntry[] {
  return entries.filter(({ name }) => !systemFile.test(name));
}

function isBomb({ packedBytes, unpackedBytes }: ZipEntry): boolean {
  return unpackedBytes > bombBytes && unpackedBytes > packedBytes * bombRatio;
}
