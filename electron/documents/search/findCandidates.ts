import type { Database } from '../../storage/database.ts';
import type { ScopeCondition } from './scopeCondition.ts';
import type { TermCounts } from './termCounts.ts';
import type { QueryWord } from './terms.ts';

/** A word of the query and how many passages have it. */
export interface CountedWord extends QueryWord {
  readonly passages: number;
}

/** A passage as the full-text index found it; the score is BM25's over the rarer words and grows with relevance. */
export interface Found {
  readonly chunkId: number;
  readonly score: number;
}

/**
 * So many passages are scored by the index at most: what bounds a search, however common its words are. BM25 takes
 * some 2 µs for each.
 */
export const mostScored = 3000;
/** A passage that has all of so many common words is sought before those that have only one. */
const wordsTogether = 4;

export interface CandidateFinder {
  countPassages(): number;
  /** How many passages have each word, nearly: of common words it is told from where the index's first ones stand. */
  countWords(words: readonly QueryWord[]): CountedWord[];
  /**
   * Passages with the query's rarest words, as many words as `mostScored` allows; where even the rarest is in more
   * passages, those that have several words, then those that have them in title or headings, then the oldest.
   * Best first, equal ones by id.
   */
  find(input: {
    readonly words: readonly CountedWord[];
    /** Of the documents whose passages are looked at; null: all. */
    readonly condition: ScopeCondition | null;
  }): Found[];
}

/** Not zod's: there are thousands in a search. */
const isFound = (row: unknown): row is readonly [number, number] =>
  Array.isArray(row) && typeof row[0] === 'number' && typeof row[1] === 'number';

export function createCandidateFinder(database: Database, counts: TermCounts): CandidateFinder {
  const countIn = ({ sql, parameters }: ScopeCondition): number =>
    Number(
      database
        .prepare(`select count(*) from chunks where ${inDocuments(sql)}`)
        .pluck()
        .get(...parameters),
    );

  const match = (expression: string, condition: ScopeCondition | null): Found[] => {
    // With the plus sign the index is walked once, not asked for each of the passages that are looked at.
    const where =
      condition === null
        ? ''
        : `and +rowid in (select chunks.id from chunks where ${inDocuments(condition.sql)})`;
    return database
      .prepare(
        `select rowid, -bm25(chunk_index) from chunk_index where chunk_index match ? ${where} limit ${mostScored}`,
      )
      .raw()
      .all(expression, ...(condition?.parameters ?? []))
      .filter(isFound)
      .map(([chunkId, score]) => ({ chunkId, score }));
  };

  return {
    countPassages: counts.total,
    countWords: (words) =>
      words.map((word) => ({
        ...word,
        passages: Math.max(0, ...[...word.forms].map(counts.of)),
      })),
    find({ words, condition }) {
      const share = condition === null ? 1 : countIn(condition) / Math.max(1, counts.total());
      const rising = distinct(words)
        .filter(({ passages }) => passages > 0)
        .toSorted((left, right) => left.passages - right.passages);
      const found = new Map<number, Found>();
      for (const expression of expressionsFor(rising, share)) {
        for (const each of match(expression, condition)) {
          if (!found.has(each.chunkId)) found.set(each.chunkId, each);
        }
        if (found.size >= mostScored) break;
      }
      return [...found.values()].toSorted((a, b) => b.score - a.score || a.chunkId - b.chunkId);
    },
  };
}

/**
 * What to look for, one after another until enough is found.
 * @param rising words, the rarest first.
 * @param share of all passages that are looked at, from 0 to 1.
 */
function expressionsFor(rising: readonly CountedWord[], share: number): string[] {
  const [rarest] = rising;
  if (rarest === undefined) return [];
  let passages = 0;
  const rare = rising.filter((word) => {
    passages += word.passages * share;
    return passages <= mostScored;
  });
  if (rare.length > 0) return [anyOf(rare)];
  const together = rising.slice(0, wordsTogether).map((word) => `(${anyOf([word])})`);
  return [together.join(' AND '), `{title headings} : (${anyOf(rising)})`, anyOf([rarest])];
}

function inDocuments(sql: string): string {
  return `chunks.document_id in (select documents.id from documents where ${sql})`;
}

/** Every form quoted and joined by OR: a whole-sentence question must not need all its words in one passage. */
function anyOf(words: readonly QueryWord[]): string {
  const forms = new Set(words.flatMap((word) => [...word.forms]));
  return [...forms].map((form) => `"${form}"`).join(' OR ');
}

function distinct(words: readonly CountedWord[]): CountedWord[] {
  return [...new Map(words.map((word) => [[...word.forms].join(' '), word])).values()];
}
