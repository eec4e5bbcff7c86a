import type { DocumentError } from '../../shared/contract/documents.ts';
import type { SummaryError } from '../../shared/contract/summaries.ts';
import { describeUnreadable } from '../../shared/formats.ts';
import { formatBytes, formatCount } from './formats.ts';
import { modelErrorWords } from './modelErrors.ts';
import type { Words } from './words.ts';

/** Says what went wrong with a document or its summary. */
export function documentErrorWords(error: DocumentError | SummaryError): Words {
  switch (error.code) {
    case 'documents.notFound':
      return { what: 'This document is no longer in the library.', next: 'Add its file again.' };
    case 'documents.fileMissing':
      return { what: `${error.fileName} is no longer where it was.`, next: 'Choose the file again.' };
    case 'documents.notReadable':
      return {
        what: `${error.fileName} could not be opened: ${error.reason}`,
        next: 'Check that you may read the file and that no other program holds it, then add it again.',
      };
    case 'documents.unsupportedFormat':
      return {
        what: `${error.fileName} is ${describeUnreadable(error.looksLike)}, which Sotto does not read.`,
        next: `It reads ${error.supported.join(', ')}. Save the file in one of these formats and add that.`,
      };
    case 'documents.emptyFile':
      return { what: `${error.fileName} is empty.`, next: 'Check that this is the right file.' };
    case 'documents.emptyText':
      return {
        what: `${error.fileName} opened, but Sotto found no words in it.`,
        next: 'If you can read words in its pictures, add a sharper or larger scan.',
      };
    case 'documents.passwordProtected':
      return {
        what: `${error.fileName} is protected with a password.`,
        next: error.canBeOpened
          ? 'Enter its password. Sotto uses it once and does not keep it.'
          : 'Save a copy without the password, then add the copy.',
      };
    case 'documents.passwordWrong':
      return {
        what: `This password does not open ${error.fileName}.`,
        next: 'Enter it again. Capital and small letters are different ones.',
      };
    case 'documents.damaged':
      return {
        what: `${error.fileName} is damaged: ${error.reason}`,
        next: 'Open it in the program it comes from, save it again, then add it.',
      };
    case 'documents.scanned':
      return {
        what: `${error.fileName} is a scan, and the words on its ${formatCount(error.pages, { one: 'page', many: 'pages' })} could not be recognised.`,
        next: 'Add it again when the computer is less busy, or scan it smaller.',
      };
    case 'documents.tooLarge':
      return {
        what: `${error.fileName} has ${formatBytes(error.sizeBytes)}; at most ${formatBytes(error.maxBytes)} can be read.`,
        next: 'Split the file and add its parts.',
      };
    case 'documents.tooManyFiles':
      return {
        what: `${error.fileName} holds more than ${error.maxFiles} files.`,
        next: 'Unpack it and add the files you need.',
      };
    case 'documents.tooManyParts':
      return {
        what: `${error.fileName} has more than ${error.maxParts} paragraphs and rows.`,
        next: 'Split the file and add its parts.',
      };
    case 'documents.nestedTooDeep':
      return {
        what: `${error.fileName} holds archives inside archives, more than ${error.maxDepth} deep.`,
        next: 'Unpack it and add the files you need.',
      };
    case 'documents.parseTimedOut':
      return {
        what: `Reading ${error.fileName} took more than ${Math.round(error.limitMs / 1000)} s and was ended.`,
        next: 'Split the file and add its parts.',
      };
    case 'documents.parseOutOfMemory':
      return {
        what: `Reading ${error.fileName} needed more than ${formatBytes(error.limitBytes)} of memory and was ended.`,
        next: 'Split the file and add its parts.',
      };
    case 'documents.parserCrashed':
      return {
        what: `${error.fileName} ended the program that reads files. Nothing else was affected.`,
        next: 'Save the file again in its own program, or as PDF, then add that.',
      };
    case 'documents.cancelled':
      return { what: 'Adding was stopped. Nothing of the file was kept.', next: 'Add it again at any time.' };
    case 'documents.notAMail':
      return {
        what: `${error.fileName} is no mail, so there is nobody to reply to.`,
        next: 'Choose another kind of summary.',
      };
    case 'documents.summaryNotFound':
      return { what: 'This summary no longer exists.', next: 'Start it again.' };
    default:
      return modelErrorWords(error);
  }
}
