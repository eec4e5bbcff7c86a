import type { Block } from '../../../../../shared/contract/documents.ts';
import { createBlockList } from '../../blockList.ts';
import { detectLanguage } from '../../language.ts';
import { type PageLines, removeFurniture } from './furniture.ts';
import { createHeadingRule, type OutlineEntry } from './headings.ts';
import { collectVocabulary } from './hyphens.ts';
import { addPdfBlocks } from './paragraphs.ts';

/** Headings, paragraphs, lists and tables of pages whose lines are known only by where they stand. */
export function layOutPages(pages: readonly PageLines[], outline: readonly OutlineEntry[]): readonly Block[] {
  const kept = removeFurniture(pages).flatMap((page) => page.lines);
  // Where nothing else is printed it is the text.
  const lines = kept.length > 0 ? kept : pages.flatMap((page) => page.lines);
  const texts = lines.map((line) => line.text);
  const vocabulary = collectVocabulary(texts, detectLanguage(texts));
  const list = createBlockList();
  addPdfBlocks({ list, lines, headingRule: createHeadingRule({ lines, outline }), vocabulary });
  return list.blocks;
}
