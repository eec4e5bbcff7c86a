import type { Block } from '../../../shared/contract/documents.ts';
import { cleanText } from './cleanText.ts';

/** Collects blocks in reading order and gives each the headings it stands under. */
export interface BlockList {
  add(block: {
    readonly kind: Exclude<Block['kind'], 'heading'>;
    readonly text: string;
    readonly page?: number;
  }): void;
  /** @param heading.level 1 is the outermost. */
  addHeading(heading: { readonly level: number; readonly text: string; readonly page?: number }): void;
  /** What follows stands under no heading of this level or deeper. */
  leaveHeadings(level: number): void;
  /** Adds the blocks of a file inside this one under the headings now open. @param firstPage the page of its page 1. */
  addInner(inner: { readonly blocks: readonly Block[]; readonly firstPage: number }): void;
  readonly blocks: readonly Block[];
}

/** Every block below repeats its headings, so that a long one would fill memory. */
const maxHeadingCharacters = 300;

function shorten(heading: string): string {
  return heading.length <= maxHeadingCharacters
    ? heading
    : `${heading.slice(0, maxHeadingCharacters - 1).toWellFormed()}…`;
}

export function createBlockList(): BlockList {
  const blocks: Block[] = [];
  const open: { level: number; text: string }[] = [];
  const leaveHeadings = (level: number) => {
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
  };
  return {
    blocks,
    add({ kind, text, page = 1 }) {
      const cleaned = cleanText(text, { isCode: kind === 'code' });
      if (cleaned !== '')
        blocks.push({ kind, text: cleaned, page, headings: open.map((heading) => heading.text) });
    },
    addHeading({ level, text, page = 1 }) {
      const cleaned = cleanText(text).replaceAll('\n', ' ');
      if (cleaned === '') return;
      leaveHeadings(level);
      blocks.push({ kind: 'heading', text: cleaned, page, headings: open.map((heading) => heading.text) });
      open.push({ level, text: shorten(cleaned) });
    },
    leaveHeadings,
    addInner({ blocks: inner, firstPage }) {
      const above = open.map((heading) => heading.text);
      for (const block of inner) {
        blocks.push({ ...block, page: block.page + firstPage - 1, headings: [...above, ...block.headings] });
      }
    },
  };
}
