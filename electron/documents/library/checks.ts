import type { FileError } from '../../../shared/contract/library.ts';
import { type CheckTimes, checkFolder } from './checkFolder.ts';
import type { FileStore } from './fileStore.ts';
import type { FolderStore, StoredFolder } from './folderStore.ts';
import type { StoredFile } from './storedFile.ts';

export interface CheckWish {
  readonly folder: StoredFolder;
  /** The folder itself, or files and folders inside it. */
  readonly places: readonly string[];
  /** Whether files may still be written to or turn up elsewhere; not where somebody named them and waits. */
  readonly isPatient: boolean;
  readonly onKnownFailure?: (file: StoredFile, error: FileError) => void;
  readonly signal?: AbortSignal;
}

/** Looks through folders, one at a time: two at once would only keep the disk from each other. */
export interface Checks {
  /** @returns how many files were as they had been read. */
  check(wish: CheckWish): Promise<{ readonly unchanged: number }>;
  isChecking(): boolean;
  dispose(): Promise<void>;
}

export function createChecks(parts: {
  readonly files: FileStore;
  readonly folders: FolderStore;
  readonly times: CheckTimes;
  readonly onFound: () => void;
  /** A folder's state is another one, or may be. */
  readonly onChanged: (folder: StoredFolder) => void;
  readonly logError: (cause: unknown) => void;
}): Checks {
  const { files, folders } = parts;
  const ending = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  let open = 0;

  async function run({ folder: given, places, isPatient, ...wish }: CheckWish): Promise<number> {
    const { id } = given;
    const signal = wish.signal ? AbortSignal.any([wish.signal, ending.signal]) : ending.signal;
    const folder = folders.get(id);
    if (!folder || folder.state === 'removing' || signal.aborted) return 0;
    const isWhole = places.includes(folder.path);
    if (isWhole) {
      folders.update(id, { state: 'checking' });
      parts.onChanged({ ...folder, state: 'checking' });
    }
    const others = new Set(folders.list().map((one) => one.path));
    others.delete(folder.path);
    let unchanged = 0;
    for (const scope of isWhole ? [folder.path] : places) {
      const checked = await checkFolder({
        folderId: id,
        root: folder.path,
        scope,
        store: files,
        times: isPatient ? parts.times : { settleMs: 0, goneAfterMs: 0 },
        signal,
        isOtherFolder: (each) => others.has(each),
        onFound: parts.onFound,
        onKnownFailure: (file, error) => wish.onKnownFailure?.(file, error),
      });
      unchanged += checked.unchanged;
      if (signal.aborted) break;
      if (!isWhole && checked.state === 'ready') continue;
      const { state, reason, unreadableFolders } = checked;
      const isComplete = isWhole && state === 'ready';
      folders.update(id, {
        state,
        reason,
        ...(isComplete ? { unreadableFolders, checkedAt: new Date().toISOString() } : {}),
      });
    }
    // One that was stopped has told nothing new of the folder.
    if (signal.aborted && isWhole)
      folders.update(id, { state: folder.state === 'checking' ? 'ready' : folder.state });
    const now = folders.get(id);
    if (now) parts.onChanged(now);
    return unchanged;
  }

  return {
    check(wish) {
      open += 1;
      const mine = last
        .then(() => run(wish))
        .catch((cause: unknown) => {
          parts.logError(cause);
          return 0;
        })
        .finally(() => {
          open -= 1;
        });
      last = mine;
      return mine.then((unchanged) => ({ unchanged }));
    },
    isChecking: () => open > 0,
    async dispose() {
      ending.abort();
      await last;
    },
  };
}
