import type { FileError, LibraryError } from '../../shared/contract/library.ts';
import type { Words } from './words.ts';

type OwnError = Extract<LibraryError | FileError, { readonly code: `library.${string}` }>;

/** Says what went wrong with a folder of the library, or with a file's way into it. */
export function libraryErrorWords(error: OwnError): Words {
  switch (error.code) {
    case 'library.notAFolder':
      return { what: `${error.name} is not a folder that can be opened.`, next: 'Choose another one.' };
    case 'library.folderNotFound':
      return { what: 'This folder is no longer in the library.', next: 'Add it again.' };
    case 'library.alreadyFollowed':
      return {
        what: `${error.path} is kept up with already.`,
        next: `It is part of ${error.within}.`,
      };
    case 'library.cutOff':
      return {
        what: `Sotto ended ${error.times} times while it read ${error.fileName}, so the file is left alone.`,
        next: 'Save it again in its own program, or split it into parts, then try again.',
      };
  }
}
