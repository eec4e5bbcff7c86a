import { z } from 'zod';
import type { DocumentId } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { termsOf } from './terms.ts';

/** Grows when `termsOf` makes other terms of the same text, so that an older index is made anew. */
const version = 3;

export interface ChunkToIndex {
  readonly chunkId: number | bigint;
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
  /** Of the document; null where it is not known. */
  readonly language: string | null;
}

/** The full-text index over all chunks. Its writes belong into the transactions of those who change the chunks. */
export interface ChunkIndex {
  add(chunk: ChunkToIndex): void;
  removeDocument(documentId: DocumentId): void;
}

const rowSchema = z.object({
  chunkId: z.int(),
  title: z.string(),
  headings: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
  text: z.string(),
  language: z.string().nullable(),
});

/** Fills the index anew where an older version of Sotto made it. */
export function openChunkIndex(database: Database): ChunkIndex {
  const insert = database.prepare(
    'insert into chunk_index (rowid, title, headings, text) values (?, ?, ?, ?)',
  );
  const add = ({ chunkId, title, headings, text, language }: ChunkToIndex) => {
    const terms = (part: string) => termsOf(part, language).join(' ');
    insert.run(chunkId, terms(title), terms(headings.join(' ')), terms(text));
  };

  const found = database.prepare('select version from chunk_index_state').pluck().get();
  if (found !== version) {
    database.transaction(() => {
      database.exec("insert into chunk_index (chunk_index) values ('delete-all')");
      const chunks = database.prepare(
        `select chunks.id as chunkId, title, headings, text, language
         from chunks join documents on documents.id = chunks.document_id where chunks.id > ? order by chunks.id limit 500`,
      );
      // In parts, because no row may be read while others are written.
      for (let last = 0; ; ) {
        const rows = chunks.all(last).map((row) => rowSchema.parse(row));
        for (const row of rows) add(row);
        const end = rows.at(-1);
        if (end === undefined) break;
        last = end.chunkId;
      }
      database.exec('delete from chunk_index_state');
      database.prepare('insert into chunk_index_state (version) values (?)').run(version);
    })();
  }

  return {
    add,
    removeDocument: (documentId) =>
      void database
        .prepare('delete from chunk_index where rowid in (select id from chunks where document_id = ?)')
        .run(documentId),
  };
}
