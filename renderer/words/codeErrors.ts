import type { CodeError } from '../../shared/contract/code.ts';
import { formatNumber } from './formats.ts';
import { modelErrorWords } from './modelErrors.ts';
import type { Words } from './words.ts';

/** Says what went wrong with help on code. */
export function codeErrorWords(error: CodeError): Words {
  switch (error.code) {
    case 'code.runNotFound':
      return { what: 'This answer no longer exists.', next: 'Open the file again and ask anew.' };
    case 'code.notText':
      return { what: `${error.fileName} is not a text file.`, next: 'Choose a source file.' };
    case 'code.fileMissing':
      return { what: `${error.fileName} is no longer where it was.`, next: 'Open the file again.' };
    case 'code.tooLong':
      return {
        what: `The file needs ${formatNumber(error.sourceTokens)} tokens; the context holds ${formatNumber(error.contextTokens)}.`,
        next: 'Paste only the part that matters, or raise the context in Settings.',
      };
    case 'code.fileChanged':
      return {
        what: `${error.fileName} was changed since the model read it, so nothing was written.`,
        next: 'Open the file again and ask anew.',
      };
    case 'code.notWritten':
      return {
        what: `${error.fileName} could not be written: ${error.reason}`,
        next: 'Check that you may write there, or copy the changed file instead.',
      };
    case 'code.nothingToApply':
      return { what: 'No change is chosen.', next: 'Choose at least one change to accept.' };
    default:
      return modelErrorWords(error);
  }
}
