import type { Block, PageRange } from '../../shared/contract/documents.ts';

/** A part of a document under one of its outermost headings. */
export interface Chapter {
  /** Null for what stands before the first heading. */
  readonly heading: string | null;
  readonly pages: PageRange;
  readonly blocks: readonly Block[];
}

/** More parts than these say nothing about how a document is built; small neighbours are told together. */
const maxChapters = 40;

/**
 * The chapters of a document by its outermost headings of which there are at least two; a single heading above
 * them all is its title. @returns none where there are no two chapters.
 */
export function chaptersOf(blocks: readonly Block[]): Chapter[] {
  const depth = chapterDepth(blocks);
  if (depth === null) return [];
  const groups: Block[][] = [];
  let open: Block[] = [];
  for (const block of blocks) {
    const isStart = block.kind === 'heading' && block.headings.length <= depth;
    // A title alone is no chapter: it goes with the first one.
    if (isStart && open.some(({ kind }) => kind !== 'heading')) {
      groups.push(open);
      open = [];
    }
    open.push(block);
  }
  if (open.some(({ kind }) => kind !== 'heading')) groups.push(open);
  else groups.at(-1)?.push(...open);
  const chapters = joinSmall(groups).map((group): Chapter => toChapter(group, depth));
  return chapters.length > 1 ? chapters : [];
}

function chapterDepth(blocks: readonly Block[]): number | null {
  const counts = new Map<number, number>();
  for (const { kind, headings } of blocks) {
    if (kind === 'heading') counts.set(headings.length, (counts.get(headings.length) ?? 0) + 1);
  }
  const depths = [...counts].filter(([, count]) => count > 1).map(([depth]) => depth);
  return depths.length === 0 ? null : Math.min(...depths);
}

function joinSmall(groups: readonly Block[][]): Block[][] {
  if (groups.length <= maxChapters) return [...groups];
  const sizes = groups.map((group) => group.reduce((sum, { text }) => sum + text.length, 0));
  const wanted = sizes.reduce((sum, size) => sum + size, 0) / maxChapters;
  const joined: Block[][] = [];
  let open: Block[] = [];
  let size = 0;
  for (const [index, group] of groups.entries()) {
    open.push(...group);
    size += sizes[index] ?? 0;
    if (size < wanted) continue;
    joined.push(open);
    open = [];
    size = 0;
  }
  if (open.length > 0) joined.push(open);
  return joined;
}

function toChapter(blocks: readonly Block[], depth: number): Chapter {
  const names = blocks
    .filter(({ kind, headings }) => kind === 'heading' && headings.length <= depth)
    .map(({ text }) => text.replace(/\s+/gu, ' ').trim());
  // Of a title and the chapter below it, the chapter.
  const own = names.length === 2 && blocks[1]?.kind === 'heading' ? names.slice(1) : names;
  const [first, last] = [own[0] ?? null, own.at(-1) ?? null];
  const pages = blocks.map(({ page }) => page);
  return {
    heading: first === last ? first : `${first} – ${last}`,
    pages: [Math.min(...pages), Math.max(...pages)],
    blocks,
  };
}
