import { z } from 'zod';
import { type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';

const rowSchema = z.object({ id: documentIdSchema, added_at: z.string() });

/**
 * Documents whose text was read since a moment, the newest first; a document that was there before has changed.
 * @param since ISO 8601; null: whenever it was.
 */
export function listReadSince(
  database: Database,
  {
    since,
    documentIds,
  }: { readonly since: string | null; readonly documentIds: readonly DocumentId[] | null },
): { documentId: DocumentId; isAdded: boolean }[] {
  const from = since ?? '';
  const wanted = documentIds && new Set(documentIds);
  return database
    .prepare(
      'select id, added_at from documents where coalesce(read_at, added_at) >= ? order by coalesce(read_at, added_at) desc, rowid desc',
    )
    .all(from)
    .map((row) => rowSchema.parse(row))
    .filter(({ id }) => wanted === null || wanted.has(id))
    .map(({ id, added_at }) => ({ documentId: id, isAdded: added_at >= from }));
}
