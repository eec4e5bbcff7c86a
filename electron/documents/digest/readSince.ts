import { z } from 'zod';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { scopeCondition } from '../search/scopeCondition.ts';

const rowSchema = z.object({ id: documentIdSchema, added_at: z.string() });

/**
 * Documents whose text was read since a moment, the newest first; a document that was there before has changed.
 * @param input.since ISO 8601; null: whenever it was.
 */
export function listReadSince(
  database: Database,
  { since, scope }: { readonly since: string | null; readonly scope?: SearchScope | undefined },
): { documentId: DocumentId; isAdded: boolean }[] {
  const from = since ?? '';
  const within = scopeCondition(scope);
  return database
    .prepare(
      `select id, added_at from documents where coalesce(read_at, added_at) >= ? and ${within.sql}
       order by coalesce(read_at, added_at) desc, rowid desc`,
    )
    .all(from, ...within.parameters)
    .map((row) => rowSchema.parse(row))
    .map(({ id, added_at }) => ({ documentId: id, isAdded: added_at >= from }));
}
