import { ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { addSheet } from '../table/sheetBlocks.ts';
import { readOdsSheets } from './odf/odsSheets.ts';
import { openOdf } from './odf/openOdf.ts';

/** Reads an OpenDocument spreadsheet: each sheet a page under its name. */
export const readOds: FormatReader = async (source) => {
  const opened = openOdf(source);
  if (!opened.ok) return opened;
  const sheets = readOdsSheets(opened.value.content, createTextBudget(source));
  const list = createBlockList();
  for (const [index, { name, rows, comments }] of sheets.entries()) {
    source.onProgress({ done: index, total: sheets.length });
    addSheet(list, { name, rows, page: index + 1 });
    for (const comment of comments)
      list.add({ kind: 'paragraph', text: `Comment on ${comment}`, page: index + 1 });
  }
  const isEmpty = list.blocks.every((block) => block.kind === 'heading');
  const { title, datedAt } = opened.value;
  return ok({
    title,
    language: null,
    datedAt,
    pages: Math.max(1, sheets.length),
    blocks: isEmpty ? [] : list.blocks,
  });
};
