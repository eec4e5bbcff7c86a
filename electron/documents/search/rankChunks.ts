import { z } from 'zod';
import type { Database } from '../../storage/database.ts';
import { createCandidateFinder, type Found } from './findCandidates.ts';
import { type Candidate, rerank } from './rerank.ts';
import type { ScopeCondition } from './scopeCondition.ts';
import { bytesPerTerm, codeOf, decodeTerms } from './termCodes.ts';
import type { TermCounts } from './termCounts.ts';
import type { QueryWord } from './terms.ts';

/** The best by BM25, which are put in order by all that is known of them. */
const rerankedChunks = 100;

export interface RankedChunk {
  readonly chunkId: number;
  /** Grows with relevance and compares within one query only; above 1 for those that were reranked. */
  readonly score: number;
}

export interface RankInput {
  readonly words: readonly QueryWord[];
  readonly limit: number;
  /** Of the documents whose chunks are looked at; null: all. */
  readonly condition: ScopeCondition | null;
  readonly isOnePerDocument: boolean;
}

const bytesSchema = z.instanceof(Uint8Array);
const termsSchema = z.object({
  above: bytesSchema,
  terms: bytesSchema,
  before: bytesSchema.nullable(),
  after: bytesSchema.nullable(),
});

/**
 * Ranks chunks by the words of a query: BM25, then words that stand together, what stands around the chunk and chunks
 * that resemble each other. Reads no text; what it costs is bounded, however many chunks there are.
 */
export function createChunkRanking(
  database: Database,
  counts: TermCounts,
): (input: RankInput) => RankedChunk[] {
  const finder = createCandidateFinder(database, counts);
  const positionOf = database.prepare('select position from chunk_terms where chunk_id = ?').pluck();
  // A document's chunks have consecutive ids, so what stands around one is found by them.
  const termsOfChunk = database.prepare(
    `select chunk.above, chunk.terms, before.terms as before, after.terms as after from chunk_terms as chunk
     left join chunk_terms as before on before.chunk_id = chunk.chunk_id - 1 and before.position = chunk.position - 1
     left join chunk_terms as after on after.chunk_id = chunk.chunk_id + 1 and after.position = chunk.position + 1
     where chunk.chunk_id = ?`,
  );

  const candidateOf = ({ chunkId }: Found): Candidate => {
    const { above, terms, before, after } = termsSchema.parse(termsOfChunk.get(chunkId));
    return {
      terms: decodeTerms([above, terms, before, after].filter((part) => part !== null)),
      ownTerms: (above.length + terms.length) / bytesPerTerm,
    };
  };

  /** Those that are the best of their document, until there are enough. */
  const bestOfEach = (found: readonly Found[], limit: number): Found[] => {
    const seen = new Set<number>();
    const best: Found[] = [];
    for (const each of found) {
      const firstChunk = each.chunkId - Number(positionOf.get(each.chunkId));
      if (seen.has(firstChunk)) continue;
      seen.add(firstChunk);
      best.push(each);
      if (best.length === limit) break;
    }
    return best;
  };

  return ({ words, limit, condition, isOnePerDocument }) => {
    const counted = finder.countWords(words);
    const all = finder.find({ words: counted, condition });
    const wanted = Math.max(limit, rerankedChunks);
    const found = isOnePerDocument ? bestOfEach(all, wanted) : all.slice(0, wanted);
    const first = found.slice(0, rerankedChunks);
    const scores = rerank({
      candidates: first.map(candidateOf),
      words: counted.map(({ forms, passages }) => ({ codes: [...forms].map(codeOf), passages })),
      total: finder.countPassages(),
    });
    const best = first
      .map(({ chunkId }, index) => ({ chunkId, score: 1 + (scores[index] ?? 0) }))
      .toSorted((left, right) => right.score - left.score);
    const top = first[0]?.score ?? 1;
    const rest = found.slice(rerankedChunks).map(({ chunkId, score }) => ({ chunkId, score: score / top }));
    return [...best, ...rest].slice(0, limit);
  };
}
