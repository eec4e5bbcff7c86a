import { z } from 'zod';
import { type Block, blockSchema, type Document, type PageRange } from '../../shared/contract/documents.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import { type DocumentId, documentIdSchema } from '../../shared/ids.ts';
import { type Recognition, recognitionSchema } from '../../shared/recognition.ts';
import type { Database } from '../storage/database.ts';
import type { CutChunk } from './cutDocument.ts';
import { openChunkIndex } from './search/chunkIndex.ts';
import { scopeCondition } from './search/scopeCondition.ts';

export interface DocumentToStore {
  /** Without a date of its own it has that of the day it was added. */
  readonly document: Omit<Document, 'chunks' | 'datedAt'> & Partial<Pick<Document, 'datedAt'>>;
  readonly blocks: readonly Block[];
  readonly chunks: readonly CutChunk[];
  /** Absent where no words were recognised in pictures. */
  readonly recognition?: Recognition | undefined;
}

export interface DocumentStore {
  /** Writes document, text, chunks and index in one transaction, in place of an older version with the same id. */
  put(input: DocumentToStore): void;
  get(documentId: DocumentId): Document | null;
  findByHash(contentHash: string): Document | null;
  /** Whether any document has as many bytes. */
  hasSize(sizeBytes: number): boolean;
  findByPath(path: string): Document | null;
  /** A file that was moved or renamed. */
  setPlace(input: { documentId: DocumentId; path: string; fileName: string }): void;
  list(input: {
    offset: number;
    limit: number;
    title?: string | undefined;
    scope?: SearchScope | undefined;
  }): {
    documents: Document[];
    total: number;
  };
  readBlocks(input: { documentId: DocumentId; pages?: PageRange }): Block[];
  /** Null where no words were recognised in pictures. */
  getRecognition(documentId: DocumentId): Recognition | null;
  /**
   * The only way out of the library: text, chunks, index, summaries and whatever else is kept of a document go in one
   * transaction. @returns false where there is no such document.
   */
  remove(documentId: DocumentId): boolean;
}

const documentRowSchema = z
  .object({
    id: documentIdSchema,
    title: z.string(),
    file_name: z.string(),
    path: z.string(),
    format: z.string(),
    size_bytes: z.int(),
    content_hash: z.string(),
    language: z.string().nullable(),
    pages: z.int(),
    words: z.int(),
    chunks: z.int(),
    added_at: z.string(),
    dated_at: z.string(),
  })
  .transform(
    (row): Document => ({
      id: row.id,
      title: row.title,
      fileName: row.file_name,
      path: row.path,
      format: row.format,
      sizeBytes: row.size_bytes,
      contentHash: row.content_hash,
      language: row.language,
      pages: row.pages,
      words: row.words,
      chunks: row.chunks,
      addedAt: row.added_at,
      datedAt: row.dated_at,
    }),
  );

const headingsJson = z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text)));
const blockRowSchema = blockSchema.extend({ headings: headingsJson });

const selectDocument = `select documents.*,
  (select count(*) from chunks where chunks.document_id = documents.id) as chunks from documents`;

