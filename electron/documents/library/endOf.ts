import path from 'node:path';
import type { FileEvent } from '../../../shared/contract/library.ts';
import type { AddedDocument } from '../addDocument.ts';
import { lookAt } from './checkFolder.ts';
import { eventOf } from './fileEvent.ts';
import type { FileStore } from './fileStore.ts';
import type { StoredFile } from './storedFile.ts';

/** What became of a file of the queue; null: nothing to tell, as it was gone. */
export type Ended = FileEvent | 'unchanged' | null;

type Places = Pick<FileStore, 'listPlaces' | 'remove'>;

/** What is told of a file that was stored: new, changed, moved from where it is no longer, or known already. */
export async function endOf(files: Places, file: StoredFile, added: AddedDocument): Promise<Ended> {
  const documentId = added.document.id;
  const { previousPath } = added;
  if (previousPath === null) {
    return eventOf({ change: added.isChanged ? 'changed' : 'added', path: file.path, documentId });
  }
  if (previousPath === file.path) return 'unchanged';
  const from = await takeGonePlace(files, added, file.path);
  return eventOf({ change: from === null ? 'added' : 'moved', path: file.path, from, documentId });
}

/** Where known content was and is no longer; null where it is a copy of a file that is still there. */
async function takeGonePlace(
  files: Places,
  { document, previousPath }: AddedDocument,
  now: string,
): Promise<string | null> {
  const others = files.listPlaces(document.id).filter((place) => place.path !== now);
  for (const other of others) {
    if ((await lookAt(other.path)).kind !== 'gone') continue;
    files.remove(other.id);
    return other.path;
  }
  const isKnown = others.some((place) => place.path === previousPath);
  if (previousPath === null || isKnown || !path.isAbsolute(previousPath)) return null;
  return (await lookAt(previousPath)).kind === 'gone' ? previousPath : null;
}
