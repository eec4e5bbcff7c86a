import { fail, ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { openArchive } from '../containers/archive.ts';
import { elementsOf, firstOf, textOf } from '../containers/xml.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { addSheet } from '../table/sheetBlocks.ts';
import { coreDate } from './ooxml/coreDate.ts';
import { mainPart, readPart, readRelationships, relationId } from './ooxml/package.ts';
import { readCellFormats } from './xlsx/cellFormats.ts';
import { addSheetExtras } from './xlsx/extras.ts';
import { readSharedStrings, readSheetRows } from './xlsx/sheetRows.ts';

/** Reads an Excel workbook: each sheet a page under its name, values as displayed, formulas by their last result. */
export const readXlsx: FormatReader = async (source) => {
  const { fileName, onProgress } = source;
  const archive = openArchive(source);
  if (!archive.ok) return archive;
  const workbookPart = mainPart(archive.value, 'xl/workbook.xml');
  const workbook = readPart(archive.value, workbookPart);
  if (!workbook)
    return fail({ code: 'documents.damaged', fileName, reason: `${workbookPart} is missing or broken` });
  const relations = readRelationships(archive.value, workbookPart);
  const partOf = (kind: string) => relations.find((each) => each.kind === kind)?.target;
  const countText = createTextBudget(source);
  const sheetContext = {
    strings: readSharedStrings(archive.value.readText(partOf('sharedStrings') ?? 'xl/sharedStrings.xml')),
    formats: readCellFormats(readPart(archive.value, partOf('styles') ?? 'xl/styles.xml')),
    isDate1904: /^(?:1|true|on)$/u.test(firstOf(workbook, 'workbookPr')?.attributes.get('date1904') ?? ''),
    countText,
  };
  const sheets = elementsOf(firstOf(workbook, 'sheets') ?? workbook, 'sheet');
  const list = createBlockList();
  const broken: string[] = [];
  for (const [index, sheet] of sheets.entries()) {
    const page = index + 1;
    onProgress({ done: index, total: sheets.length });
    const part = relations.find(({ id }) => id === relationId(sheet))?.target;
    const name = sheet.attributes.get('name') ?? `Sheet ${page}`;
    const isHidden = (sheet.attributes.get('state') ?? 'visible') !== 'visible';
    const xml = part === undefined ? null : archive.value.readText(part);
    if (part === undefined || xml === null) {
      broken.push(name);
      continue;
    }
    const rows = readSheetRows(xml, sheetContext);
    addSheet(list, { name: isHidden ? `${name} (hidden)` : name, rows, page });
    addSheetExtras({ archive: archive.value, part, list, page, countText });
  }
  if (broken.length > 0 && broken.length === sheets.length) {
    return fail({
      code: 'documents.damaged',
      fileName,
      reason: `its sheets are missing: ${broken.join(', ')}`,
    });
  }
  const isEmpty = list.blocks.every((block) => block.kind === 'heading');
  const core = readPart(archive.value, 'docProps/core.xml');
  const title = core && firstOf(core, 'title');
  return ok({
    title: title ? textOf(title).trim() || null : null,
    language: null,
    datedAt: coreDate(archive.value),
    pages: Math.max(1, sheets.length),
    blocks: isEmpty ? [] : list.blocks,
  });
};
