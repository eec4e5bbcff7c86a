import { z } from 'zod';
import type { Passage } from '../../shared/contract/documents.ts';
import { type ChunkId, chunkIdSchema, type DocumentId, documentIdSchema } from '../../shared/ids.ts';
import type { Database } from '../storage/database.ts';
import { indexableText } from './indexableText.ts';

/** Words found in the title or a heading say more about a chunk than words in its text. */
const columnWeights = '2.0, 1.5, 1.0';
const maxQueryWords = 64;

const passageRowSchema = z
  .object({
    id: chunkIdSchema,
    document_id: documentIdSchema,
    title: z.string(),
    path: z.string(),
    first_page: z.int(),
    last_page: z.int(),
    headings: z.string(),
    text: z.string(),
    score: z.number(),
  })
  .transform(
    (row): Passage => ({
      chunkId: row.id,
      documentId: row.document_id,
      title: row.title,
      path: row.path,
      pages: [row.first_page, row.last_page],
      headings: z.array(z.string()).parse(JSON.parse(row.headings)),
      text: row.text,
      score: row.score,
    }),
  );

const columns = `chunks.id, chunks.document_id, documents.title, documents.path, chunks.first_page,
  chunks.last_page, chunks.headings, chunks.text`;

export interface PassageSearch {
  /** BM25 over all words of the query, best first; `score` grows with relevance and compares within one query only. */
  search(input: {
    readonly query: string;
    readonly limit: number;
    readonly documentIds?: readonly DocumentId[] | undefined;
    readonly isOnePerDocument?: boolean | undefined;
  }): Passage[];
  /** All chunks of a document in reading order, each with score 0. */
  listPassages(documentId: DocumentId): Passage[];
  /** Those that still exist, by id. */
  getPassages(chunkIds: readonly ChunkId[]): Map<ChunkId, Passage>;
}

export function createPassageSearch(database: Database): PassageSearch {
  const toPassages = (rows: unknown[]) => rows.map((row) => passageRowSchema.parse(row));
  return {
    search({ query, limit, documentIds, isOnePerDocument = false }) {
      const match = matchExpression(query);
      if (match === null) return [];
      const scope = documentIds ? 'and chunks.document_id in (select value from json_each(?))' : '';
      const matches = `select chunks.id as chunk_id, chunks.document_id as in_document,
          -bm25(chunk_index, ${columnWeights}) as score
        from chunk_index join chunks on chunks.id = chunk_index.rowid
        where chunk_index match ? ${scope}`;
      const ranked = isOnePerDocument
        ? `select chunk_id, score from (
             select *, row_number() over (partition by in_document order by score desc, chunk_id) as place from (${matches})
           ) where place = 1`
        : `select chunk_id, score from (${matches})`;
      const scopeParameters = documentIds ? [JSON.stringify(documentIds)] : [];
      // Texts are fetched last, for the winners alone.
      const rows = database
        .prepare(
          `select ${columns}, best.score from (${ranked} order by score desc, chunk_id limit ?) as best
           join chunks on chunks.id = best.chunk_id join documents on documents.id = chunks.document_id
           order by best.score desc, chunks.id`,
        )
        .all(match, ...scopeParameters, limit);
      return toPassages(rows);
    },
    listPassages: (documentId) =>
      toPassages(
        database
          .prepare(
            `select ${columns}, 0.0 as score from chunks join documents on documents.id = chunks.document_id
             where document_id = ? order by position`,
          )
          .all(documentId),
      ),
    getPassages(chunkIds) {
      const rows = database
        .prepare(
          `select ${columns}, 0.0 as score from chunks join documents on documents.id = chunks.document_id
           where chunks.id in (select value from json_each(?))`,
        )
        .all(JSON.stringify(chunkIds));
      return new Map(toPassages(rows).map((passage) => [passage.chunkId, passage]));
    },
  };
}

/** Every word quoted and joined by OR: a whole-sentence question must not need all its words in one chunk. */
function matchExpression(query: string): string | null {
  const words = indexableText(query).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const distinct = [...new Set(words.map((word) => word.toLowerCase()))].slice(0, maxQueryWords);
  return distinct.length === 0 ? null : distinct.map((word) => `"${word}"`).join(' OR ');
}
