import path from 'node:path';
import type {
  FileEvent,
  LibraryFile,
  LibraryFolder,
  LibraryState,
} from '../../../shared/contract/library.ts';
import { fail, ok } from '../../../shared/result.ts';
import { lookAt } from './checkFolder.ts';
import { createChecks } from './checks.ts';
import { createFileStore } from './fileStore.ts';
import { createFolderOwners } from './folderOwners.ts';
import { createFolderStore, type StoredFolder } from './folderStore.ts';
import { createFolderFollowing } from './followFolders.ts';
import { giveUpFolder, giveUpGone } from './giveUp.ts';
import { createIndexer } from './indexer.ts';
import { createIndexJobs } from './indexJobs.ts';
import type { Library, LibraryParts } from './libraryParts.ts';
import { createLibraryTelling } from './libraryState.ts';
import { usualTimes } from './libraryTimes.ts';

/** The files on this device that the library keeps up with: folders, the queue of what is to be read, and its work. */
export function createLibrary(parts: LibraryParts): Library {
  const { database, readFile, logError } = parts;
  const times = { ...usualTimes, ...parts.times };
  const files = createFileStore(database);
  const folders = createFolderStore(database);
  const owners = createFolderOwners({ database, files, folders });
  /** The ends of what is followed because the person wants the folder watched. */
  const watched = new Map<StoredFolder['id'], () => void>();
  let isStarted = false;
  let isPaused = files.readIsPaused();
  let isPowerPaused = false;
  let pace: LibraryState['pace'] = 'polite';
  let givingUp: Promise<void> = Promise.resolve();
  let isDisposed = false;

  const giveUpParts = {
    database,
    files,
    documents: parts.documents,
    removeDocument: parts.removeDocument,
    onRemoved(event: FileEvent) {
      jobs.tell(event);
      telling.noteChange();
    },
  };
  const giveUpNow = () => {
    givingUp = givingUp.then(() => (isDisposed ? undefined : giveUpGone(giveUpParts))).catch(logError);
    return givingUp;
  };

  const telling = createLibraryTelling({
    files,
    indexer: () => indexer,
    isChecking: () => checks.isChecking(),
    pausedBy: () => (isPaused ? 'person' : isPowerPaused ? 'power' : null),
    pace: () => pace,
    tellMs: times.tellMs,
    onTold(state) {
      if (state.activity !== 'reading' && pace === 'fast') setPace('polite');
      parts.onWork(state.activity === 'reading' && !isPaused);
      parts.onStateChanged({ ...state, pace });
      parts.onFoldersChanged(listFolders());
    },
  });
  const indexer = createIndexer({
    database,
    files,
    readFile,
    settleMs: times.settleMs,
    logError,
    onIdle: () => void giveUpNow(),
    onProgress: telling.noteChange,
    onEnded(file, ended) {
      const event = ended === 'unchanged' ? null : ended;
      telling.fileEnded({ sizeBytes: file.sizeBytes, hasFailed: event?.change === 'failed' });
      if (event) jobs.tell(event);
      jobs.noteEnded(file, ended);
      telling.noteChange();
    },
  });
  const checks = createChecks({
    files,
    folders,
    times,
    logError,
    onFound() {
      indexer.wake();
      telling.noteChange();
    },
    onChanged(folder) {
      following.noteState(folder);
      telling.noteChange();
    },
  });
  const following = createFolderFollowing({
    times,
    check: (folder, places) => checkPatiently(folder, places),
    onChanged: telling.noteChange,
  });
  const jobs = createIndexJobs({
    files,
    checks,
    indexer,
    ownFolder: (place) => owners.own(place, { isWatched: false }),
    giveUpNow,
    follow: following.follow,
    describe,
  });

  function checkPatiently(folder: StoredFolder, places: readonly string[]): void {
    void checks.check({ folder, places, isPatient: true }).then(() => indexer.wake());
  }

  function describe(folder: StoredFolder): LibraryFolder {
    return { ...folder, files: files.count(folder.id), following: following.how(folder.id) };
  }

  function listFolders(): LibraryFolder[] {
    return folders.list().map(describe);
  }

  function setPace(next: LibraryState['pace']): void {
    pace = next;
    indexer.setPace(next);
    telling.noteChange();
  }

  function applyPause(): void {
    indexer.setWanted(isStarted && !isPaused && !isPowerPaused);
    telling.noteChange();
  }

  function followAsWished(folder: StoredFolder): void {
    const leave = watched.get(folder.id);
    if (isStarted && folder.isWatched && !leave) watched.set(folder.id, following.follow(folder));
    if (folder.isWatched || !leave) return;
    leave();
    watched.delete(folder.id);
  }

  function setWatched(folder: StoredFolder, isWatched: boolean): StoredFolder {
    folders.update(folder.id, { isWatched });
    const changed = { ...folder, isWatched };
    followAsWished(changed);
    telling.noteChange();
    return changed;
  }

  async function removeWithDocuments(folder: StoredFolder): Promise<void> {
    await giveUpFolder(folder.id, giveUpParts);
    folders.remove(folder.id);
    telling.noteChange();
  }

  return {
    index: jobs.index,
    follow: jobs.follow,
    state: telling.read,
    listFolders,
    start() {
      isStarted = true;
      for (const folder of folders.list()) {
        if (folder.state === 'removing') removeWithDocuments(folder).catch(logError);
        else followAsWished(folder);
      }
      applyPause();
    },
    async addFolder({ path: place, isWatched }) {
      const facts = await lookAt(place);
      if (facts.kind !== 'there' || !facts.isFolder) {
        return fail({ code: 'library.notAFolder', name: path.basename(place) });
      }
      const owner = owners.ownerOf(place);
      if (isWatched && owner && owner.path !== place && owner.isWatched) {
        return fail({ code: 'library.alreadyFollowed', path: place, within: owner.path });
      }
      const owned = owners.own(place, { isWatched });
      const folder = isWatched ? setWatched(owned, true) : owned;
      checkPatiently(folder, [place]);
      return ok(describe(folder));
    },
    setWatched({ folderId, isWatched }) {
      const folder = folders.get(folderId);
      if (!folder) return fail({ code: 'library.folderNotFound' });
      return ok(describe(setWatched(folder, isWatched)));
    },
    checkFolder(folderId) {
      const folder = folders.get(folderId);
      if (!folder) return fail({ code: 'library.folderNotFound' });
      checkPatiently(folder, [folder.path]);
      return ok({});
    },
    removeFolder({ folderId, documents }) {
      const folder = folders.get(folderId);
      if (!folder) return fail({ code: 'library.folderNotFound' });
      setWatched(folder, false);
      if (documents === 'keep') {
        database.transaction(() => {
          files.keepAllOf(folderId);
          folders.remove(folderId);
        })();
      } else {
        // Goes on by itself, also after a restart: thousands of documents take their time.
        folders.update(folderId, { state: 'removing' });
        removeWithDocuments(folder).catch(logError);
      }
      return ok({});
    },
    listFiles({ states, ...input }) {
      const reading = new Set(indexer.reading().map((one) => one.path));
      // What is being read waits, as far as the database knows.
      const stored = states?.map((one) => (one === 'reading' ? 'waiting' : one));
      const { files: rows, total } = files.list({ ...input, states: stored });
      const toFile = ({ id, path: place, folderId, sizeBytes, state, error, documentId }: (typeof rows)[0]) =>
        ({
          id,
          path: place,
          fileName: path.basename(place),
          folderId,
          sizeBytes,
          state: reading.has(place) ? 'reading' : state,
          error,
          documentId,
        }) satisfies LibraryFile;
      return { files: rows.map(toFile), total };
    },
    countFailures: () => files.countFailures(),
    retry(which) {
      const count = files.retry(which);
      indexer.wake();
      telling.noteChange();
      return count;
    },
    setPaused(paused) {
      isPaused = paused;
      files.writeIsPaused(paused);
      applyPause();
      return telling.read();
    },
    setPowerPaused(paused) {
      isPowerPaused = paused;
      applyPause();
    },
    setPace(next) {
      setPace(next);
      return telling.read();
    },
    async noteAdded(documentId, place) {
      const known = place === null ? null : files.findByPath(place);
      // What lies in a folder of the library comes and goes with it.
      if (!known?.folderId) files.keep(documentId);
      const facts = place === null ? null : await lookAt(place);
      if (place === null || facts?.kind !== 'there') return;
      files.putDone({ ...facts, path: place, folderId: null, documentId });
    },
    leaveOut(documentId) {
      files.leaveOut(documentId);
      files.forgetLoose(documentId);
      telling.noteChange();
    },
    async dispose() {
      isDisposed = true;
      telling.dispose();
      await Promise.all([following.dispose(), checks.dispose(), indexer.dispose()]);
      await givingUp;
    },
  };
}
