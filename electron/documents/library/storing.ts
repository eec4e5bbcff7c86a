import type { LibraryFileId } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { writeLazily } from '../../storage/writeLazily.ts';
import type { AddedDocument, PreparedDocument } from '../addDocument.ts';
import type { FileStore } from './fileStore.ts';
import type { FileStamp, StoredFile } from './storedFile.ts';

/** The end of a transaction costs as much as storing several small files. */
const mostFiles = 64;
/** Text of files that are stored in one go, in characters: it keeps the thread. */
const mostCharacters = 500_000;
/** Nobody waits longer for a file that was read. */
const restMs = 200;

export interface ReadFileToStore {
  readonly file: StoredFile;
  readonly prepared: PreparedDocument;
  /** The file as it was when it was read. */
  readonly stamp: FileStamp;
}

/** What became of it; 'unwanted': its folder left the library meanwhile; null: it has to be read again. */
export type Stored = AddedDocument | 'unwanted' | null;

/** Stores the files that were read, many small ones in one transaction. */
export interface Storing {
  /** @param onStored called when it is in the database; `cause` tells why it could not be stored. */
  add(read: ReadFileToStore, onStored: (stored: Stored | { readonly cause: unknown }) => void): void;
  /** Files that were read and are not in the database yet. */
  ids(): LibraryFileId[];
  flush(): void;
}

export function createStoring(parts: {
  readonly database: Database;
  readonly files: Pick<FileStore, 'get' | 'setDone'>;
  /** Inside a transaction. */
  readonly store: (file: StoredFile, prepared: PreparedDocument) => AddedDocument | null;
}): Storing {
  const { database, files } = parts;
  let waiting: { readonly read: ReadFileToStore; readonly onStored: Parameters<Storing['add']>[1] }[] = [];
  let characters = 0;
  let timer: NodeJS.Timeout | undefined;

  const write = database.transaction((reads: readonly ReadFileToStore[]) =>
    reads.map(({ file, prepared, stamp }): Stored => {
      if (files.get(file.id)?.state !== 'waiting') return 'unwanted';
      const stored = parts.store(file, prepared);
      if (stored) files.setDone(file.id, stored.document.id, stamp);
      return stored;
    }),
  );
  const writeOne = (read: ReadFileToStore) => {
    try {
      return write([read])[0] ?? null;
    } catch (cause) {
      return { cause };
    }
  };

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const items = waiting;
    waiting = [];
    characters = 0;
    if (items.length === 0) return;
    const reads = items.map(({ read }) => read);
    // Waiting for the disk takes longer than storing a small file, and what a power cut took is read again.
    const stored = writeLazily(database, () => {
      try {
        return write(reads);
      } catch {
        // One that cannot be stored takes no other with it.
        return reads.map(writeOne);
      }
    });
    for (const [index, { onStored }] of items.entries()) onStored(stored[index] ?? null);
  }

  return {
    add(read, onStored) {
      waiting.push({ read, onStored });
      for (const { text } of read.prepared.parsed?.blocks ?? []) characters += text.length;
      if (waiting.length >= mostFiles || characters >= mostCharacters) flush();
      else timer ??= setTimeout(flush, restMs);
    },
    ids: () => waiting.map(({ read }) => read.file.id),
    flush,
  };
}
