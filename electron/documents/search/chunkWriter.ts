import type { Database } from '../../storage/database.ts';
import { encodeTerms } from './termCodes.ts';
import { termsOf } from './terms.ts';

export interface ChunkToIndex {
  readonly chunkId: number;
  /** From 0, in the document's order; a document's chunks have consecutive ids. */
  readonly position: number;
  readonly title: string;
  readonly headings: readonly string[];
  /** Its text as `indexedTerms` makes it. */
  readonly terms: string;
  /** Of the document; null where it is not known. */
  readonly language: string | null;
}

/** An index: the full text, and each chunk's terms in order. */
export interface IndexTables {
  readonly fullText: string;
  readonly terms: string;
}

/** @returns what writes one chunk into an index that does not have it. */
export function createChunkWriter(
  database: Database,
  { fullText, terms: termsTable }: IndexTables,
): (chunk: ChunkToIndex) => void {
  const insert = database.prepare(
    `insert into ${fullText} (rowid, title, headings, text) values (?, ?, ?, ?)`,
  );
  const insertTerms = database.prepare(
    `insert into ${termsTable} (chunk_id, position, above, terms) values (?, ?, ?, ?)`,
  );
  const aboveOf = rememberLast(termsAbove);
  return ({ chunkId, position, title, headings, terms, language }) => {
    const above = aboveOf(title, headings, language);
    insert.run(chunkId, above.title, above.headings, terms);
    const unsaid = notSaidFirst(above.parts, terms);
    insertTerms.run(chunkId, position, encodeTerms(unsaid), encodeTerms(splitTerms(terms)));
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
