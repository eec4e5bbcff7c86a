import { z } from 'zod';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { type ChunkId, chunkIdSchema, type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import type { DocumentStore } from '../documentStore.ts';
import { scopeCondition } from '../search/scopeCondition.ts';
import { type PlacedBlock, readTables, type Table } from './tables/readTables.ts';

/** A passage's place, without its text. */
export interface ScopedChunk {
  readonly chunkId: ChunkId;
  readonly documentId: DocumentId;
  readonly title: string;
  readonly language: string | null;
  readonly firstPage: number;
  readonly lastPage: number;
}

/** What a question is about. */
export interface Scope {
  /** Every passage, document by document in reading order. */
  chunks(scope: SearchScope): ScopedChunk[];
  /** The documents that hold a table. */
  documentsWithTables(scope: SearchScope): DocumentId[];
  tables(documentIds: readonly DocumentId[]): Table[];
}

const chunkSchema = z.object({
  chunkId: chunkIdSchema,
  documentId: documentIdSchema,
  title: z.string(),
  language: z.string().nullable(),
  firstPage: z.int(),
  lastPage: z.int(),
});
const headingsSchema = z.array(z.string());
const blockSchema = z.object({
  position: z.int(),
  text: z.string(),
  page: z.int(),
  headings: z.string().transform((text) => headingsSchema.parse(JSON.parse(text))),
});

export function createScope(database: Database, documents: Pick<DocumentStore, 'get'>): Scope {
  return {
    chunks(scope) {
      const { sql, parameters } = scopeCondition(scope);
      return database
        .prepare(
          `select chunks.id as chunkId, documents.id as documentId, title, language, first_page as firstPage,
             last_page as lastPage
           from documents join chunks on chunks.document_id = documents.id where ${sql}
           order by documents.added_at, documents.id, chunks.position`,
        )
        .all(...parameters)
        .map((row) => chunkSchema.parse(row));
    },
    documentsWithTables(scope) {
      const { sql, parameters } = scopeCondition(scope);
      return database
        .prepare(
          `select documents.id from documents where ${sql}
           and exists (select 1 from blocks where document_id = documents.id and kind = 'table')`,
        )
        .pluck()
        .all(...parameters)
        .map((id) => documentIdSchema.parse(id));
    },
    tables: (documentIds) =>
      documentIds.flatMap((documentId) => {
        const document = documents.get(documentId);
        if (!document) return [];
        const blocks = database
          .prepare(
            "select position, text, page, headings from blocks where document_id = ? and kind = 'table' order by position",
          )
          .all(documentId)
          .map((row) => ({ kind: 'table', ...blockSchema.parse(row) }) satisfies PlacedBlock);
        return readTables(document, blocks);
      }),
  };
}
