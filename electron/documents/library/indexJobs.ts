import path from 'node:path';
import type { FileError, FileEvent, LibraryError, LibraryFolder } from '../../../shared/contract/library.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { isOfContent, isSame, lookAt } from './checkFolder.ts';
import type { Checks } from './checks.ts';
import type { Ended } from './endOf.ts';
import { eventOf } from './fileEvent.ts';
import type { FileStore } from './fileStore.ts';
import { isWithin } from './folderOwners.ts';
import type { StoredFolder } from './folderStore.ts';
import type { Indexer } from './indexer.ts';
import { createRunMeter } from './runMeter.ts';
import type { StoredFile } from './storedFile.ts';

const progressMs = 250;

export interface IndexProgress {
  readonly done: number;
  readonly total: number;
  readonly isChecking: boolean;
  readonly remainingMs: number | null;
}

export interface IndexReport {
  readonly added: number;
  readonly changed: number;
  readonly moved: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly failed: number;
  readonly chunks: number;
}

/** Work on the library that somebody waits for. */
export interface IndexJobs {
  /** Reads files and folders and resolves when all of them are read, or the signal aborts. @param input.paths absolute. */
  index(input: {
    readonly paths: readonly string[];
    readonly signal: AbortSignal;
    readonly onProgress: (progress: IndexProgress) => void;
    readonly onFile: (event: FileEvent) => void;
  }): Promise<IndexReport>;
  /** Follows a folder and tells what changes in it, until the signal aborts. */
  follow(input: {
    readonly path: string;
    readonly signal: AbortSignal;
    readonly onStarted: (folder: LibraryFolder) => void;
    readonly onFile: (event: FileEvent) => void;
  }): Promise<Result<null, LibraryError>>;
}

export function createIndexJobs(parts: {
  readonly files: FileStore;
  readonly checks: Checks;
  readonly indexer: Pick<Indexer, 'waitFor' | 'wake' | 'isAtWork'>;
  readonly ownFolder: (place: string) => StoredFolder;
  readonly giveUpNow: () => Promise<void>;
  readonly follow: (folder: StoredFolder) => () => void;
  readonly describe: (folder: StoredFolder) => LibraryFolder;
}): IndexJobs & {
  readonly tell: (event: FileEvent) => void;
  readonly noteEnded: (file: StoredFile, ended: Ended) => void;
} {
  const { files, checks, indexer } = parts;
  const listeners = new Set<(event: FileEvent) => void>();
  const endListeners = new Set<(file: StoredFile, ended: Ended) => void>();

  /** Puts a file into the queue that the person named itself: whatever its name, so that its own error is told. */
  async function queueNamed(
    place: string,
    told: { readonly onUnchanged: () => void; readonly onFailed: (error: FileError) => void },
  ): Promise<void> {
    const fileName = path.basename(place);
    const facts = await lookAt(place);
    if (facts.kind === 'gone') return told.onFailed({ code: 'documents.fileMissing', fileName });
    if (facts.kind === 'unknown') {
      return told.onFailed({ code: 'documents.notReadable', fileName, reason: facts.reason });
    }
    const known = files.findByPath(place);
    if (known && isSame(known, facts)) {
      if (known.state === 'done') return told.onUnchanged();
      if (known.error && isOfContent(known.error)) return told.onFailed(known.error);
    }
    files.queue([{ ...facts, path: place, folderId: known?.folderId ?? null, notBefore: 0 }]);
  }

  async function index(input: Parameters<IndexJobs['index']>[0]): Promise<IndexReport> {
    const { signal } = input;
    const scopes = [...input.paths];
    const isOurs = (place: string) => scopes.some((scope) => isWithin(place, scope));
    const counts = { added: 0, changed: 0, moved: 0, unchanged: 0, removed: 0, failed: 0 };
    const meter = createRunMeter();
    let isChecking = true;
    const { promise: allRead, resolve: markRead } = Promise.withResolvers<void>();

    const note = (event: FileEvent) => {
      if (!isOurs(event.path)) return;
      counts[event.change] += 1;
      input.onFile(event);
    };
    const fail = (place: string, error: FileError) => note(eventOf({ change: 'failed', path: place, error }));
    const tellProgress = () => {
      const waiting = scopes.reduce((sum, scope) => sum + files.countWaiting(scope), 0);
      const { done, total, remainingMs } = meter.read(waiting);
      input.onProgress({ done, total, isChecking, remainingMs });
    };
    const endIfRead = () => {
      // One that is stored may still have to be told of.
      const isAnyLeft = () => indexer.isAtWork(isOurs) || scopes.some(files.isAnyWaiting);
      if (signal.aborted || (!isChecking && !isAnyLeft())) markRead();
    };
    const noteEnded = (file: StoredFile, ended: Ended) => {
      if (!isOurs(file.path)) return;
      if (ended === 'unchanged') counts.unchanged += 1;
      meter.fileEnded({ sizeBytes: file.sizeBytes, hasFailed: false });
      endIfRead();
    };
    listeners.add(note);
    endListeners.add(noteEnded);
    signal.addEventListener('abort', endIfRead, { once: true });
    const telling = setInterval(tellProgress, progressMs);
    const release = indexer.waitFor(scopes);
    try {
      for (const place of scopes) {
        if (signal.aborted) break;
        const facts = await lookAt(place);
        if (facts.kind === 'there' && facts.isFolder) {
          const { unchanged } = await checks.check({
            folder: parts.ownFolder(place),
            places: [place],
            isPatient: false,
            signal,
            onKnownFailure: (file, error) => fail(file.path, error),
          });
          counts.unchanged += unchanged;
        } else {
          await queueNamed(place, {
            onUnchanged: () => {
              counts.unchanged += 1;
            },
            onFailed: (error) => fail(place, error),
          });
        }
        indexer.wake();
      }
      isChecking = false;
      endIfRead();
      await allRead;
      if (!signal.aborted) await parts.giveUpNow();
      tellProgress();
    } finally {
      clearInterval(telling);
      release();
      signal.removeEventListener('abort', endIfRead);
      listeners.delete(note);
      endListeners.delete(noteEnded);
    }
    return { ...counts, chunks: scopes.reduce((sum, scope) => sum + files.countChunks(scope), 0) };
  }

  async function follow(input: Parameters<IndexJobs['follow']>[0]): Promise<Result<null, LibraryError>> {
    const { path: place, signal } = input;
    const facts = await lookAt(place);
    if (facts.kind !== 'there' || !facts.isFolder) {
      return fail({ code: 'library.notAFolder', name: path.basename(place) });
    }
    const folder = parts.ownFolder(place);
    const note = (event: FileEvent) => {
      if (isWithin(event.path, place)) input.onFile(event);
    };
    listeners.add(note);
    const release = indexer.waitFor([place]);
    const leave = parts.follow(folder);
    try {
      input.onStarted(parts.describe(folder));
      if (signal.aborted) return ok(null);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      return ok(null);
    } finally {
      leave();
      release();
      listeners.delete(note);
    }
  }

  return {
    index,
    follow,
    tell(event) {
      for (const listener of [...listeners]) listener(event);
    },
    noteEnded(file, ended) {
      for (const listener of [...endListeners]) listener(file, ended);
    },
  };
}
