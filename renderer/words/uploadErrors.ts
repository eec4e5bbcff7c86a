import type { UploadError } from '../../shared/fileUpload.ts';
import { assertNever } from '../../shared/result.ts';
import { formatBytes } from './formats.ts';
import { transportErrorWords } from './transportErrors.ts';
import type { Words } from './words.ts';

/** Says why a file could not be handed to Sotto's host. */
export function uploadErrorWords(error: UploadError): Words {
  switch (error.code) {
    case 'files.tooLarge':
      return {
        what: `The file is larger than the ${formatBytes(error.maxBytes)} this window can hand over.`,
        next: 'Use a smaller file, or add it from the terminal: sotto models add, or sotto index.',
      };
    case 'files.diskFull':
      return {
        what: `There is not enough room for the file: ${formatBytes(error.availableBytes)} are free.`,
        next: 'Free some space on the disk, then add it again.',
      };
    case 'files.badName':
      return { what: 'The file’s name cannot be used.', next: 'Rename the file, then add it again.' };
    case 'files.tooManyUploads':
      return {
        what: `${error.maxUploads} files are being copied already.`,
        next: 'Wait until one is done, then add this one again.',
      };
    case 'files.notReceived':
      return { what: `The file did not arrive: ${error.reason}.`, next: 'Choose it again.' };
    case 'notAllowed':
      return transportErrorWords(error);
    default:
      return assertNever(error);
  }
}
