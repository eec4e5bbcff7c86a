import type { LibraryFileId } from '../../../shared/ids.ts';
import type { FileStore } from './fileStore.ts';
import type { StoredFile } from './storedFile.ts';

const listedAtOnce = 128;

export interface NextFile {
  readonly file: StoredFile;
  /** Somebody waits for it. */
  readonly isAwaited: boolean;
}

/** Which file is read next: those that somebody waits for, then, where that is wanted, all others. */
export interface NextFiles {
  take(): NextFile | null;
  isWanted(): boolean;
  isAnyAwaited(): boolean;
  setWanted(isWanted: boolean): void;
  /** @returns what ends the waiting. */
  waitFor(scopes: readonly string[]): () => void;
  /** The queue has changed. */
  lookAgain(): void;
}

export function createNextFiles(parts: {
  readonly files: Pick<FileStore, 'listReady'>;
  /** Still waiting as far as the database knows, but not to be read now. */
  readonly listTaken: () => readonly LibraryFileId[];
}): NextFiles {
  const awaited = new Set<readonly string[]>();
  let isWanted = false;
  let listed: NextFile[] = [];

  function list(): NextFile[] {
    const options = { now: Date.now(), except: parts.listTaken(), limit: listedAtOnce };
    if (awaited.size > 0) {
      const found = parts.files.listReady({ ...options, scopes: [...awaited].flat() });
      if (found.length > 0) return found.map((file) => ({ file, isAwaited: true }));
    }
    if (!isWanted) return [];
    return parts.files.listReady({ ...options, scopes: null }).map((file) => ({ file, isAwaited: false }));
  }

  const lookAgain = () => {
    listed = [];
  };
  return {
    take() {
      if (listed.length === 0) listed = list();
      return listed.shift() ?? null;
    },
    isWanted: () => isWanted,
    isAnyAwaited: () => awaited.size > 0,
    setWanted(wanted) {
      isWanted = wanted;
      lookAgain();
    },
    waitFor(scopes) {
      awaited.add(scopes);
      lookAgain();
      return () => {
        awaited.delete(scopes);
        lookAgain();
      };
    },
    lookAgain,
  };
}
