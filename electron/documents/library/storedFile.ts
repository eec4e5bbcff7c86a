import path from 'node:path';
import { z } from 'zod';
import { type FileError, fileErrorSchema, type LibraryFile } from '../../../shared/contract/library.ts';
import {
  type DocumentId,
  documentIdSchema,
  type FolderId,
  folderIdSchema,
  type LibraryFileId,
  libraryFileIdSchema,
} from '../../../shared/ids.ts';

/** What tells without reading whether a file is the one that was read. */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

export interface FoundFile extends FileStamp {
  readonly path: string;
  readonly folderId: FolderId | null;
  /** Milliseconds since 1970; it may still be written to before. */
  readonly notBefore: number;
}

export interface StoredFile extends FileStamp {
  readonly id: LibraryFileId;
  readonly path: string;
  readonly folderId: FolderId | null;
  readonly documentId: DocumentId | null;
  /** What is being read now is 'waiting' here. */
  readonly state: Exclude<LibraryFile['state'], 'reading'>;
  readonly error: FileError | null;
  readonly attempts: number;
  readonly notBefore: number;
}

/** A row of `library_files`. */
export const fileRowSchema = z
  .object({
    id: libraryFileIdSchema,
    path: z.string(),
    folder_id: folderIdSchema.nullable(),
    size_bytes: z.int(),
    modified_ms: z.number(),
    document_id: documentIdSchema.nullable(),
    state: z.enum(['waiting', 'done', 'failed', 'leftOut', 'missing']),
    error: z
      .string()
      .transform((json) => fileErrorSchema.parse(JSON.parse(json)))
      .nullable(),
    attempts: z.int(),
    not_before: z.int(),
  })
  .transform(
    (row): StoredFile => ({
      id: row.id,
      path: row.path,
      folderId: row.folder_id,
      sizeBytes: row.size_bytes,
      modifiedMs: row.modified_ms,
      documentId: row.document_id,
      state: row.state,
      error: row.error,
      attempts: row.attempts,
      notBefore: row.not_before,
    }),
  );

/** Everything at or under a path, in SQL: its end is the path with the character after the separator. */
export function underPath(scope: string): { readonly sql: string; readonly values: readonly string[] } {
  const inside = scope.endsWith(path.sep) ? scope : scope + path.sep;
  const end = inside.slice(0, -1) + String.fromCharCode(path.sep.charCodeAt(0) + 1);
  return { sql: '(path = ? or (path >= ? and path < ?))', values: [scope, inside, end] };
}
