import { z } from 'zod';
import type { Passage } from '../../../shared/contract/documents.ts';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { type ChunkId, chunkIdSchema, type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { mostScored } from './findCandidates.ts';
import { createChunkRanking } from './rankChunks.ts';
import { isEverything, scopeCondition } from './scopeCondition.ts';
import { createTermCounts } from './termCounts.ts';
import { type UnderstoodQuery, understandQuery } from './understandQuery.ts';
import { createVocabulary } from './vocabulary.ts';

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

export interface SearchInput {
  readonly query: string;
  readonly limit: number;
  readonly scope?: SearchScope | undefined;
  readonly isOnePerDocument?: boolean | undefined;
  /** The last word may be unfinished. */
  readonly isTyping?: boolean | undefined;
}

export interface PassageSearch {
  /** What `search` looks for. */
  understand(input: Pick<SearchInput, 'query' | 'isTyping'>): UnderstoodQuery;
  /**
   * BM25 over the words of the query, then by words that stand together and by passages that resemble each other;
   * best first. `score` grows with relevance and compares within one query only.
   */
  search(input: SearchInput): Passage[];
  /** The documents of a scope: those it names first, as it names them, then the newest first. */
  listDocuments(scope: SearchScope): DocumentId[];
  /** All chunks of a document in reading order, each with score 0. */
  listPassages(documentId: DocumentId): Passage[];
  /** Those that still exist, by id. */
  getPassages(chunkIds: readonly ChunkId[]): Map<ChunkId, Passage>;
}

export function createPassageSearch(database: Database): PassageSearch {
  const toPassages = (rows: unknown[]) => rows.map((row) => passageRowSchema.parse(row));
  const counts = createTermCounts(database, mostScored);
  const rank = createChunkRanking(database, counts);
  const vocabulary = createVocabulary(database, counts);
  const changes = database.prepare('select total_changes()').pluck();
  let known: { changes: unknown; languages: (string | null)[] } = { changes: null, languages: [] };
  /** Of all documents, looked up again where the database has changed. */
  const languages = () => {
    const now = changes.get();
    if (known.changes !== now) {
      const rows = database.prepare('select distinct language from documents').pluck().all();
      known = { changes: now, languages: rows.map((row) => z.string().nullable().parse(row)) };
    }
    return known.languages;
  };

  const understand: PassageSearch['understand'] = ({ query, isTyping = false }) =>
    understandQuery({ query, isTyping, languages: languages(), vocabulary });

  const getPassages = (chunkIds: readonly number[]) => {
    const rows = database
      .prepare(
        `select ${columns}, 0.0 as score from chunks join documents on documents.id = chunks.document_id
         where chunks.id in (select value from json_each(?))`,
      )
      .all(JSON.stringify(chunkIds));
    return new Map(toPassages(rows).map((passage) => [passage.chunkId, passage]));
  };

  return {
    understand,
    search(input) {
      const { words } = understand(input);
      if (words.length === 0) return [];
      const { scope, limit, isOnePerDocument = false } = input;
      const condition = isEverything(scope) ? null : scopeCondition(scope);
      const ranked = rank({ words, limit, condition, isOnePerDocument });
      // Texts are fetched last, for the winners alone.
      const passages = getPassages(ranked.map(({ chunkId }) => chunkId));
      return ranked.flatMap(({ chunkId, score }) => {
        const passage = passages.get(chunkIdSchema.parse(chunkId));
        return passage === undefined ? [] : [{ ...passage, score }];
      });
    },
    listDocuments(scope) {
      const { sql, parameters } = scopeCondition(scope);
      const places = new Map(scope.documentIds?.map((documentId, index) => [documentId, index]));
      const place = (documentId: DocumentId) => places.get(documentId) ?? places.size;
      return database
        .prepare(`select id from documents where ${sql} order by added_at desc, rowid desc`)
        .pluck()
        .all(...parameters)
        .map((id) => documentIdSchema.parse(id))
        .toSorted((a, b) => place(a) - place(b));
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
    getPassages,
  };
}
