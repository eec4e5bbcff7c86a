import type { TransportError } from '../../shared/contract/define.ts';
import type { ErrorOf, RequestName, StreamName } from '../../shared/contract/index.ts';
import type { FileError } from '../../shared/contract/library.ts';
import type { ServerError } from '../server/server.ts';
import type { KeyFileError } from '../storage/keyFile.ts';
import type { StorageError } from '../storage/storageError.ts';

/** Everything a command can end with. */
export type CommandError =
  | ErrorOf<RequestName | StreamName>
  | TransportError
  | FileError
  | StorageError
  | KeyFileError
  | ServerError
  | { readonly code: 'cli.misuse'; readonly reason: string }
  | { readonly code: 'cli.interrupted'; readonly partialText?: string }
  | {
      readonly code: 'cli.listingPaused';
      readonly passagesRead: number;
      readonly passagesTotal: number;
    }
  | {
      readonly code: 'cli.summaryPaused';
      readonly sectionsRead: number;
      readonly sectionsTotal: number;
    }
  | { readonly code: 'cli.modelNeeded' }
  /** The file that a result was to be written to. */
  | { readonly code: 'cli.notWritten'; readonly path: string; readonly reason: string }
  | { readonly code: 'cli.noDocuments' }
  | { readonly code: 'cli.noDocumentsInScope' }
  | {
      readonly code: 'cli.collectionNotFound';
      readonly name: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'cli.noFilesFound'; readonly paths: readonly string[] }
  | { readonly code: 'cli.nothingIndexed'; readonly failed: number }
  | { readonly code: 'cli.folderUnknown'; readonly path: string }
  | { readonly code: 'cli.rendererMissing'; readonly folder: string };
