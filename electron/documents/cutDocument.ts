import type { PageRange, ParsedDocument } from '../../shared/contract/documents.ts';
import { chunkBlocks } from './chunk.ts';
import { countWords } from './countWords.ts';
import { estimateTokens } from './estimateTokens.ts';
import { indexedTerms } from './search/terms.ts';

/** Small enough to be quoted, large enough to be understood alone. */
const chunkTokens = 280;

/** A passage as search has it. */
export interface CutChunk {
  readonly text: string;
  readonly pages: PageRange;
  /** The headings its text stands under, outermost first. */
  readonly headings: readonly string[];
  /** Its text as the full-text index holds it. */
  readonly terms: string;
}

export interface CutDocument {
  readonly words: number;
  readonly chunks: readonly CutChunk[];
}

/** Cuts what was read into passages. It belongs where the file is read: a long text takes a while. */
export function cutDocument({ blocks, language }: Pick<ParsedDocument, 'blocks' | 'language'>): CutDocument {
  const chunks = chunkBlocks(blocks, {
    maxTokens: chunkTokens,
    overlapTokens: 0,
    countTokens: estimateTokens,
  });
  return {
    words: blocks.reduce((sum, { text }) => sum + countWords(text, language), 0),
    chunks: chunks.map(({ text, pages, headings }) => ({
      text,
      pages,
      headings,
      terms: indexedTerms(text, language),
    })),
  };
}
