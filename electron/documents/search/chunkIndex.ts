import { z } from 'zod';
import type { DocumentId } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { encodeTerms } from './termCodes.ts';
import { indexedTerms, termsOf } from './terms.ts';

/** Grows when what is kept of the same text changes, so that an older index is made anew. */
const version = 5;

export interface ChunkToIndex {
  readonly chunkId: number | bigint;
  /** From 0, in the document's order; a document's chunks have consecutive ids. */
  readonly position: number;
  readonly title: string;
  readonly headings: readonly string[];
  /** Its text as `indexedTerms` makes it. */
  readonly terms: string;
  /** Of the document; null where it is not known. */
  readonly language: string | null;
}

/**
 * The full-text index over all chunks, and each chunk's terms in order, which rank what the index finds. Its writes belong into the
 * transactions of those who change the chunks.
 */
export interface ChunkIndex {
  add(chunk: ChunkToIndex): void;
  removeDocument(documentId: DocumentId): void;
}

const rowSchema = z.object({
  chunkId: z.int(),
  position: z.int(),
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
  const insertTerms = database.prepare(
    'insert into chunk_terms (chunk_id, position, above, terms) values (?, ?, ?, ?)',
  );
  const aboveOf = rememberLast(termsAbove);
  const add = ({ chunkId, position, title, headings, terms, language }: ChunkToIndex) => {
    const above = aboveOf(title, headings, language);
    insert.run(chunkId, above.title, above.headings, terms);
    const unsaid = notSaidFirst(above.parts, terms);
    insertTerms.run(chunkId, position, encodeTerms(unsaid), encodeTerms(splitTerms(terms)));
  };

  const found = database.prepare('select version from chunk_index_state').pluck().get();
  if (found !== version) {
    database.transaction(() => {
      database.exec("insert into chunk_index (chunk_index) values ('delete-all'); delete from chunk_terms");
      const chunks = database.prepare(
        `select chunks.id as chunkId, position, title, headings, text, language
         from chunks join documents on documents.id = chunks.document_id where chunks.id > ? order by chunks.id limit 500`,
      );
      // In parts, because no row may be read while others are written.
      for (let last = 0; ; ) {
        const rows = chunks.all(last).map((row) => rowSchema.parse(row));
        for (const row of rows) add({ ...row, terms: indexedTerms(row.text, row.language) });
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
    // The terms follow their chunks by foreign key.
    removeDocument: (documentId) =>
      void database
        .prepare('delete from chunk_index where rowid in (select id from chunks where document_id = ?)')
        .run(documentId),
  };
}

/** What stands above a chunk: mostly the same as above the one before it. */
function termsAbove(title: string, headings: readonly string[], language: string | null) {
  const terms = (part: string) => termsOf(part, language);
  // Often the title is the first heading as well: said once, it counts once.
  const once = [...new Set([title, ...headings])];
  return {
    title: terms(title).join(' '),
    headings: terms(headings.join('\n')).join(' '),
    parts: once.map((part) => terms(part).join(' ')),
  };
}

/** The terms of title and headings, without those that the text itself begins with: said once, they count once. */
function notSaidFirst(parts: readonly string[], text: string): string[] {
  let rest = `${text} `;
  return parts.flatMap((part) => {
    if (!rest.startsWith(`${part} `)) return splitTerms(part);
    rest = rest.slice(part.length + 1);
    return [];
  });
}

function splitTerms(terms: string): string[] {
  return terms === '' ? [] : terms.split(' ');
}

function rememberLast<Input extends readonly unknown[], Output>(
  make: (...input: Input) => Output,
): (...input: Input) => Output {
  let last: { readonly key: string; readonly output: Output } | null = null;
  return (...input) => {
    const key = JSON.stringify(input);
    if (last?.key !== key) last = { key, output: make(...input) };
    return last.output;
  };
}
