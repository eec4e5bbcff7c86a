import type { Passage } from '../../../shared/contract/documents.ts';
import type { ChunkId, DocumentId } from '../../../shared/ids.ts';
import type { SearchByMeaning } from '../vectors/searchByMeaning.ts';
import type { VectorHit } from '../vectors/vectorSearch.ts';
import { fuse } from './fuse.ts';
import type { PassageJudge } from './passageJudge.ts';
import type { PassageSearch, SearchInput } from './passageSearch.ts';
import { isEverything } from './scopeCondition.ts';

export interface FindInput extends SearchInput {
  readonly isByWordsOnly?: boolean | undefined;
  readonly isUnjudged?: boolean | undefined;
  readonly signal: AbortSignal;
}

/** Search by words and by meaning together, judged by a reranking model; the only way to find passages for a question. */
export interface HybridSearch {
  /**
   * Best first. Without an embedding model, or where it fails, by words alone and with their scores; `foundBy` says
   * which it was. Without a reranking model, or where it fails, nothing is judged.
   */
  find(input: FindInput): Promise<Passage[]>;
}

/** How far down each list counts; what stands deeper has next to no weight. */
const fusedPassages = 100;

export function createHybridSearch(parts: {
  readonly words: PassageSearch;
  readonly meaning: SearchByMeaning;
  readonly judge: Pick<PassageJudge, 'depth' | 'judge'>;
}): HybridSearch {
  const { words, meaning, judge } = parts;

  const findFused = async (input: FindInput, isAsked: boolean): Promise<Passage[]> => {
    const { query, limit, scope = {}, isOnePerDocument = false } = input;
    const depth = Math.max(limit, fusedPassages);
    const hits = isAsked
      ? await meaning.find({
          ...{ query, signal: input.signal },
          limit: depth,
          documentIds: isEverything(scope) ? null : new Set(words.listDocuments(scope)),
        })
      : null;
    const byWords = words.search({ ...input, limit: hits === null ? limit : depth });
    if (hits === null) return byWords.map((passage) => ({ ...passage, foundBy: ['words'] }));
    const byMeaning = isOnePerDocument ? bestOfDocuments(hits) : hits;
    return merge({ words, byWords, byMeaning, limit, isOnePerDocument });
  };

  return {
    async find(input) {
      const { query, limit, signal } = input;
      const isAsked = input.isByWordsOnly !== true && query.trim() !== '';
      const depth = isAsked && input.isUnjudged !== true ? judge.depth : 0;
      const passages = await findFused({ ...input, limit: Math.max(limit, depth) }, isAsked);
      if (depth === 0) return passages;
      return (await judge.judge({ query, passages, signal })).slice(0, limit);
    },
  };
}

function merge(input: {
  readonly words: PassageSearch;
  readonly byWords: readonly Passage[];
  readonly byMeaning: readonly VectorHit[];
  readonly limit: number;
  readonly isOnePerDocument: boolean;
}): Passage[] {
  const { byWords, byMeaning, limit, isOnePerDocument } = input;
  const keyOf = ({ chunkId, documentId }: VectorHit | Passage): ChunkId | DocumentId =>
    isOnePerDocument ? documentId : chunkId;
  const inWords = new Map(byWords.map((passage) => [keyOf(passage), passage]));
  const inMeaning = new Map(byMeaning.map((hit) => [keyOf(hit), hit]));
  const best = fuse([[...inWords.keys()], [...inMeaning.keys()]]).slice(0, limit);
  const missing = best.flatMap(({ key }) => (inWords.has(key) ? [] : (inMeaning.get(key)?.chunkId ?? [])));
  const read = input.words.getPassages(missing);
  return best.flatMap(({ key, score }): Passage[] => {
    const hit = inMeaning.get(key);
    const passage = inWords.get(key) ?? (hit && read.get(hit.chunkId));
    if (passage === undefined) return [];
    const foundBy: Passage['foundBy'] = [
      ...(inWords.has(key) ? (['words'] as const) : []),
      ...(hit === undefined ? [] : (['meaning'] as const)),
    ];
    return [{ ...passage, score, foundBy }];
  });
}

function bestOfDocuments(hits: readonly VectorHit[]): VectorHit[] {
  const seen = new Set<DocumentId>();
  return hits.filter(({ documentId }) => {
    const isFirst = !seen.has(documentId);
    seen.add(documentId);
    return isFirst;
  });
}