export function createDocumentStore(database: Database): DocumentStore {
  const index = openChunkIndex(database);
  const insertBlock = database.prepare(
    'insert into blocks (document_id, position, kind, text, page, headings) values (?, ?, ?, ?, ?, ?)',
  );
  const insertChunk = database.prepare(
    'insert into chunks (document_id, position, first_page, last_page, headings, text) values (?, ?, ?, ?, ?, ?)',
  );
  const one = (where: string, value: string): Document | null => {
    const row = database.prepare(`${selectDocument} where ${where}`).get(value);
    return row === undefined ? null : documentRowSchema.parse(row);
  };

  const isThere = (documentId: DocumentId) =>
    database.prepare('select 1 from documents where id = ?').get(documentId) !== undefined;

  /** Its text and what was made of it; what the person said of the document, as its collections, stays. */
  function clearText(documentId: DocumentId): void {
    index.removeDocument(documentId);
    for (const table of ['blocks', 'chunks', 'summaries', 'readings', 'recognitions']) {
      database.prepare(`delete from ${table} where document_id = ?`).run(documentId);
    }
  }

  return {
    put: database.transaction(({ document, blocks, chunks, recognition }: DocumentToStore) => {
      if (isThere(document.id)) clearText(document.id);
      database
        .prepare(
          `insert into documents (id, title, file_name, path, format, size_bytes, content_hash, language, pages, words, added_at,
             dated_at)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           on conflict (id) do update set title = excluded.title, file_name = excluded.file_name,
             path = excluded.path, format = excluded.format, size_bytes = excluded.size_bytes,
             content_hash = excluded.content_hash, language = excluded.language, pages = excluded.pages,
             words = excluded.words, added_at = excluded.added_at, dated_at = excluded.dated_at`,
        )
        .run(
          document.id,
          document.title,
          document.fileName,
          document.path,
          document.format,
          document.sizeBytes,
          document.contentHash,
          document.language,
          document.pages,
          document.words,
          document.addedAt,
          document.datedAt ?? document.addedAt,
        );
      if (recognition) {
        database
          .prepare('insert into recognitions (document_id, recognition) values (?, ?)')
          .run(document.id, JSON.stringify(recognition));
      }
      for (const [position, block] of blocks.entries()) {
        insertBlock.run(
          document.id,
          position,
          block.kind,
          block.text,
          block.page,
          JSON.stringify(block.headings),
        );
      }
      for (const [position, chunk] of chunks.entries()) {
        const { lastInsertRowid } = insertChunk.run(
          document.id,
          position,
          chunk.pages[0],
          chunk.pages[1],
          JSON.stringify(chunk.headings),
          chunk.text,
        );
        index.add({
          chunkId: Number(lastInsertRowid),
          position,
          title: document.title,
          headings: chunk.headings,
          terms: chunk.terms,
          language: document.language,
        });
      }
    }),
    get: (documentId) => one('id = ?', documentId),
    getRecognition(documentId) {
      const json = database
        .prepare('select recognition from recognitions where document_id = ?')
        .pluck()
        .get(documentId);
      return typeof json === 'string' ? recognitionSchema.parse(JSON.parse(json)) : null;
    },
    findByHash: (contentHash) => one('content_hash = ?', contentHash),
    hasSize: (sizeBytes) =>
      database.prepare('select 1 from documents where size_bytes = ? limit 1').get(sizeBytes) !== undefined,
    findByPath: (path) => one('path = ?', path),
    setPlace: ({ documentId, path, fileName }) =>
      void database
        .prepare('update documents set path = ?, file_name = ? where id = ?')
        .run(path, fileName, documentId),
    list({ offset, limit, title = '', scope }) {
      const pattern = `%${title.replace(/[\\%_]/g, '\\$&')}%`;
      const within = scopeCondition(scope);
      const where = `where (title like ? escape '\\' or file_name like ? escape '\\') and ${within.sql}`;
      const parameters = [pattern, pattern, ...within.parameters];
      const total = database
        .prepare(`select count(*) from documents ${where}`)
        .pluck()
        .get(...parameters);
      const rows = database
        .prepare(`${selectDocument} ${where} order by added_at desc, rowid desc limit ? offset ?`)
        .all(...parameters, limit, offset);
      return { documents: rows.map((row) => documentRowSchema.parse(row)), total: Number(total) };
    },
    readBlocks({ documentId, pages = [1, Number.MAX_SAFE_INTEGER] }) {
      return database
        .prepare(
          'select kind, text, page, headings from blocks where document_id = ? and page between ? and ? order by position',
        )
        .all(documentId, ...pages)
        .map((row) => blockRowSchema.parse(row));
    },
    remove: database.transaction((documentId: DocumentId) => {
      if (!isThere(documentId)) return false;
      clearText(documentId);
      database.prepare('delete from documents where id = ?').run(documentId);
      return true;
    }),
  };
}
