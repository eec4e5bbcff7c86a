import { describeError } from '../cli/errorWords.ts';
import type { KeyFileError } from '../storage/keyFile.ts';
import type { StorageError } from '../storage/storageError.ts';
import type { KeychainError } from './keychainKey.ts';

/** AppImages start programs so where the system denies them user namespaces, as Ubuntu does since 24.04. */
export const noSandboxText =
  'Sotto never runs without the sandbox that keeps its window apart from your files, and this system does not allow one here. If you started the AppImage, install the deb or rpm package instead.';

/** What the person reads when Sotto cannot open its data: what happened, and what to do next. */
export function describeStartFailure(error: StorageError | KeyFileError | KeychainError): string {
  switch (error.code) {
    case 'storage.keychainUnavailable':
      return `The system's keychain does not answer, and the key to the data in ${error.dataFolder} belongs there. Unlock it (log in again, or start the keyring), then open Sotto once more.`;
    case 'storage.keychainRefused':
      return `The system's keychain could not decrypt ${error.path} (${error.reason}). Nothing was changed. Log in as the account that made it, restore the keychain, or set SOTTO_KEY.`;
    case 'storage.keychainKeyNotWritten':
      return `${error.path} could not be written (${error.reason}). Check the folder's rights and free space, then open Sotto once more.`;
    default:
      return describeError(error);
  }
}
