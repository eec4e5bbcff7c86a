import type { ChatError } from '../../shared/contract/chat.ts';
import type { CodeError } from '../../shared/contract/code.ts';
import type { CollectionError } from '../../shared/contract/collections.ts';
import { type TransportError, transportErrorSchema } from '../../shared/contract/define.ts';
import type { FileError, LibraryError } from '../../shared/contract/library.ts';
import type { ListingError } from '../../shared/contract/listings.ts';
import type { ModelError } from '../../shared/contract/models.ts';
import type { PaperError } from '../../shared/contract/papers.ts';
import type { SummaryError } from '../../shared/contract/summaries.ts';
import { type UploadError, uploadErrorSchema } from '../../shared/fileUpload.ts';
import { chatErrorWords } from './chatErrors.ts';
import { codeErrorWords } from './codeErrors.ts';
import { collectionErrorWords } from './collectionErrors.ts';
import { documentErrorWords } from './documentErrors.ts';
import { libraryErrorWords } from './libraryErrors.ts';
import { modelErrorWords } from './modelErrors.ts';
import { transportErrorWords } from './transportErrors.ts';
import { uploadErrorWords } from './uploadErrors.ts';
import type { Words } from './words.ts';

export interface SettingsError {
  readonly code: 'settings.notWritten';
  readonly reason: string;
}

export type ShownError =
  | TransportError
  | UploadError
  | ChatError
  | CodeError
  | CollectionError
  | LibraryError
  | FileError
  | SummaryError
  | ListingError
  | ModelError
  | PaperError
  | SettingsError;

const transportCodes: ReadonlySet<string> = new Set(
  transportErrorSchema.options.map((option) => option.shape.code.value),
);

const uploadCodes: ReadonlySet<string> = new Set(
  uploadErrorSchema.options.map((option) => option.shape.code.value),
);

/** The words for any error of the contract. A code without words is a type error. */
export function errorWords(error: ShownError): Words {
  if (isTransportError(error)) return transportErrorWords(error);
  if (error.code === 'settings.notWritten')
    return {
      what: `The setting could not be saved: ${error.reason}`,
      next: 'Check that the data folder can be written to, then change it again.',
    };
  if (error.code === 'papers.noFont')
    return {
      what: `The fonts of Sotto’s PDF files have no ${error.signs.join(' ')}.`,
      next: 'Choose Word, or print it and save that as PDF.',
    };
  if (isUploadError(error)) return uploadErrorWords(error);
  if (isChatError(error)) return chatErrorWords(error);
  if (isCodeError(error)) return codeErrorWords(error);
  if (isListingError(error))
    return { what: 'This list is no longer there.', next: 'Ask the question again.' };
  if (isCollectionError(error)) return collectionErrorWords(error);
  if (isLibraryError(error)) return libraryErrorWords(error);
  if (isDocumentError(error)) return documentErrorWords(error);
  return modelErrorWords(error);
}

function isTransportError(error: ShownError): error is TransportError {
  return transportCodes.has(error.code);
}

function isUploadError(error: ShownError): error is UploadError {
  return uploadCodes.has(error.code);
}

type CodeStarting<Error, Prefix extends string> = Error extends { readonly code: `${Prefix}.${string}` }
  ? Error
  : never;

function isChatError(error: ShownError): error is CodeStarting<ChatError, 'chat'> {
  return error.code.startsWith('chat.');
}

function isCodeError(error: ShownError): error is CodeStarting<CodeError, 'code'> {
  return error.code.startsWith('code.');
}

function isListingError(error: ShownError): error is ListingError {
  return error.code === 'listings.notFound';
}

function isCollectionError(error: ShownError): error is CollectionError {
  return error.code.startsWith('collections.');
}

function isLibraryError(error: ShownError): error is CodeStarting<LibraryError | FileError, 'library'> {
  return error.code.startsWith('library.');
}

function isDocumentError(error: ShownError): error is CodeStarting<SummaryError, 'documents'> {
  return error.code.startsWith('documents.');
}
