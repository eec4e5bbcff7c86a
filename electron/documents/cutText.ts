import type { Block } from '../../shared/contract/documents.ts';
import { cutSentences } from './sentences.ts';

/** Must not shrink when text is added. */
export type CountTokens = (text: string) => number;

export interface Piece {
  readonly text: string;
  readonly separator: string;
  readonly lead?: string;
}

/** Cuts text that does not fit; see `toUnits`. */
export function cutToFit(block: Pick<Block, 'kind' | 'text'>, fits: (text: string) => boolean): Piece[] {
  if (block.text === '') return [];
  if (fits(block.text)) return [{ text: block.text, separator: '' }];
  const cutters =
    block.kind === 'code' || block.kind === 'table'
      ? [cutLines, cutWords]
      : [cutLines, cutSentences, cutWords];
  const raw = cutWith(block.text, cutters, fits);
  return trimPieces(raw);
}

function cutWith(
  text: string,
  cutters: readonly ((text: string) => string[])[],
  fits: (text: string) => boolean,
): string[] {
  if (fits(text)) return [text];
  const [cutter, ...finer] = cutters;
  if (!cutter) return cutCharacters(text, fits);
  const pieces = cutter(text).flatMap((piece) => cutWith(piece, finer, fits));
  return cutter === cutWords ? rejoin(pieces, fits) : pieces;
}

/** White space at the pieces' ends becomes what joins them, so that none of them begins or ends with it. */
function trimPieces(pieces: readonly string[]): Piece[] {
  const trimmed: Piece[] = [];
  let space = '';
  for (const piece of pieces) {
    const text = piece.trim();
    const lead = /^\s*/u.exec(piece)?.[0] ?? '';
    if (text === '') {
      space += piece;
      continue;
    }
    trimmed.push({ text, separator: space + lead });
    space = /\s*$/u.exec(piece)?.[0] ?? '';
  }
  return trimmed;
}

/**
 * Words are put together again as far as they fit, or every word would be a unit. How many fit is found by doubling
 * and halving: counting anew for each word would take the square of the text's length.
 */
function rejoin(pieces: readonly string[], fits: (text: string) => boolean): string[] {
  const joined: string[] = [];
  let start = 0;
  while (start < pieces.length) {
    const fit = (count: number) => fits(pieces.slice(start, start + count).join(''));
    const left = pieces.length - start;
    let low = 1;
    let high = 2;
    while (high <= left && fit(high)) {
      low = high;
      high *= 2;
    }
    high = Math.min(high - 1, left);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fit(middle)) low = middle;
      else high = middle - 1;
    }
    joined.push(pieces.slice(start, start + low).join(''));
    start += low;
  }
  return joined;
}

function cutLines(text: string): string[] {
  return text.split(/(?<=\n)/u);
}

function cutWords(text: string): string[] {
  return text.split(/(?<=\s)(?=\S)/u);
}

/** The longest beginnings that fit, found by halving; never inside a surrogate pair. */
function cutCharacters(text: string, fits: (text: string) => boolean): string[] {
  const characters = [...text];
  const pieces: string[] = [];
  let start = 0;
  while (start < characters.length) {
    let low = 1;
    let high = Math.min(characters.length - start, 4096);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(characters.slice(start, start + middle).join(''))) low = middle;
      else high = middle - 1;
    }
    pieces.push(characters.slice(start, start + low).join(''));
    start += low;
  }
  return pieces;
}
