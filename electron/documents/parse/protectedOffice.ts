import type { DocumentError } from '../../../shared/contract/documents.ts';
import { fail, type Result } from '../../../shared/result.ts';
import { openCompoundFile } from './containers/compoundFile.ts';
import {
  type DecryptionFailure,
  type OfficeEncryption,
  readOfficeEncryption,
} from './containers/officeDecryption.ts';
import type { SourceFile } from './source.ts';

/** The package that Word, Excel or PowerPoint locked into a compound file. */
export function openProtectedOffice(file: SourceFile): Result<Uint8Array, DocumentError> {
  const { fileName, password } = file;
  const locked = readLocked(file);
  if (!locked || password === null)
    return fail({ code: 'documents.passwordProtected', fileName, canBeOpened: locked !== null });
  const opened = tryPassword(locked, password);
  if (opened.ok) return opened;
  if (opened.error === 'wrongPassword') return fail({ code: 'documents.passwordWrong', fileName });
  return fail({ code: 'documents.damaged', fileName, reason: 'what its password protects is broken' });
}

interface Locked {
  readonly encryption: OfficeEncryption;
  readonly content: Uint8Array;
}

function readLocked({ bytes }: SourceFile): Locked | null {
  const compound = openCompoundFile(bytes);
  const about = compound?.root.children.get('encryptioninfo');
  const content = compound?.root.children.get('encryptedpackage');
  if (!compound || !about || !content) return null;
  try {
    const encryption = readOfficeEncryption(compound.readStream(about));
    return encryption && { encryption, content: compound.readStream(content) };
  } catch {
    return null;
  }
}

/** Broken keys and cut streams make the cipher throw. */
function tryPassword(
  { encryption, content }: Locked,
  password: string,
): Result<Uint8Array, DecryptionFailure> {
  try {
    const opened = encryption.decrypt(content, password);
    // Anything but a zip would be asked for its password again.
    return opened.ok && opened.value[0] !== 0x50 ? fail('damaged') : opened;
  } catch {
    return fail('damaged');
  }
}
