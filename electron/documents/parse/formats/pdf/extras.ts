import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api.js';
import type { Block } from '../../../../../shared/contract/documents.ts';
import { createBlockList } from '../../blockList.ts';
import { layOutPages } from './layOut.ts';
import type { PageText } from './page.ts';
import { orderPage } from './readingOrder.ts';
import { joinFragments } from './segments.ts';

/** What belongs to a page but to no place in its text. */
export interface PageExtra {
  readonly page: number;
  readonly text: string;
}

/** Fewer letters along a margin or beside a chart are marks, not words. */
const minAsideLetters = 3;

/** Text across the page's direction, and what people noted on it. */
export function extrasOf({ page, asides, annotations }: PageText): PageExtra[] {
  const texts = asides.flatMap(({ height, fragments }) => {
    const lines = orderPage({ segments: joinFragments(fragments), page });
    return layOutPages([{ page, height, lines }], []).map(({ text }) => text);
  });
  const words = texts.filter((text) => (text.match(/\p{L}/gu)?.length ?? 0) >= minAsideLetters);
  return [...words, ...annotations.comments].map((text) => ({ page, text }));
}

/** Names the files that a PDF carries along: they have no pages in it. @param pinned those pinned to a page. */
export async function describeAttachments(
  document: PDFDocumentProxy,
  pinned: readonly string[],
): Promise<string | null> {
  const attached = await document.getAttachments().catch(() => null);
  const lines = [...(attached?.values() ?? [])].map(({ filename, description }) =>
    description ? `- ${filename} (${description})` : `- ${filename}`,
  );
  const all = [...new Set([...lines, ...pinned.map((name) => `- ${name}`)])];
  return all.length === 0 ? null : `Attached files, which are not read with this one:\n${all.join('\n')}`;
}

/** Puts what belongs to a page behind its text, each text once in the document. */
export function addPageExtras(blocks: readonly Block[], extras: readonly PageExtra[]): readonly Block[] {
  const merged: Block[] = [];
  const shown = new Set<string>();
  const pending = [...extras].sort((a, b) => a.page - b.page);
  const addBefore = (page: number) => {
    for (let next = pending[0]; next && next.page < page; next = pending[0]) {
      pending.shift();
      // Stamps in a margin come back on every page, with another number at most.
      const key = next.text.replace(/\d+/gu, '#');
      if (shown.has(key)) continue;
      shown.add(key);
      const list = createBlockList();
      list.add({ kind: 'paragraph', text: next.text, page: next.page });
      merged.push(...list.blocks.map((block) => ({ ...block, headings: merged.at(-1)?.headings ?? [] })));
    }
  };
  for (const block of blocks) {
    addBefore(block.page);
    merged.push(block);
  }
  addBefore(Number.POSITIVE_INFINITY);
  return merged;
}
