import type { Passage } from '../../shared/contract/documents.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import type { ChunkId, DocumentId } from '../../shared/ids.ts';
import type { Wording } from './wording.ts';

/** What was chosen of the documents: everything, or the best passages in reading order. */
export interface Retrieved {
  readonly mode: 'wholeDocument' | 'passages';
  readonly passages: readonly Passage[];
}

/** What chat needs of the documents. */
export interface Searcher {
  retrieve(input: {
    readonly scope: SearchScope;
    readonly question: string;
    readonly maxTokens: number;
    readonly countTokens: (texts: readonly string[]) => Promise<number[]>;
    readonly signal: AbortSignal;
  }): Promise<Retrieved>;
  /** Which words of the query each passage has, and whether they are too few to answer from. */
  weighMatches(
    query: string,
    passages: readonly Passage[],
  ): { readonly matchedWords: string[][]; readonly isTooLittle: boolean };
  getPassages(chunkIds: readonly ChunkId[]): ReadonlyMap<ChunkId, Passage>;
  /** A BCP 47 tag; null where it is not known. */
  languageOfDocument(documentId: DocumentId): string | null;
  /** The passage as the model reads it. */
  passageForModel(passage: Passage): string;
  readonly wording: Wording;
}
