import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { FileError, FileEvent, LibraryState } from '../../../shared/contract/library.ts';
import type { LibraryFileId } from '../../../shared/ids.ts';
import type { Result } from '../../../shared/result.ts';
import type { Database } from '../../storage/database.ts';
import type { AddedDocument, AddProgress, PreparedDocument } from '../addDocument.ts';
import { isSame, lookAt } from './checkFolder.ts';
import { type Ended, endOf } from './endOf.ts';
import { eventOf } from './fileEvent.ts';
import type { FileStore } from './fileStore.ts';
import { createNextFiles, type NextFile } from './nextFiles.ts';
import type { FileStamp, StoredFile } from './storedFile.ts';
import { createStoring, type ReadFileToStore, type Stored } from './storing.ts';

const mostProcesses = 4;
/** For each process that reads: small files take it less time than the way there and back. */
const filesPerProcess = 32;
/** Files named as being read: the others wait in the parsers' hands. */
const mostTold = 8;
const smallFileBytes = 1024 * 1024;
const mostAtOnce = filesPerProcess * Math.min(mostProcesses, availableParallelism());
/** A file that takes longer to read is noted, so that one that ends Sotto again and again is left alone. */
const notedAfterMs = 1000;
const mostAttempts = 3;

export interface ReadFile {
  /** Files are about to come. */
  getReady(): void;
  prepare(input: {
    readonly file: StoredFile;
    /** What was just seen of it, where it is a file. */
    readonly seen: FileStamp | undefined;
    readonly pace: LibraryState['pace'];
    readonly signal: AbortSignal;
    /** The parser is at it: not before, for many are handed to it ahead. */
    readonly onBegun: () => void;
    readonly onProgress: (progress: AddProgress) => void;
  }): Promise<Result<PreparedDocument, FileError>>;
  /** Inside a transaction. */
  store(file: StoredFile, prepared: PreparedDocument): AddedDocument | null;
  /** After the transaction. */
  onStored(added: AddedDocument): void;
}

/** Works off the queue. */
export interface Indexer {
  readonly reading: () => LibraryState['reading'];
  /** Whether any of these files is being read, or its end is not told yet. */
  readonly isAtWork: (isMeant?: (place: string) => boolean) => boolean;
  /** There may be something new to do. */
  wake(): void;
  /** @param isWanted whether files nobody waits for may be read now. */
  setWanted(isWanted: boolean): void;
  setPace(pace: LibraryState['pace']): void;
  /** Reads these first and at full pace, whether wanted or not, until the returned function is called. */
  waitFor(scopes: readonly string[]): () => void;
  dispose(): Promise<void>;
}

interface Reading {
  readonly file: StoredFile;
  readonly controller: AbortController;
  readonly isAwaited: boolean;
  readonly ended: Promise<void>;
  progress: AddProgress;
}

