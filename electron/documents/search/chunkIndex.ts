import type { DocumentId } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { type ChunkToIndex, createChunkWriter, type IndexTables } from './chunkWriter.ts';

/** Grows when what is kept of the same text changes, so that an older index is made anew. */
const version = 5;

/** What searches read. */
export const servingIndex: IndexTables = { fullText: 'chunk_index', terms: 'chunk_terms' };
/** What takes its place once it is whole; empty where nothing is made anew. */
export const nextIndex: IndexTables = { fullText: 'chunk_index_next', terms: 'chunk_terms_next' };

/**
 * The full-text index over all chunks, and each chunk's terms in order, which rank what the index finds. Its writes belong into the
 * transactions of those who change the chunks.
 */
export interface ChunkIndex {
  add(chunk: ChunkToIndex): void;
  removeDocument(documentId: DocumentId): void;
}

/** Where an older version of Sotto made the index, it is noted that it has to be made anew; see `createIndexRenewal`. */
export function openChunkIndex(database: Database): ChunkIndex {
  if (database.prepare('select version from chunk_index_state').pluck().get() !== version) {
    noteRenewal(database);
  }
  const renewedThrough = database.prepare('select renewed_through from chunk_index_state').pluck();
  const removeFrom = ({ fullText }: IndexTables, documentId: DocumentId) =>
    database
      .prepare(`delete from ${fullText} where rowid in (select id from chunks where document_id = ?)`)
      .run(documentId);

  return {
    // What is made anew comes to it by its id, which is above all there were.
    add: createChunkWriter(database, servingIndex),
    // The terms follow their chunks by foreign key.
    removeDocument(documentId) {
      removeFrom(servingIndex, documentId);
      if (renewedThrough.get() !== null) removeFrom(nextIndex, documentId);
    },
  };
}

function noteRenewal(database: Database): void {
  database.transaction(() => {
    clearNextFullText(database);
    database.exec(`delete from ${nextIndex.terms}; delete from chunk_index_state`);
    database
      .prepare(
        `insert into chunk_index_state (version, renewed_through)
         values (?, case when exists (select 1 from chunks) then 0 end)`,
      )
      .run(version);
  })();
}

export function clearNextFullText(database: Database): void {
  const { fullText } = nextIndex;
  database.exec(`insert into ${fullText} (${fullText}) values ('delete-all')`);
}
