import { z } from 'zod';
import type { Database } from '../../storage/database.ts';

/** In how many passages a term of the full-text index is. */
export interface TermCounts {
  /** Of all passages. */
  total(): number;
  /** Exact up to `exactUpTo`, above it nearly: told from where the index's first ones stand. @param term one term. */
  of(term: string): number;
}

const countSchema = z.tuple([z.int(), z.int().nullable()]);

/** What was counted holds until the database changes. */
export function createTermCounts(database: Database, exactUpTo: number): TermCounts {
  const countFirst = database
    .prepare(
      'select count(*), max(rowid) from (select rowid from chunk_index where chunk_index match ? limit ?)',
    )
    .raw();
  const lastChunk = database.prepare('select max(id) from chunks').pluck();
  const countAll = database.prepare('select count(*) from chunks').pluck();
  const changes = database.prepare('select total_changes()').pluck();
  let counted = { changes: -1, total: 0, last: 0, counts: new Map<string, number>() };

  const current = () => {
    const now = Number(changes.get());
    if (counted.changes !== now) {
      const total = Number(countAll.get());
      counted = { changes: now, total, last: Number(lastChunk.get()), counts: new Map() };
    }
    return counted;
  };

  return {
    total: () => current().total,
    of(term) {
      const { total, last, counts } = current();
      const known = counts.get(term);
      if (known !== undefined) return known;
      const [count, at] = countSchema.parse(countFirst.get(`"${term}"`, exactUpTo));
      const share = count < exactUpTo || at === null ? 1 : at / last;
      const passages = Math.min(total, Math.round(count / share));
      counts.set(term, passages);
      return passages;
    },
  };
}
