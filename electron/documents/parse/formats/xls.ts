import { fail, ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { openCompoundFile } from '../containers/compoundFile.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { addSheet } from '../table/sheetBlocks.ts';
import { readXlsRecords } from './xls/records.ts';
import { readWorkbook } from './xls/workbook.ts';

/** Reads an Excel file from before 2007 (5.0 to 2003): each sheet a page under its name. */
export const readXls: FormatReader = async (source) => {
  const { bytes, fileName, onProgress } = source;
  const file = openCompoundFile(bytes);
  const entry = file?.root.children.get('workbook') ?? file?.root.children.get('book');
  if (!file || !entry) return fail({ code: 'documents.damaged', fileName, reason: 'it holds no workbook' });
  const stream = Buffer.from(file.readStream(entry));
  const workbook = readWorkbook(readXlsRecords(stream), createTextBudget(source));
  if (workbook === 'encrypted')
    return fail({ code: 'documents.passwordProtected', fileName, canBeOpened: false });
  const list = createBlockList();
  for (const [index, { name, isHidden, rows }] of workbook.entries()) {
    onProgress({ done: index, total: workbook.length });
    addSheet(list, { name: isHidden ? `${name} (hidden)` : name, rows, page: index + 1 });
  }
  const isEmpty = list.blocks.every((block) => block.kind === 'heading');
  return ok({
    title: null,
    language: null,
    pages: Math.max(1, workbook.length),
    blocks: isEmpty ? [] : list.blocks,
  });
};
