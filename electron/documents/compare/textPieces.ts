import type { Block } from '../../../shared/contract/documents.ts';
import { splitSentences } from '../sentences.ts';

/** A sentence, a row or a line of a document. */
export interface TextPiece {
  readonly text: string;
  readonly page: number;
  /** The same for pieces that differ in nothing but spaces, case and the look of quotation marks. */
  readonly key: string;
}

/** Cuts a document into the pieces that versions are compared by. */
export function textPieces(blocks: readonly Block[], language: string | null): TextPiece[] {
  return blocks.flatMap(({ kind, text, page }) => {
    const pieces = kind === 'paragraph' ? splitSentences(text, language) : text.split('\n');
    return pieces
      .map((piece) => piece.replace(/\s+/gu, ' ').trim())
      .filter((piece) => piece !== '')
      .map((piece) => ({ text: piece, page, key: keyOf(piece) }));
  });
}

function keyOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[“”„«»]/gu, '"')
    .replace(/[‘’]/gu, "'")
    .replace(/[‐‑–—]/gu, '-');
}
