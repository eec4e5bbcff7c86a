import { readXml, type XmlAttributes } from '../../containers/xml.ts';
import { repeatMerged } from '../../table/mergedCells.ts';
import { columnName, type SheetCell, type SheetRow } from '../../table/sheetBlocks.ts';

export interface OdsSheet {
  readonly name: string;
  readonly rows: readonly SheetRow[];
  /** "B2: what it says" */
  readonly comments: readonly string[];
}

interface OpenSheet {
  readonly name: string;
  readonly rows: SheetRow[];
  readonly comments: string[];
  readonly merged: string[];
}

interface OpenRow {
  readonly index: number;
  readonly repeat: number;
  readonly cells: (SheetCell | undefined)[];
}

/** Sheets are filled to their last row and column with repeated empty cells. */
const maxColumns = 16_384;

/** Reads the sheets of an OpenDocument spreadsheet as they come, without a tree. */
export function readOdsSheets(content: string, countText: (text: string) => void): OdsSheet[] {
  const sheets: OdsSheet[] = [];
  let sheet: OpenSheet = { name: '', rows: [], comments: [], merged: [] };
  let depth = 0;
  let row: OpenRow = { index: 0, repeat: 1, cells: [] };
  let column = 0;
  let cell: { readonly attributes: XmlAttributes; text: string; comment: string; paragraphs: number } | null =
    null;
  let inComment = 0;
  let isText = 0;

  const endCell = () => {
    if (!cell) return;
    const { attributes, text, comment } = cell;
    const repeat = Math.min(numberOf(attributes, 'table:number-columns-repeated'), maxColumns - column);
    const value = cellOf(attributes, text);
    if (value) for (let index = 0; index < repeat; index += 1) row.cells[column + index] = value;
    if (value) countText(value.text);
    const place = `${columnName(column)}${row.index + 1}`;
    if (comment.trim() !== '') sheet.comments.push(`${place}: ${comment.trim()}`);
    const height = numberOf(attributes, 'table:number-rows-spanned');
    if (height > 1) sheet.merged.push(`${place}:${columnName(column)}${row.index + height}`);
    column += repeat;
    cell = null;
  };
  const endRow = () => {
    if (row.cells.length > 0) {
      const length = row.cells.reduce((sum, each) => sum + (each?.text.length ?? 0) + 3, 0);
      for (let index = 0; index < row.repeat; index += 1) {
        if (index > 0) countText(' '.repeat(Math.min(length, 1_000_000)));
        sheet.rows.push({ index: row.index + index, cells: row.cells });
      }
    }
    row = { index: row.index + row.repeat, repeat: 1, cells: [] };
  };

  readXml(content, {
    open(name, attributes) {
      if (name === 'table') {
        depth += 1;
        if (depth > 1) return;
        const isHidden = attributes.get('table:display') === 'false';
        sheet = {
          name: `${attributes.get('table:name') ?? `Sheet ${sheets.length + 1}`}${isHidden ? ' (hidden)' : ''}`,
          rows: [],
          comments: [],
          merged: [],
        };
        row = { index: 0, repeat: 1, cells: [] };
      } else if (depth !== 1) return;
      else if (name === 'table-row') {
        row = { ...row, repeat: numberOf(attributes, 'table:number-rows-repeated'), cells: [] };
        column = 0;
      } else if (name === 'table-cell' || name === 'covered-table-cell')
        cell = { attributes, text: '', comment: '', paragraphs: 0 };
      else if (name === 'annotation') inComment += 1;
      else if (name === 'p') {
        isText += 1;
        if (cell && inComment === 0 && cell.paragraphs++ > 0) cell.text += '\n';
        if (cell && inComment > 0) cell.comment += ' ';
      } else if ((name === 's' || name === 'tab' || name === 'line-break') && cell && inComment === 0)
        cell.text += ' ';
    },
    close(name) {
      if (name === 'table') {
        depth -= 1;
        if (depth === 0) {
          const { merged, rows, ...rest } = sheet;
          sheets.push({ ...rest, rows: repeatMerged(rows, merged) });
        }
      } else if (depth !== 1) return;
      else if (name === 'table-row') endRow();
      else if (name === 'table-cell' || name === 'covered-table-cell') endCell();
      else if (name === 'annotation') inComment -= 1;
      else if (name === 'p') isText -= 1;
    },
    text(value) {
      if (!cell || isText === 0 || depth !== 1) return;
      if (inComment > 0) cell.comment += value;
      else cell.text += value;
    },
  });
  return sheets;
}

function cellOf(attributes: XmlAttributes, text: string): SheetCell | null {
  const type = attributes.get('office:value-type') ?? attributes.get('calcext:value-type') ?? 'string';
  const date = attributes.get('office:date-value');
  if (type === 'date' && date)
    return { text: date.replace('T', ' ').replace(/ 00:00:00(?:\.0+)?$/u, ''), isValue: true };
  const shown =
    text !== '' ? text : (attributes.get('office:value') ?? attributes.get('office:string-value') ?? '');
  const formula = attributes.get('table:formula')?.replace(/^\w+:/u, '') ?? '';
  if (shown === '' && formula === '') return null;
  return { text: shown === '' ? formula : shown, isValue: shown !== '' && type !== 'string' };
}

function numberOf(attributes: XmlAttributes, name: string): number {
  const value = Number(attributes.get(name) ?? 1);
  return Number.isInteger(value) && value > 0 ? Math.min(value, 1_048_576) : 1;
}
