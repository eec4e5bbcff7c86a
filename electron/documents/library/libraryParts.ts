import type {
  FailureCount,
  LibraryError,
  LibraryFile,
  LibraryFolder,
  LibraryState,
} from '../../../shared/contract/library.ts';
import type { DocumentId, FolderId } from '../../../shared/ids.ts';
import type { Result } from '../../../shared/result.ts';
import type { Database } from '../../storage/database.ts';
import type { DocumentStore } from '../documentStore.ts';
import type { FileStore, FilesToRetry } from './fileStore.ts';
import type { ReadFile } from './indexer.ts';
import type { IndexJobs } from './indexJobs.ts';
import type { LibraryTimes } from './libraryTimes.ts';

export interface Library extends IndexJobs {
  /** From now on watched folders are followed and the queue is worked off. */
  start(): void;
  state(): LibraryState;
  listFolders(): LibraryFolder[];
  /** @param input.path absolute. */
  addFolder(input: {
    readonly path: string;
    readonly isWatched: boolean;
  }): Promise<Result<LibraryFolder, LibraryError>>;
  setWatched(input: {
    readonly folderId: FolderId;
    readonly isWatched: boolean;
  }): Result<LibraryFolder, LibraryError>;
  checkFolder(folderId: FolderId): Result<Record<string, never>, LibraryError>;
  removeFolder(input: {
    readonly folderId: FolderId;
    readonly documents: 'keep' | 'remove';
  }): Result<Record<string, never>, LibraryError>;
  listFiles(
    input: Omit<Parameters<FileStore['list']>[0], 'states'> & {
      readonly states?: readonly LibraryFile['state'][] | undefined;
    },
  ): { files: LibraryFile[]; total: number };
  /** How many files failed for which reason, the commonest first. */
  countFailures(): FailureCount[];
  /** @param which of those that failed; all of them where it names none. @returns how many are read again. */
  retry(which: FilesToRetry): number;
  /** Remembered until the person says otherwise. */
  setPaused(isPaused: boolean): LibraryState;
  setPowerPaused(isPaused: boolean): void;
  setPace(pace: LibraryState['pace']): LibraryState;
  /** A document the person added by itself, so that it stays. @param path null for an uploaded copy. */
  noteAdded(documentId: DocumentId, path: string | null): Promise<void>;
  /** The person removes this document, so its files stay out. Belongs into the removal's transaction. */
  leaveOut(documentId: DocumentId): void;
  dispose(): Promise<void>;
}

export interface LibraryParts {
  readonly database: Database;
  readonly documents: Pick<DocumentStore, 'get' | 'setPlace'>;
  readonly readFile: ReadFile;
  /** Stops what works on a document, then takes it out of the library. */
  readonly removeDocument: (documentId: DocumentId) => Promise<void>;
  readonly onStateChanged: (state: LibraryState) => void;
  readonly onFoldersChanged: (folders: LibraryFolder[]) => void;
  /** Files wait to be read that may be, as soon as there is power; or none do any more. */
  readonly onWork: (isWorking: boolean) => void;
  readonly logError: (cause: unknown) => void;
  readonly times?: Partial<LibraryTimes>;
}
