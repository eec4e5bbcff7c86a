import type { DocumentError } from '../../../shared/contract/documents.ts';
import { describeUnreadable } from '../../../shared/formats.ts';

/** Why a file inside another one is missing from its text, in few words: they become part of the document. */
export function whyNotRead(error: DocumentError): string {
  switch (error.code) {
    case 'documents.unsupportedFormat':
      return error.looksLike === null ? 'not a format that can be read' : describeUnreadable(error.looksLike);
    case 'documents.emptyFile':
      return 'empty';
    case 'documents.emptyText':
      return 'holds no text';
    case 'documents.passwordProtected':
      return 'protected with a password';
    case 'documents.passwordWrong':
      return 'protected with another password';
    case 'documents.scanned':
      return 'a scan without text';
    case 'documents.damaged':
      return `damaged: ${error.reason}`;
    case 'documents.tooLarge':
    case 'documents.tooManyParts':
      return 'too large';
    case 'documents.tooManyFiles':
      return 'holds too many files';
    case 'documents.nestedTooDeep':
      return 'nested too deep';
    default:
      return 'could not be read';
  }
}
