import { z } from 'zod';
import type { Passage } from '../../../shared/contract/documents.ts';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { type ChunkId, chunkIdSchema, type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { rerank } from './rerank.ts';
import { isEverything, scopeCondition } from './scopeCondition.ts';
import { type QueryWord, termsOf } from './terms.ts';
import { type UnderstoodQuery, understandQuery } from './understandQuery.ts';
import { createVocabulary } from './vocabulary.ts';

/** The best by BM25, which are put in order by all that is known of them. */
const rerankedPassages = 100;

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

const languageSchema = z.object({ language: z.string().nullable(), around: z.string().nullable() });

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
  database.exec(
    'create virtual table if not exists temp.chunk_terms using fts5vocab(main, chunk_index, row)',
  );
  const passagesWith = database.prepare('select doc from temp.chunk_terms where term = ?').pluck();
  const countPassages = (word: QueryWord) =>
    Math.max(...[...word.forms].map((form) => Number(passagesWith.get(form) ?? 0)));
  const vocabulary = createVocabulary(database);
  const languages = () =>
    database
      .prepare('select distinct language from documents')
      .pluck()
      .all()
      .map((language) => z.string().nullable().parse(language));

  const understand: PassageSearch['understand'] = ({ query, isTyping = false }) =>
    understandQuery({ query, isTyping, languages: languages(), vocabulary });

  /** The best by BM25, each with its document's language. */
  const candidatesFor = (input: SearchInput, words: readonly QueryWord[], limit: number) => {
    const { isOnePerDocument = false } = input;
    const scope = isEverything(input.scope) ? null : scopeCondition(input.scope);
    const matches = `select chunks.id as chunk_id, chunks.document_id as in_document,
        -bm25(chunk_index) as score
      from chunk_index join chunks on chunks.id = chunk_index.rowid
      where chunk_index match ?
      ${scope ? `and chunks.document_id in (select documents.id from documents where ${scope.sql})` : ''}`;
    const ranked = isOnePerDocument
      ? `select chunk_id, score from (
           select *, row_number() over (partition by in_document order by score desc, chunk_id) as place from (${matches})
         ) where place = 1`
      : `select chunk_id, score from (${matches})`;
    // Texts are fetched last, for the winners alone.
    return database
      .prepare(
        `select ${columns}, documents.language, best.score,
         (select group_concat(text, ' ') from chunks as near where near.document_id = chunks.document_id
          and abs(near.position - chunks.position) = 1) as around
         from (${ranked} order by score desc, chunk_id limit ?) as best
         join chunks on chunks.id = best.chunk_id join documents on documents.id = chunks.document_id
         order by best.score desc, chunks.id`,
      )
      .all(matchExpression(words), ...(scope?.parameters ?? []), limit)
      .map((row) => ({ passage: passageRowSchema.parse(row), ...languageSchema.parse(row) }));
  };

  return {
    understand,
    search(input) {
      const { words } = understand(input);
      if (words.length === 0) return [];
      const found = candidatesFor(input, words, Math.max(input.limit, rerankedPassages));
      const first = found.slice(0, rerankedPassages);
      const scores = rerank({
        candidates: first.map(({ passage, language, around }) => ({
          score: passage.score,
          terms: termsOf(
            `${passage.title}\n${passage.headings.join('\n')}\n${passage.text}\n${around ?? ''}`,
            language,
          ),
        })),
        words: words.map((word) => ({ ...word, passages: countPassages(word) })),
        total: Number(database.prepare('select count(*) from chunks').pluck().get()),
      });
      const best = first
        .map(({ passage }, index) => ({ ...passage, score: 1 + (scores[index] ?? 0) }))
        .toSorted((left, right) => right.score - left.score);
      const top = first[0]?.passage.score ?? 1;
      const rest = found
        .slice(rerankedPassages)
        .map(({ passage }) => ({ ...passage, score: passage.score / top }));
      return [...best, ...rest].slice(0, input.limit);
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

/** Every form quoted and joined by OR: a whole-sentence question must not need all its words in one passage. */
function matchExpression(words: readonly QueryWord[]): string {
  const forms = new Set(words.flatMap((word) => [...word.forms]));
  return [...forms].map((form) => `"${form}"`).join(' OR ');
}
