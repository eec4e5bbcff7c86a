import { z } from 'zod';
import type { Database } from '../../storage/database.ts';
import { editDistance, forgivenSlips } from './editDistance.ts';
import type { TermCounts } from './termCounts.ts';

/** The terms of the full-text index, as they are now. */
export interface Vocabulary {
  has(term: string): boolean;
  /** Terms that begin so, those of most passages first. */
  beginningWith(prefix: string, limit: number): string[];
  /** The longest term that the word begins with, of at least half of it; null where there is none. */
  longestIn(word: string): string | null;
  /**
   * The terms that a mistyped word may have meant, with its first letter: as near as there are, those of most
   * passages first.
   */
  nearest(word: string, limit: number): string[];
  /** The same, for a word that may be mistyped in its first letter, and only there. */
  nearestBeginning(word: string, limit: number): string[];
}

/** Sorts after every character. */
const last = '\u{10ffff}';
/** What stands for one keyboard and its accents: letters are mistaken for others of their block. */
const blockSize = 128;
const shortestStem = 4;
const mostKept = 4;

interface Term {
  readonly term: string;
  readonly passages: number;
}

const termSchema = z.tuple([z.string(), z.int()]).transform(([term, passages]): Term => ({ term, passages }));

export function createVocabulary(database: Database, counts: Pick<TermCounts, 'of'>): Vocabulary {
  database.exec(
    'create virtual table if not exists temp.index_vocabulary using fts5vocab(main, chunk_index, row)',
  );
  const one = database.prepare('select term, doc from temp.index_vocabulary where term = ?').raw();
  const range = database
    .prepare('select term, doc from temp.index_vocabulary where term >= ? and term < ?')
    .raw();
  const from = database
    .prepare('select term from temp.index_vocabulary where term >= ? and term < ? limit 1')
    .pluck();
  const most = database
    .prepare(
      'select term from temp.index_vocabulary where term >= ? and term < ? order by doc desc, term limit ?',
    )
    .pluck();
  const changes = database.prepare('select total_changes()').pluck();
  // The vocabulary counts all passages of a term; of those that occur the search asks the same next.
  const has = (term: string) => counts.of(term) > 0;
  const find = (term: string): Term[] => one.all(term).map((row) => termSchema.parse(row));

  /** By how they begin, as asked for last: who types asks for the same ones again and again. */
  let kept = { changes: -1, terms: new Map<string, readonly Term[]>() };
  const termsWith = (beginning: string): readonly Term[] => {
    const now = Number(changes.get());
    if (kept.changes !== now || kept.terms.size >= mostKept) kept = { changes: now, terms: new Map() };
    const known = kept.terms.get(beginning);
    if (known !== undefined) return known;
    const terms = range.all(beginning, `${beginning}${last}`).map((row) => termSchema.parse(row));
    kept.terms.set(beginning, terms);
    return terms;
  };

  /** The letters of the word's own script that terms begin with; each is one look into the index. */
  const firstLetters = (letter: string): string[] => {
    const code = letter.codePointAt(0) ?? 0;
    const block = code - (code % blockSize);
    const end = String.fromCodePoint(block + blockSize);
    const letters: string[] = [];
    for (let at = String.fromCodePoint(Math.max(block, 1)); at < end; ) {
      const found = z.string().optional().parse(from.get(at, end));
      if (found === undefined) break;
      const [next = ''] = [...found];
      letters.push(next);
      at = String.fromCodePoint((next.codePointAt(0) ?? 0) + 1);
    }
    return letters;
  };

  /** Terms that differ from the word in how they begin. */
  const withOtherBeginning = (word: string): Term[] => {
    const [head = '', second = '', ...rest] = [...word];
    const tail = `${second}${rest.join('')}`;
    const guesses = firstLetters(head).flatMap((letter) => [`${letter}${tail}`, `${letter}${word}`]);
    return [...new Set([tail, `${second}${head}${rest.join('')}`, ...guesses])].flatMap(find);
  };

  return {
    has,
    beginningWith: (prefix, limit) => z.array(z.string()).parse(most.all(prefix, `${prefix}${last}`, limit)),
    longestIn(word) {
      const shortest = Math.max(shortestStem, word.length / 2);
      for (let length = word.length - 1; length >= shortest; length -= 1) {
        const start = word.slice(0, length);
        if (has(start)) return start;
      }
      return null;
    },
    nearest(word, limit) {
      const slips = forgivenSlips(word);
      if (slips === 0) return [];
      const [letter = '', second = ''] = [...word];
      // Fewer terms begin with the same two letters, and most slips come later.
      for (const beginning of [`${letter}${second}`, letter]) {
        const near = termsWith(beginning)
          .map((term) => ({ ...term, distance: editDistance(word, term.term, slips) }))
          .filter(({ distance }) => distance <= slips);
        if (near.length === 0) continue;
        const least = Math.min(...near.map(({ distance }) => distance));
        return commonest(
          near.filter(({ distance }) => distance === least),
          limit,
        );
      }
      return [];
    },
    nearestBeginning: (word, limit) =>
      forgivenSlips(word) === 0 ? [] : commonest(withOtherBeginning(word), limit),
  };
}

function commonest(terms: readonly Term[], limit: number): string[] {
  return terms
    .toSorted((a, b) => b.passages - a.passages || (a.term < b.term ? -1 : 1))
    .slice(0, limit)
    .map(({ term }) => term);
}