export function createIndexer(parts: {
  readonly database: Database;
  readonly files: FileStore;
  readonly readFile: ReadFile;
  readonly settleMs: number;
  /** Nothing is ready to be read: the time to give up what is gone. @returns whether that changed something. */
  readonly onIdle: () => void;
  readonly onEnded: (file: StoredFile, ended: Ended) => void;
  readonly onProgress: () => void;
  readonly logError: (cause: unknown) => void;
}): Indexer {
  const { database, files, readFile } = parts;
  const reading = new Map<LibraryFileId, Reading>();
  /** Begun, and their end not told yet. */
  const begun = new Map<LibraryFileId, string>();
  /** What looks up where stored files came from, before their end is told. */
  const ends = new Set<Promise<void>>();
  /** Could neither be stored nor be noted as failed, as on a full disk: left alone until there is something new. */
  const leftAlone = new Set<LibraryFileId>();
  const storing = createStoring({ database, files, store: readFile.store });
  const next = createNextFiles({
    files,
    listTaken: () => [...reading.keys(), ...storing.ids(), ...leftAlone],
  });
  let pace: LibraryState['pace'] = 'polite';
  let isDisposed = false;
  let timer: NodeJS.Timeout | undefined;

  const isFast = () => pace === 'fast' || next.isAnyAwaited();
  const atOnce = () => (isFast() ? mostAtOnce : 1);

  function pump(): void {
    clearTimeout(timer);
    while (!isDisposed && reading.size < atOnce()) {
      const found = next.take();
      if (!found) break;
      begin(found);
    }
    if (reading.size > 0) return;
    storing.flush();
    if (isDisposed || begun.size > 0) return;
    parts.onIdle();
    const due = files.nextDue();
    if (due === null || !(next.isWanted() || next.isAnyAwaited())) return;
    timer = setTimeout(pump, Math.min(60_000, Math.max(50, due - Date.now())));
  }

  function begin({ file, isAwaited }: NextFile): void {
    const controller = new AbortController();
    const { promise: ended, resolve: markEnded } = Promise.withResolvers<void>();
    const current: Reading = {
      file,
      controller,
      isAwaited,
      ended,
      progress: { step: 'parsing', done: 0, total: null },
    };
    reading.set(file.id, current);
    begun.set(file.id, file.path);
    parts.onProgress();
    readOne(current)
      .catch((cause: unknown) => failUnforeseen(file, cause))
      .then((outcome) => {
        reading.delete(file.id);
        markEnded();
        if (outcome !== null && typeof outcome === 'object' && 'prepared' in outcome) {
          storing.add(outcome, (stored) => noteStored(file, stored));
        } else tellEnd(file, outcome);
        // A turn for everyone else: storing has kept this thread.
        setImmediate(pump);
      })
      .catch(parts.logError);
  }

  function tellEnd(file: StoredFile, ended: Ended | 'again'): void {
    begun.delete(file.id);
    if (ended !== 'again') parts.onEnded(file, ended);
    if (begun.size === 0) setImmediate(pump);
  }

  function failUnforeseen(file: StoredFile, cause: unknown): null {
    parts.logError(cause);
    try {
      files.setFailed(file.id, { code: 'documents.parserCrashed', fileName: path.basename(file.path) });
    } catch (alsoThis) {
      leftAlone.add(file.id);
      parts.logError(alsoThis);
    }
    return null;
  }

  function noteStored(file: StoredFile, stored: Stored | { readonly cause: unknown }): void {
    if (stored === null) tellEnd(file, 'again');
    else if (stored === 'unwanted') tellEnd(file, null);
    else if ('cause' in stored) tellEnd(file, failUnforeseen(file, stored.cause));
    else {
      readFile.onStored(stored);
      const told = endOf(files, file, stored)
        .then((ended) => tellEnd(file, ended))
        .catch(parts.logError)
        .finally(() => void ends.delete(told));
      ends.add(told);
    }
  }

  /** @returns 'again' where the file still waits. */
  async function readOne(current: Reading): Promise<Ended | 'again' | ReadFileToStore> {
    const { file, controller } = current;
    const fileName = path.basename(file.path);
    const fail = (error: FileError): FileEvent => {
      files.setFailed(file.id, error);
      return eventOf({ change: 'failed', path: file.path, documentId: file.documentId, error });
    };
    const gone = () => {
      if (file.folderId === null) return fail({ code: 'documents.fileMissing', fileName });
      files.setMissing(file.id, Date.now());
      return null;
    };
    // Of a small file it costs less to read it in vain than to ask beforehand.
    const facts =
      file.sizeBytes <= smallFileBytes ? { ...file, kind: 'there' as const } : await lookAt(file.path);
    if (facts.kind === 'unknown')
      return fail({ code: 'documents.notReadable', fileName, reason: facts.reason });
    if (facts.kind === 'gone') return gone();
    // In a folder a file that grows is waited for; one that was named is taken as it is.
    if (!isSame(file, facts) && file.folderId !== null && Date.now() - facts.modifiedMs < parts.settleMs) {
      return again(file, facts);
    }
    if (file.attempts >= mostAttempts) {
      return fail({ code: 'library.cutOff', fileName, times: file.attempts });
    }
    let noting: NodeJS.Timeout | undefined;
    try {
      const prepared = await readFile.prepare({
        file,
        seen: facts,
        pace: isFast() ? 'fast' : 'polite',
        signal: controller.signal,
        onBegun() {
          clearTimeout(noting);
          noting = setTimeout(() => files.noteAttempt(file.id), notedAfterMs);
        },
        onProgress(progress) {
          current.progress = progress;
          parts.onProgress();
        },
      });
      if (controller.signal.aborted) {
        files.takeBackAttempt(file.id);
        return 'again';
      }
      // Whoever read its text has looked at the file since.
      const isAsSeen = prepared.ok && prepared.value.parsed !== null && isSame(prepared.value, facts);
      const after = isAsSeen ? facts : await lookAt(file.path);
      if (after.kind === 'gone') return gone();
      if (after.kind === 'there' && !isSame(after, facts)) return again(file, after);
      if (!prepared.ok) return fail(prepared.error);
      return { file, prepared: prepared.value, stamp: facts };
    } finally {
      clearTimeout(noting);
    }
  }

  function again(file: StoredFile, stamp: FileStamp): 'again' {
    files.delay(file.id, Date.now() + parts.settleMs, stamp);
    return 'again';
  }

  const stop = (which: (one: Reading) => boolean) => {
    for (const one of reading.values()) if (which(one)) one.controller.abort();
  };

  return {
    reading: () =>
      [...reading.values()].slice(0, mostTold).map(({ file, progress }) => ({
        path: file.path,
        fileName: path.basename(file.path),
        ...progress,
      })),
    isAtWork: (isMeant = () => true) => [...begun.values()].some(isMeant),
    wake() {
      leftAlone.clear();
      next.lookAgain();
      pump();
    },
    setWanted(wanted) {
      next.setWanted(wanted);
      if (!wanted) stop((one) => !one.isAwaited);
      pump();
    },
    setPace(next) {
      pace = next;
      pump();
    },
    waitFor(scopes) {
      const leave = next.waitFor(scopes);
      readFile.getReady();
      pump();
      return () => {
        leave();
        // What was begun for someone who left goes on only where it may go on by itself.
        if (!next.isWanted() && !next.isAnyAwaited()) stop(() => true);
      };
    },
    async dispose() {
      isDisposed = true;
      clearTimeout(timer);
      stop(() => true);
      await Promise.all([...reading.values()].map(({ ended }) => ended));
      storing.flush();
      await Promise.all(ends);
    },
  };
}
