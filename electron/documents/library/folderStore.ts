import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type LibraryFolder, libraryFolderSchema } from '../../../shared/contract/library.ts';
import { type FolderId, folderIdSchema } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';

export type StoredFolder = Omit<LibraryFolder, 'files' | 'following'>;

const rowSchema = z
  .object({
    id: folderIdSchema,
    path: z.string(),
    is_watched: z.int(),
    state: libraryFolderSchema.shape.state,
    reason: z.string().nullable(),
    unreadable_folders: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
    checked_at: z.string().nullable(),
    added_at: z.string(),
  })
  .transform(
    (row): StoredFolder => ({
      id: row.id,
      path: row.path,
      isWatched: row.is_watched === 1,
      state: row.state,
      reason: row.reason,
      unreadableFolders: row.unreadable_folders,
      checkedAt: row.checked_at,
      addedAt: row.added_at,
    }),
  );

export interface FolderStore {
  list(): StoredFolder[];
  get(folderId: FolderId): StoredFolder | null;
  add(input: { readonly path: string; readonly isWatched: boolean }): StoredFolder;
  update(
    folderId: FolderId,
    change: Partial<Pick<StoredFolder, 'isWatched' | 'state' | 'reason' | 'unreadableFolders' | 'checkedAt'>>,
  ): void;
  /** The folder and what is known of its files; not their documents. */
  remove(folderId: FolderId): void;
}

export function createFolderStore(database: Database): FolderStore {
  const get = (folderId: FolderId) => {
    const row = database.prepare('select * from library_folders where id = ?').get(folderId);
    return row === undefined ? null : rowSchema.parse(row);
  };
  return {
    list: () =>
      database
        .prepare('select * from library_folders order by path')
        .all()
        .map((row) => rowSchema.parse(row)),
    get,
    add({ path, isWatched }) {
      const id = folderIdSchema.parse(randomUUID());
      database
        .prepare(
          "insert into library_folders (id, path, is_watched, state, added_at) values (?, ?, ?, 'ready', ?)",
        )
        .run(id, path, isWatched ? 1 : 0, new Date().toISOString());
      const added = get(id);
      if (!added) throw new Error('A folder that was just written is not there');
      return added;
    },
    update(folderId, change) {
      const before = get(folderId);
      if (!before) return;
      const next = { ...before, ...change };
      database
        .prepare(
          `update library_folders set is_watched = ?, state = ?, reason = ?, unreadable_folders = ?, checked_at = ?
           where id = ?`,
        )
        .run(
          next.isWatched ? 1 : 0,
          next.state,
          next.reason,
          JSON.stringify(next.unreadableFolders),
          next.checkedAt,
          folderId,
        );
    },
    remove: (folderId) => void database.prepare('delete from library_folders where id = ?').run(folderId),
  };
}
