import type { LibraryFileId } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { type FileStamp, type FoundFile, fileRowSchema, type StoredFile, underPath } from './storedFile.ts';

/** The files that wait to be read. */
export function createFileQueue(database: Database) {
  const put = database.prepare(
    `insert into library_files (path, folder_id, size_bytes, modified_ms, state, not_before)
     values (?, ?, ?, ?, 'waiting', ?)
     on conflict(path) do update set folder_id = excluded.folder_id, size_bytes = excluded.size_bytes,
       modified_ms = excluded.modified_ms, state = 'waiting', error = null, attempts = 0,
       not_before = excluded.not_before`,
  );

  return {
    /** Puts files into the queue, in place of what was known of them. */
    queue: database.transaction((files: readonly FoundFile[]) => {
      for (const file of files) {
        put.run(file.path, file.folderId, file.sizeBytes, file.modifiedMs, file.notBefore);
      }
    }),
    /**
     * The next files to read, in the order of their paths.
     * @param input.scopes where something waits for them; null: all files.
     * @param input.except these are being read.
     */
    listReady(input: {
      now: number;
      scopes: readonly string[] | null;
      except: readonly LibraryFileId[];
      limit: number;
    }): StoredFile[] {
      const except = JSON.stringify(input.except);
      const found: StoredFile[] = [];
      for (const scope of input.scopes ?? [null]) {
        const under = scope === null ? { sql: 'true', values: [] } : underPath(scope);
        const rows = database
          .prepare(
            `select * from library_files where state = 'waiting' and not_before <= ? and ${under.sql}
             and id not in (select value from json_each(?)) order by path limit ?`,
          )
          .all(input.now, ...under.values, except, input.limit - found.length);
        found.push(...rows.map((row) => fileRowSchema.parse(row)));
        if (found.length >= input.limit) break;
      }
      return found;
    },
    isAnyWaiting(scope: string): boolean {
      const under = underPath(scope);
      const row = database
        .prepare(`select 1 from library_files where state = 'waiting' and ${under.sql} limit 1`)
        .get(...under.values);
      return row !== undefined;
    },
    countWaiting(scope: string): number {
      const under = underPath(scope);
      return Number(
        database
          .prepare(`select count(*) from library_files where state = 'waiting' and ${under.sql}`)
          .pluck()
          .get(...under.values),
      );
    },
    /** When the next of those that wait for something may be looked at again; null where none does. */
    nextDue(): number | null {
      const due = database
        .prepare("select min(not_before) from library_files where state in ('waiting', 'missing')")
        .pluck()
        .get();
      return due === null ? null : Number(due);
    },
    delay: (id: LibraryFileId, notBefore: number, stamp: FileStamp) =>
      void database
        .prepare('update library_files set not_before = ?, size_bytes = ?, modified_ms = ? where id = ?')
        .run(notBefore, stamp.sizeBytes, stamp.modifiedMs, id),
    noteAttempt: (id: LibraryFileId) =>
      void database.prepare('update library_files set attempts = attempts + 1 where id = ?').run(id),
    /** Reading it was stopped, and did not stop Sotto. */
    takeBackAttempt: (id: LibraryFileId) =>
      void database.prepare('update library_files set attempts = max(0, attempts - 1) where id = ?').run(id),
  };
}
