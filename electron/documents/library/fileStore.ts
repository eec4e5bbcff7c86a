import { z } from 'zod';
import {
  type FailureCount,
  type FileCounts,
  type FileError,
  type FileErrorCode,
  failureCountSchema,
} from '../../../shared/contract/library.ts';
import type { DocumentId, FolderId, LibraryFileId } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { createFileQueue } from './fileQueue.ts';
import { type FileStamp, fileRowSchema, type StoredFile, underPath } from './storedFile.ts';

export type FileStore = ReturnType<typeof createFileStore>;

export interface FilesToRetry {
  readonly ids?: readonly LibraryFileId[] | undefined;
  readonly errorCode?: FileErrorCode | undefined;
}

const hasErrorCode = "json_extract(error, '$.code') = ?";

/** The files the library knows of; with the queue of those to be read. */
export function createFileStore(database: Database) {
  const one = (row: unknown) => (row === undefined ? null : fileRowSchema.parse(row));
  const many = (rows: readonly unknown[]) => rows.map((row) => fileRowSchema.parse(row));

  return {
    ...createFileQueue(database),
    get: (id: LibraryFileId) => one(database.prepare('select * from library_files where id = ?').get(id)),
    lastId: () => Number(database.prepare('select coalesce(max(id), 0) from library_files').pluck().get()),
    findByPath: (filePath: string) =>
      one(database.prepare('select * from library_files where path = ?').get(filePath)),
    findByPaths(paths: readonly string[]): Map<string, StoredFile> {
      const rows = database
        .prepare('select * from library_files where path in (select value from json_each(?))')
        .all(JSON.stringify(paths));
      return new Map(many(rows).map((file) => [file.path, file]));
    },
    /** The next known files at or under `scope` in the order of their paths. */
    pageUnder(input: { scope: string; after: string; limit: number }): StoredFile[] {
      const under = underPath(input.scope);
      return many(
        database
          .prepare(`select * from library_files where ${under.sql} and path > ? order by path limit ?`)
          .all(...under.values, input.after, input.limit),
      );
    },
    /** Passages of all documents of files at or under `scope`. */
    countChunks(scope: string): number {
      const under = underPath(scope);
      return Number(
        database
          .prepare(
            `select count(*) from chunks where document_id in
               (select document_id from library_files where document_id is not null and ${under.sql})`,
          )
          .pluck()
          .get(...under.values),
      );
    },
    setDone: (id: LibraryFileId, documentId: DocumentId, stamp: FileStamp) =>
      void database
        .prepare(
          `update library_files set state = 'done', error = null, attempts = 0, document_id = ?, size_bytes = ?,
             modified_ms = ? where id = ?`,
        )
        .run(documentId, stamp.sizeBytes, stamp.modifiedMs, id),
    setFailed: (id: LibraryFileId, error: FileError) =>
      void database
        .prepare(
          "update library_files set state = 'failed', error = ?, attempts = 0, document_id = null where id = ?",
        )
        .run(JSON.stringify(error), id),
    /** A file that was read without the queue. */
    putDone(file: FileStamp & { path: string; folderId: FolderId | null; documentId: DocumentId }) {
      database
        .prepare(
          `insert into library_files (path, folder_id, size_bytes, modified_ms, document_id, state)
           values (?, ?, ?, ?, ?, 'done')
           on conflict(path) do update set size_bytes = excluded.size_bytes, modified_ms = excluded.modified_ms,
             document_id = excluded.document_id, state = 'done', error = null, attempts = 0`,
        )
        .run(file.path, file.folderId, file.sizeBytes, file.modifiedMs, file.documentId);
    },
    /** A file that is gone; given up at `notBefore`, unless its content turns up elsewhere. */
    setMissing: (id: LibraryFileId, notBefore: number) =>
      void database
        .prepare("update library_files set state = 'missing', error = null, not_before = ? where id = ?")
        .run(notBefore, id),
    /** A missing file that is back as it was. */
    setFound: (id: LibraryFileId) =>
      void database.prepare("update library_files set state = 'done' where id = ?").run(id),
    /** Files that stay out of the library because the person removed their document. */
    leaveOut: (documentId: DocumentId) =>
      void database
        .prepare(
          "update library_files set state = 'leftOut', error = null where document_id = ? and folder_id is not null",
        )
        .run(documentId),
    forgetLoose: (documentId: DocumentId) =>
      void database
        .prepare('delete from library_files where document_id = ? and folder_id is null')
        .run(documentId),
    /** Files of other folders, or of none, that this folder looks after from now on. */
    takeOver: (folderId: FolderId, folderPath: string, from: FolderId | null) => {
      const under = underPath(folderPath);
      database
        .prepare(`update library_files set folder_id = ? where folder_id is ? and ${under.sql}`)
        .run(folderId, from, ...under.values);
    },
    remove: (id: LibraryFileId) => void database.prepare('delete from library_files where id = ?').run(id),
    /** Missing files whose content no waiting file can be, going by its size. */
    listGone: (input: { now: number; limit: number }) =>
      many(
        database
          .prepare(
            `select * from library_files as gone where state = 'missing' and not_before <= ? and not exists
               (select 1 from library_files as found where found.state = 'waiting'
                and found.size_bytes = gone.size_bytes) limit ?`,
          )
          .all(input.now, input.limit),
      ),
    /** Another file that holds this document's content now. */
    otherPlace: (documentId: DocumentId, filePath: string) =>
      one(
        database
          .prepare(
            "select * from library_files where document_id = ? and path <> ? and state = 'done' order by id limit 1",
          )
          .get(documentId, filePath),
      ),
    /** Where a document's content lies or lay, a few of them. */
    listPlaces: (documentId: DocumentId) =>
      many(
        database
          .prepare(
            "select * from library_files where document_id = ? and state in ('done', 'missing') limit 20",
          )
          .all(documentId),
      ),
    isKept: (documentId: DocumentId) =>
      database.prepare('select 1 from kept_documents where document_id = ?').get(documentId) !== undefined,
    keep: (documentId: DocumentId) =>
      void database.prepare('insert or ignore into kept_documents values (?)').run(documentId),
    keepAllOf: (folderId: FolderId) =>
      void database
        .prepare(
          `insert or ignore into kept_documents select document_id from library_files
           where folder_id = ? and document_id is not null`,
        )
        .run(folderId),
    /** Some files of a folder, in no order. */
    pageOf: (folderId: FolderId, limit: number) =>
      many(database.prepare('select * from library_files where folder_id = ? limit ?').all(folderId, limit)),
    /** @param which of those that failed; all of them where it names none. @returns how many wait now. */
    retry(which: FilesToRetry): number {
      const again = "update library_files set state = 'waiting', error = null, attempts = 0, not_before = 0";
      if (which.ids)
        return database
          .prepare(`${again} where state in ('failed', 'leftOut') and id in (select value from json_each(?))`)
          .run(JSON.stringify(which.ids)).changes;
      if (which.errorCode)
        return database.prepare(`${again} where state = 'failed' and ${hasErrorCode}`).run(which.errorCode)
          .changes;
      return database.prepare(`${again} where state = 'failed'`).run().changes;
    },
    /** The commonest reason first. */
    countFailures: (): FailureCount[] =>
      z.array(failureCountSchema).parse(
        database
          .prepare(
            `select json_extract(error, '$.code') as errorCode, count(*) as files from library_files
             where state = 'failed' group by errorCode order by files desc, errorCode`,
          )
          .all(),
      ),
    /** Of one folder, or of all files. */
    count(folderId: FolderId | null): FileCounts {
      const where = folderId === null ? '' : 'where folder_id = ?';
      const rows = z
        .array(z.object({ state: fileRowSchema.in.shape.state, files: z.int() }))
        .parse(
          database
            .prepare(`select state, count(*) as files from library_files ${where} group by state`)
            .all(...(folderId === null ? [] : [folderId])),
        );
      const of = (state: StoredFile['state']) => rows.find((row) => row.state === state)?.files ?? 0;
      return { waiting: of('waiting'), done: of('done'), failed: of('failed'), leftOut: of('leftOut') };
    },
    list(input: {
      offset: number;
      limit: number;
      states?: readonly StoredFile['state'][] | undefined;
      folderId?: FolderId | undefined;
      text?: string | undefined;
      errorCode?: FileErrorCode | undefined;
    }): { files: StoredFile[]; total: number } {
      const conditions: string[] = ['true'];
      const values: string[] = [];
      if (input.states) {
        conditions.push('state in (select value from json_each(?))');
        values.push(JSON.stringify(input.states));
      }
      if (input.folderId) {
        conditions.push('folder_id = ?');
        values.push(input.folderId);
      }
      if (input.text) {
        conditions.push("path like ? escape '\\'");
        values.push(`%${input.text.replace(/[\\%_]/g, '\\$&')}%`);
      }
      if (input.errorCode) {
        conditions.push(hasErrorCode);
        values.push(input.errorCode);
      }
      const where = conditions.join(' and ');
      const total = database
        .prepare(`select count(*) from library_files where ${where}`)
        .pluck()
        .get(...values);
      const rows = database
        .prepare(`select * from library_files where ${where} order by path limit ? offset ?`)
        .all(...values, input.limit, input.offset);
      return { files: many(rows), total: Number(total) };
    },
    readIsPaused: () => database.prepare('select is_paused from library_settings').pluck().get() === 1,
    writeIsPaused: (isPaused: boolean) =>
      void database.prepare('update library_settings set is_paused = ?').run(isPaused ? 1 : 0),
  };
}
