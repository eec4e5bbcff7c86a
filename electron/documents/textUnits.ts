import type { Block } from '../../shared/contract/documents.ts';
import { cutTable } from './cutTable.ts';
import { type CountTokens, cutToFit } from './cutText.ts';
import { cutSentences } from './sentences.ts';

/** A piece of one block that is never split further. */
export interface TextUnit {
  readonly text: string;
  /** What stands between this and the piece before it. */
  readonly separator: string;
  readonly tokens: number;
  readonly block: number;
  readonly page: number;
  readonly headings: readonly string[];
  /** How many headings it stands under. */
  readonly depth: number;
  readonly isHeading: boolean;
  readonly isBlockStart: boolean;
  /** What must stand above this piece where a text begins with it: a table's header. Empty for most. */
  readonly lead: string;
  readonly leadTokens: number;
  readonly isTable: boolean;
  /** Running text, which may be parted between sentences. */
  readonly isProse: boolean;
}

/** Cuts blocks that do not fit into sentences, lines, words and, at last, characters that do. */
export function toUnits(
  blocks: readonly Block[],
  options: { readonly maxTokens: number; readonly countTokens: CountTokens },
): TextUnit[] {
  const { maxTokens } = options;
  const countTokens = rememberLast(options.countTokens);
  const fits = (text: string) => countTokens(text) <= maxTokens;
  return blocks.flatMap((block, index) => {
    const pieces =
      block.kind === 'table'
        ? cutTable({ table: block, previous: blocks[index - 1], maxTokens, countTokens })
        : cutToFit(block, fits);
    return pieces.map(({ text, separator, lead = '' }, position) => ({
      text,
      separator: position === 0 && lead === '' ? '\n\n' : separator,
      tokens: countTokens(text),
      block: index,
      page: block.page,
      headings: block.headings,
      depth: block.headings.length,
      isHeading: block.kind === 'heading',
      isBlockStart: position === 0 && lead === '',
      lead,
      leadTokens: lead === '' ? 0 : countTokens(lead) + 1,
      isTable: block.kind === 'table',
      isProse: block.kind === 'paragraph',
    }));
  });
}

/** Most blocks fit as they are, and are asked for twice. */
function rememberLast(countTokens: CountTokens): CountTokens {
  let last = { text: '', tokens: 0 };
  return (text) => {
    if (text !== last.text) last = { text, tokens: countTokens(text) };
    return last.tokens;
  };
}

/** Parts running text after the last sentence that fits, or, in sentences too long for it, after a full stop. @returns the unit itself where nothing fits, or all does. */
export function splitUnit(
  unit: TextUnit,
  { firstTokens, countTokens }: { readonly firstTokens: number; readonly countTokens: CountTokens },
): TextUnit[] {
  if (!unit.isProse) return [unit];
  const startOf = (pieces: readonly string[]) => {
    let start = '';
    for (const piece of pieces) {
      if (countTokens((start + piece).trimEnd()) > firstTokens) break;
      start += piece;
    }
    return start;
  };
  const first = startOf(cutSentences(unit.text)) || startOf(unit.text.split(/(?<=[.!?…。！？]\s+)(?=\S)/u));
  const rest = unit.text.slice(first.length);
  if (first.trim() === '' || rest.trim() === '') return [unit];
  const head = first.trimEnd();
  const tail = rest.trimStart();
  const separator = unit.text.slice(head.length, unit.text.length - tail.length);
  return [
    { ...unit, text: head, tokens: countTokens(head) },
    { ...unit, text: tail, tokens: countTokens(tail), separator, isBlockStart: false },
  ];
}
