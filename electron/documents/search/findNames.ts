import { z } from 'zod';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { editDistance, forgivenSlips } from './editDistance.ts';
import { scopeCondition } from './scopeCondition.ts';
import { termsOf } from './terms.ts';

const maxWords = 8;
/** Of a long word's groups of three letters, the share that a name must have: `anualreport` in `annualreport2026`. */
const sharedTrigrams = 0.6;
const shortestForTrigrams = 6;

const rowSchema = z.object({ id: documentIdSchema, title: z.string(), file_name: z.string() });
type Row = z.infer<typeof rowSchema>;

/**
 * Documents whose title or file name has every word of the query, the shortest names first; where none has, those
 * whose names come near, slips of the finger forgiven.
 */
export function findNames(
  database: Database,
  input: { readonly query: string; readonly scope?: SearchScope | undefined; readonly limit: number },
): DocumentId[] {
  const written = input.query.split(/\s+/).filter(Boolean).slice(0, maxWords);
  if (written.length === 0) return [];
  const within = scopeCondition(input.scope);
  const patterns = written.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const each = patterns.map(() => "(title || ' ' || file_name) like ? escape '\\'").join(' and ');
  const exact = database
    .prepare(
      `select id from documents where ${each} and ${within.sql}
       order by length(title), added_at desc, rowid desc limit ?`,
    )
    .pluck()
    .all(...patterns, ...within.parameters, input.limit)
    .map((id) => documentIdSchema.parse(id));
  if (exact.length > 0) return exact;

  const words = nameWords(input.query).slice(0, maxWords);
  if (words.length === 0) return [];
  const near: { readonly id: DocumentId; readonly distance: number }[] = [];
  const rows = database.prepare(`select id, title, file_name from documents where ${within.sql}`);
  for (const row of rows.iterate(...within.parameters)) {
    const document = rowSchema.parse(row);
    const distance = distanceTo(document, words);
    if (distance !== null) near.push({ id: document.id, distance });
  }
  return near
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, input.limit)
    .map(({ id }) => id);
}

/** All slips together; null where a word is not in the name at all. */
function distanceTo({ title, file_name: fileName }: Row, words: readonly string[]): number | null {
  const ofName = nameWords(`${title} ${fileName}`);
  const joined = ofName.join(' ');
  let sum = 0;
  for (const word of words) {
    const distance = joined.includes(word) ? 0 : distanceToWord(word, ofName, joined);
    if (distance === null) return null;
    sum += distance;
  }
  return sum;
}

function distanceToWord(word: string, ofName: readonly string[], joined: string): number | null {
  const slips = forgivenSlips(word);
  if (slips === 0) return null;
  const least = Math.min(
    ...ofName.flatMap((other) => {
      // Also the beginning of a word, as long as what was typed so far.
      const start = other.slice(0, word.length);
      return [editDistance(word, other, slips), editDistance(word, start, slips)];
    }),
  );
  if (least <= slips) return least;
  return hasMostTrigrams(word, joined) ? slips + 1 : null;
}

function hasMostTrigrams(word: string, joined: string): boolean {
  if (word.length < shortestForTrigrams) return false;
  const trigrams = Array.from({ length: word.length - 2 }, (_, index) => word.slice(index, index + 3));
  return trigrams.filter((trigram) => joined.includes(trigram)).length >= trigrams.length * sharedTrigrams;
}

/** Without stems: a language without rules keeps its words as they are. `AnnualReport2026` is three words. */
function nameWords(name: string): string[] {
  const apart = name.replace(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ');
  return termsOf(apart, 'und');
}
