import path from 'node:path';
import type { Database } from '../../storage/database.ts';
import type { FileStore } from './fileStore.ts';
import type { FolderStore, StoredFolder } from './folderStore.ts';

/** Which folder looks after which place: of folders inside each other, the innermost. */
export interface FolderOwners {
  ownerOf(place: string): StoredFolder | null;
  /** The folder that looks after a chosen place; a new one where there is none, or none of its own to be watched. */
  own(place: string, options: { readonly isWatched: boolean }): StoredFolder;
}

export function createFolderOwners(parts: {
  readonly database: Database;
  readonly files: FileStore;
  readonly folders: FolderStore;
}): FolderOwners {
  const { database, files, folders } = parts;
  const ownerOf = (place: string) => {
    const holders = folders.list().filter((one) => isWithin(place, one.path));
    return holders.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
  };
  return {
    ownerOf,
    own(place, { isWatched }) {
      const owner = ownerOf(place);
      if (owner && (owner.path === place || !isWatched)) return owner;
      return database.transaction(() => {
        const folder = folders.add({ path: place, isWatched });
        files.takeOver(folder.id, place, null);
        if (owner) files.takeOver(folder.id, place, owner.id);
        return folder;
      })();
    },
  };
}

export function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
