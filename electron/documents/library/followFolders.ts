import type { LibraryFolder } from '../../../shared/contract/library.ts';
import type { FolderId } from '../../../shared/ids.ts';
import type { StoredFolder } from './folderStore.ts';
import { type FolderWatch, watchFolder } from './watchFolder.ts';

export interface FollowTimes {
  /** How often a folder that is not there is looked for. */
  readonly lookForMs: number;
  /** How often a folder is looked through that the system cannot watch. */
  readonly pollMs: number;
}

/** Keeps a watch on each folder for as long as someone wants one, whatever becomes of the folder meanwhile. */
export interface FolderFollowing {
  /** @returns a function that ends it, once. */
  follow(folder: StoredFolder): () => void;
  how(folderId: FolderId): LibraryFolder['following'];
  /** The folder was looked through and is there, or not. */
  noteState(folder: StoredFolder): void;
  dispose(): Promise<void>;
}

interface Following {
  readonly folder: StoredFolder;
  wishes: number;
  isPresent: boolean;
  watch: FolderWatch | 'starting' | 'failed' | null;
  polledAt: number;
}

export function createFolderFollowing(parts: {
  readonly times: FollowTimes;
  readonly check: (folder: StoredFolder, places: readonly string[]) => void;
  readonly onChanged: () => void;
}): FolderFollowing {
  const { times, check } = parts;
  const followed = new Map<FolderId, Following>();
  const closing = new Set<Promise<void>>();
  let isDisposed = false;

  const closeWatch = (one: Following) => {
    const { watch } = one;
    if (watch === null || typeof watch === 'string') return;
    one.watch = null;
    const closed = watch.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };

  async function openWatch(one: Following): Promise<void> {
    one.watch = 'starting';
    const { folder } = one;
    let hasFailed = false;
    const watch = await watchFolder({
      root: folder.path,
      onChanged: (places) => check(folder, places),
      onFailed() {
        hasFailed = true;
        closeWatch(one);
        one.watch = 'failed';
        parts.onChanged();
      },
    });
    if (hasFailed || isDisposed || followed.get(folder.id) !== one) return void (await watch.close());
    one.watch = watch;
    parts.onChanged();
    // What changed before the watch began.
    check(folder, [folder.path]);
  }

  const look = () => {
    const now = performance.now();
    for (const one of followed.values()) {
      const isDue = one.watch === 'failed' && now - one.polledAt >= times.pollMs;
      if (one.isPresent && !isDue) continue;
      one.polledAt = now;
      check(one.folder, [one.folder.path]);
    }
  };
  const timer = setInterval(look, times.lookForMs);
  timer.unref();

  return {
    follow(folder) {
      const one = followed.get(folder.id) ?? {
        folder,
        wishes: 0,
        isPresent: true,
        watch: null,
        polledAt: performance.now(),
      };
      one.wishes += 1;
      followed.set(folder.id, one);
      if (one.watch === null) void openWatch(one);
      let hasEnded = false;
      return () => {
        if (hasEnded) return;
        hasEnded = true;
        one.wishes -= 1;
        if (one.wishes > 0) return;
        followed.delete(folder.id);
        closeWatch(one);
      };
    },
    how(folderId) {
      const one = followed.get(folderId);
      if (!one) return 'no';
      return one.watch === 'failed' ? 'polling' : 'live';
    },
    noteState(folder) {
      const one = followed.get(folder.id);
      if (!one) return;
      const wasPresent = one.isPresent;
      one.isPresent = folder.state === 'ready' || folder.state === 'checking';
      if (!one.isPresent) closeWatch(one);
      else if (!wasPresent && one.watch === null) void openWatch(one);
    },
    async dispose() {
      isDisposed = true;
      clearInterval(timer);
      for (const one of followed.values()) closeWatch(one);
      followed.clear();
      await Promise.all(closing);
    },
  };
}
