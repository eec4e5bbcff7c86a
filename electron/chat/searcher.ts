import type { Grounding } from '../../shared/contract/chat.ts';
import type { Passage } from '../../shared/contract/documents.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import type { ChunkId } from '../../shared/ids.ts';

/** What chat needs of the documents. */
export interface Searcher {
  retrieve(input: {
    readonly scope: SearchScope;
    readonly question: string;
    readonly maxTokens: number;
    readonly countTokens: (texts: readonly string[]) => Promise<number[]>;
  }): Promise<Grounding>;
  getPassages(chunkIds: readonly ChunkId[]): ReadonlyMap<ChunkId, Passage>;
  /** The passage as the model reads it. */
  passageForModel(passage: Passage): string;
}
