import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FileEvent } from '../../../shared/contract/library.ts';
import type { DocumentId, FolderId } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import type { DocumentStore } from '../documentStore.ts';
import { eventOf } from './fileEvent.ts';
import type { FileStore } from './fileStore.ts';
import type { StoredFile } from './storedFile.ts';

const pageFiles = 100;

export interface GiveUpParts {
  readonly database: Database;
  readonly files: FileStore;
  readonly documents: Pick<DocumentStore, 'get' | 'setPlace'>;
  /** Stops what works on the document, then takes it out of the library. */
  readonly removeDocument: (documentId: DocumentId) => Promise<void>;
  readonly onRemoved: (event: FileEvent) => void;
}

/**
 * Takes files out of the library that are gone from the disk and did not turn up elsewhere. A document goes with the
 * last file of its content, unless the person added it by itself.
 */
export async function giveUpGone(parts: GiveUpParts): Promise<void> {
  for (;;) {
    const gone = parts.files.listGone({ now: Date.now(), limit: pageFiles });
    if (gone.length === 0) return;
    for (const file of gone) await giveUp(file, parts);
    await nextTurn();
  }
}

/** Takes a folder's files out of the library, and with them the documents that are nowhere else. */
export async function giveUpFolder(folderId: FolderId, parts: GiveUpParts): Promise<void> {
  for (;;) {
    const page = parts.files.pageOf(folderId, pageFiles);
    if (page.length === 0) return;
    for (const file of page) await giveUp(file, parts);
    await nextTurn();
  }
}

async function giveUp(file: StoredFile, parts: GiveUpParts): Promise<void> {
  const { database, files, documents } = parts;
  const { documentId } = file;
  const other = documentId && files.otherPlace(documentId, file.path);
  if (documentId && !other && !files.isKept(documentId)) {
    await parts.removeDocument(documentId);
    files.remove(file.id);
    parts.onRemoved(eventOf({ change: 'removed', path: file.path, documentId }));
    return;
  }
  database.transaction(() => {
    files.remove(file.id);
    if (documentId && other && documents.get(documentId)?.path === file.path) {
      documents.setPlace({ documentId, path: other.path, fileName: path.basename(other.path) });
    }
  })();
}
