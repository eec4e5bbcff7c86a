import type { FileError, FileErrorCode } from '../../shared/contract/library.ts';
import type { Words } from './words.ts';

/** Why several files could not be read, and what to do about them all. */
export function failureWords(code: FileErrorCode): Words {
  switch (code) {
    case 'documents.emptyText':
      return { what: 'No words in them', next: 'Pictures and pages without text. There is nothing to read.' };
    case 'documents.emptyFile':
      return { what: 'Empty files', next: 'They have no content.' };
    case 'documents.unsupportedFormat':
      return { what: 'Not documents', next: 'Sotto has no reader for such files.' };
    case 'documents.passwordProtected':
    case 'documents.passwordWrong':
      return {
        what: 'Protected with a password',
        next: 'Add them by themselves with Add a file, and enter the password.',
      };
    case 'documents.damaged':
      return { what: 'Damaged', next: 'Open them in the program they come from and save them again.' };
    case 'documents.scanned':
      return {
        what: 'Scans whose words could not be recognised',
        next: 'Try again when the computer is less busy, or scan them smaller.',
      };
    case 'documents.tooLarge':
    case 'documents.tooManyParts':
      return { what: 'Too large', next: 'Split them into parts.' };
    case 'documents.tooManyFiles':
    case 'documents.nestedTooDeep':
      return {
        what: 'Archives with too much in them',
        next: 'Unpack them here; Sotto then reads the files.',
      };
    case 'documents.parseTimedOut':
      return { what: 'Took too long', next: 'Try again when the computer is less busy, or split them.' };
    case 'documents.parseOutOfMemory':
      return { what: 'Needed too much memory', next: 'Split them into parts.' };
    case 'documents.parserCrashed':
    case 'library.cutOff':
      return {
        what: 'Ended the program that reads files',
        next: 'Save them again in their own program, or as PDF.',
      };
    case 'documents.notReadable':
      return {
        what: 'Could not be opened',
        next: 'Check that you may read them and that no other program holds them.',
      };
    case 'documents.notFound':
    case 'documents.fileMissing':
    case 'documents.cancelled':
    case 'files.expired':
      return { what: 'Not read to the end', next: 'Try again.' };
  }
}

/** What is particular to one of them; null where the reason they share says it all. */
export function ownReason(error: FileError): string | null {
  return 'reason' in error ? error.reason : null;
}
