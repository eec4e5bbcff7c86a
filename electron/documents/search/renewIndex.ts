import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { SearchIndexState } from '../../../shared/contract/search.ts';
import { createCoalescer } from '../../coalescer.ts';
import type { Database } from '../../storage/database.ts';
import { writeLazily } from '../../storage/writeLazily.ts';
import { clearNextFullText, nextIndex, servingIndex } from './chunkIndex.ts';
import { createChunkWriter } from './chunkWriter.ts';
import { indexedTerms } from './terms.ts';

/**
 * Makes the index anew where an older version of Sotto made it, in slices that are each kept. Searches read the old one
 * until the new one is whole: half of each would rank passages by how they were indexed.
 */
export interface IndexRenewal {
  readonly state: SearchIndexState;
  /** Goes on in the background, until the index is whole. */
  start(): void;
  /** Goes on without rest, until the index is whole or the signal ends it. Yields how far it is after each slice. */
  run(signal: AbortSignal): AsyncGenerator<SearchIndexState>;
  dispose(): Promise<void>;
}

const usualSliceMs = 12;
/** Rows are read in parts, because none may be read while others are written. */
const chunksAtOnce = 8;
const rowsClearedAtOnce = 500;
const pagesClearedAtOnce = 100;
/** Between slices, so that the host has time for what the person does. */
const restMs = 12;

const rowSchema = z.object({
  chunkId: z.int(),
  position: z.int(),
  title: z.string(),
  headings: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
  text: z.string(),
  language: z.string().nullable(),
});

export function createIndexRenewal(parts: {
  readonly database: Database;
  readonly onChanged: (state: SearchIndexState) => void;
  readonly logError: (cause: unknown) => void;
  /** How long everything else waits at most, nearly. */
  readonly sliceMs?: number;
}): IndexRenewal {
  const { database, sliceMs = usualSliceMs } = parts;
  const abort = new AbortController();
  let background: Promise<void> = Promise.resolve();
  const add = createChunkWriter(database, nextIndex);
  const chunksAfter = database.prepare(
    `select chunks.id as chunkId, position, title, headings, text, language
     from chunks join documents on documents.id = chunks.document_id where chunks.id > ? order by chunks.id limit ?`,
  );
  const idAtEnd = (end: 'min' | 'max') =>
    Number(database.prepare(`select ${end}(id) from chunks`).pluck().get());
  const renewedThrough = () => {
    const through = database.prepare('select renewed_through from chunk_index_state').pluck().get();
    return z.int().nullable().parse(through);
  };

  const state = (): SearchIndexState => {
    const through = renewedThrough();
    if (through === null) return { renewedRatio: null };
    const [first, last] = [idAtEnd('min'), idAtEnd('max')];
    return { renewedRatio: Math.max(0, Math.min(1, (through - first + 1) / (last - first + 1))) };
  };

  /** @returns whether there is more to do. */
  const renewSome = database.transaction((): boolean => {
    const from = renewedThrough();
    if (from === null) return false;
    const endAt = performance.now() + sliceMs;
    let through = from;
    do {
      const rows = chunksAfter.all(through, chunksAtOnce).map((row) => rowSchema.parse(row));
      for (const row of rows) add({ ...row, terms: indexedTerms(row.text, row.language) });
      const last = rows.at(-1);
      if (last === undefined) break;
      through = last.chunkId;
    } while (performance.now() < endAt);
    if (through === from) swapIndexes(database);
    else database.prepare('update chunk_index_state set renewed_through = ?').run(through);
    return through !== from;
  });

  /** What the old index held goes in slices too. @returns whether there was any. */
  const clearSome = database.transaction((): boolean => {
    const { fullText, terms } = nextIndex;
    if (database.prepare(`select 1 from ${fullText}_docsize limit 1`).get() === undefined) return false;
    const clearTerms = `delete from ${terms} where chunk_id in (select chunk_id from ${terms} limit ?)`;
    const { changes } = database.prepare(clearTerms).run(rowsClearedAtOnce);
    if (clearPages(database) + changes === 0) clearNextFullText(database);
    return true;
  });
  const workSome = () => writeLazily(database, () => renewSome() || clearSome());

  async function* renew(input: { readonly restMs: number; readonly signal: AbortSignal }) {
    while (!input.signal.aborted && workSome()) {
      yield state();
      await setTimeout(input.restMs);
    }
  }

  const telling = createCoalescer(() => parts.onChanged(state()));
  const renewInBackground = async () => {
    try {
      for await (const _slice of renew({ restMs, signal: abort.signal })) telling.ask();
    } catch (cause) {
      // A full disk, for one: the next start goes on from here, and searches read the old index.
      parts.logError(cause);
    }
  };

  return {
    get state() {
      return state();
    },
    start() {
      background = renewInBackground();
    },
    run: (signal) => renew({ restMs: 0, signal: AbortSignal.any([signal, abort.signal]) }),
    async dispose() {
      abort.abort();
      await background;
      telling.dispose();
    },
  };
}

/**
 * Takes some of the pages that FTS5 keeps its terms in: it can itself be emptied only in one piece, which takes a second
 * for 100,000 passages, because SQLCipher overwrites what is freed. @returns how many pages.
 */
function clearPages(database: Database): number {
  const pages = `${nextIndex.fullText}_data`;
  // FTS5's own tables may be written only so; nobody reads this index any more, and it is emptied in order at the end.
  database.unsafeMode(true);
  try {
    const clear = `delete from ${pages} where id in (select id from ${pages} where id > 10 limit ?)`;
    return database.prepare(clear).run(pagesClearedAtOnce).changes;
  } finally {
    database.unsafeMode(false);
  }
}

function swapIndexes(database: Database): void {
  for (const table of ['fullText', 'terms'] as const) {
    database.exec(`
      alter table ${servingIndex[table]} rename to chunk_index_spent;
      alter table ${nextIndex[table]} rename to ${servingIndex[table]};
      alter table chunk_index_spent rename to ${nextIndex[table]}`);
  }
  database.exec('update chunk_index_state set renewed_through = null');
}
