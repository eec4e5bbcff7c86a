import { ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { decodeText } from '../encoding.ts';
import type { FormatReader } from '../source.ts';
import { looksLikeValue } from '../table/cellValues.ts';
import { parseSeparated } from '../table/separatedValues.ts';
import { addSheet } from '../table/sheetBlocks.ts';

/** Reads a table written as text, whatever parts its fields and in whatever encoding. */
export const readCsv: FormatReader = async ({ bytes, fileName, onProgress }) => {
  const rows = parseSeparated(decodeText(bytes), /\.(?:tsv|tab)$/iu.test(fileName) ? '\t' : ',');
  const list = createBlockList();
  addSheet(list, {
    name: null,
    page: 1,
    rows: rows.map((row, index) => ({
      index,
      cells: row.map((text) => ({ text, isValue: looksLikeValue(text) })),
    })),
  });
  onProgress({ done: 1, total: 1 });
  return ok({ title: null, language: null, pages: 1, blocks: list.blocks });
};
