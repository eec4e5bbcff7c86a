import { repeatMerged } from '../../table/mergedCells.ts';
import { builtInFormat, formatNumber } from '../../table/numberFormat.ts';
import { columnName, type SheetCell, type SheetRow } from '../../table/sheetBlocks.ts';
import { encodingOfCodePage } from '../rtf/rtfEncodings.ts';
import { createPartReader, type XlsRecord } from './records.ts';

export interface XlsSheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly rows: readonly SheetRow[];
}

/** Record types of [MS-XLS] 2.3. */
const types = {
  beginning: 0x809,
  end: 0x0a,
  password: 0x2f,
  codePage: 0x42,
  date1904: 0x22,
  sheet: 0x85,
  strings: 0xfc,
  format: 0x41e,
  cellFormat: 0xe0,
  number: 0x203,
  short: 0x27e,
  shorts: 0xbd,
  formula: 0x06,
  formulaText: 0x207,
  label: 0x204,
  richLabel: 0xd6,
  labelString: 0xfd,
  truth: 0x205,
  merged: 0xe5,
} as const;
const errors: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};

interface Context {
  isWide: boolean;
  encoding: string;
  isDate1904: boolean;
  strings: string[];
  readonly formats: Map<number, string>;
  readonly cellFormats: number[];
}

/** The sheets of a workbook in their order; 'encrypted' where it has a password. */
export function readWorkbook(
  records: readonly XlsRecord[],
  countText: (text: string) => void,
): readonly XlsSheet[] | 'encrypted' {
  const context: Context = {
    isWide: true,
    encoding: 'windows-1252',
    isDate1904: false,
    strings: [],
    formats: new Map(),
    cellFormats: [],
  };
  const sheets: { readonly name: string; readonly offset: number; readonly isHidden: boolean }[] = [];
  for (const { type, parts } of records) {
    const content = parts[0] ?? Buffer.alloc(0);
    if (type === types.end) break;
    if (type === types.password) return 'encrypted';
    if (type === types.beginning) context.isWide = content.length >= 2 && content.readUInt16LE(0) >= 0x600;
    else if (type === types.codePage && content.length >= 2)
      context.encoding = encodingOfCodePage(content.readUInt16LE(0));
    else if (type === types.date1904) context.isDate1904 = content[0] === 1;
    else if (type === types.strings) context.strings = readStrings(parts);
    else if (type === types.format && content.length >= 3)
      context.formats.set(
        content.readUInt16LE(0),
        readText(content, 2, { context, lengthBytes: context.isWide ? 2 : 1 }),
      );
    else if (type === types.cellFormat && content.length >= 4)
      context.cellFormats.push(content.readUInt16LE(2));
    else if (type === types.sheet && content.length >= 8) {
      sheets.push({
        offset: content.readUInt32LE(0),
        isHidden: ((content[4] ?? 0) & 3) !== 0,
        name: readText(content, 6, { context, lengthBytes: 1 }),
      });
    }
  }
  const starts = new Map(records.map((record, index) => [record.offset, index]));
  return sheets.map(({ name, offset, isHidden }) => {
    const start = starts.get(offset);
    return {
      name,
      isHidden,
      rows: start === undefined ? [] : readSheet(records, start, { context, countText }),
    };
  });
}

function readSheet(
  records: readonly XlsRecord[],
  start: number,
  { context, countText }: { readonly context: Context; readonly countText: (text: string) => void },
): SheetRow[] {
  const rows = new Map<number, (SheetCell | undefined)[]>();
  const merged: string[] = [];
  let formula: { readonly row: number; readonly column: number } | null = null;
  let depth = 0;
  const put = (row: number, column: number, cell: SheetCell) => {
    if (cell.text === '') return;
    countText(cell.text);
    const cells = rows.get(row) ?? [];
    cells[column] = cell;
    rows.set(row, cells);
  };
  const putNumber = (place: { row: number; column: number; style: number }, value: number) => {
    const id = context.cellFormats[place.style] ?? 0;
    const format = context.formats.get(id) ?? builtInFormat(id);
    const { isDate1904 } = context;
    put(place.row, place.column, { text: formatNumber(value, { format, isDate1904 }), isValue: true });
  };
  for (let index = start; index < records.length; index += 1) {
    const record = records[index];
    if (!record) break;
    const { type, parts } = record;
    const content = parts[0] ?? Buffer.alloc(0);
    // Charts lie inside a sheet as streams of their own.
    if (type === types.beginning) depth += 1;
    else if (type === types.end) {
      depth -= 1;
      if (depth <= 0) break;
    }
    if (depth !== 1) continue;
    if (type === types.merged) merged.push(...readMerged(content));
    else if (type === types.formulaText && formula) {
      const text = context.isWide ? readWideText(parts) : readText(content, 0, { context, lengthBytes: 2 });
      put(formula.row, formula.column, { text, isValue: false });
    }
    if (content.length < 6) continue;
    const row = content.readUInt16LE(0);
    const column = content.readUInt16LE(2);
    const place = { row, column, style: content.readUInt16LE(4) };
    if (type === types.number && content.length >= 14) putNumber(place, content.readDoubleLE(6));
    else if (type === types.short && content.length >= 10)
      putNumber(place, readShort(content.readInt32LE(6)));
    else if (type === types.shorts) {
      for (let at = 4, next = column; at + 8 <= content.length; at += 6, next += 1)
        putNumber(
          { row, column: next, style: content.readUInt16LE(at) },
          readShort(content.readInt32LE(at + 2)),
        );
    } else if (type === types.labelString && content.length >= 10)
      put(row, column, { text: context.strings[content.readUInt32LE(6)] ?? '', isValue: false });
    else if (type === types.label || type === types.richLabel)
      put(row, column, { text: readText(content, 6, { context, lengthBytes: 2 }), isValue: false });
    else if (type === types.truth && content.length >= 8) {
      const value = content[6] ?? 0;
      const text = content[7] === 1 ? (errors[value] ?? '#N/A') : value === 1 ? 'TRUE' : 'FALSE';
      put(row, column, { text, isValue: true });
    } else if (type === types.formula && content.length >= 14) {
      formula = { row, column };
      // Six bytes and this mark: the result is no number.
      if (content.readUInt16LE(12) !== 0xffff) putNumber(place, content.readDoubleLE(6));
      else if (content[6] === 1)
        put(row, column, { text: content[8] === 1 ? 'TRUE' : 'FALSE', isValue: true });
      else if (content[6] === 2) put(row, column, { text: errors[content[8] ?? 0] ?? '#N/A', isValue: true });
    }
  }
  const inOrder = [...rows].sort(([a], [b]) => a - b).map(([index, cells]) => ({ index, cells }));
  return repeatMerged(inOrder, merged);
}

/** A number in 30 bits: an integer or the upper half of a double, perhaps times a hundred. */
function readShort(raw: number): number {
  const buffer = Buffer.alloc(8);
  buffer.writeInt32LE(raw & ~3, 4);
  const value = (raw & 2) !== 0 ? raw >> 2 : buffer.readDoubleLE(0);
  return (raw & 1) !== 0 ? value / 100 : value;
}

function readStrings(parts: readonly Buffer[]): string[] {
  const reader = createPartReader(parts);
  reader.skip(4);
  const count = reader.long();
  const strings: string[] = [];
  while (strings.length < count && !reader.isAtEnd) {
    const length = reader.short();
    const flags = reader.byte();
    const runs = (flags & 8) !== 0 ? reader.short() : 0;
    const extra = (flags & 4) !== 0 ? reader.long() : 0;
    strings.push(reader.text(length, (flags & 1) !== 0));
    reader.skip(runs * 4 + extra);
  }
  return strings;
}

function readWideText(parts: readonly Buffer[]): string {
  const reader = createPartReader(parts);
  const length = reader.short();
  return reader.text(length, (reader.byte() & 1) !== 0);
}

function readText(
  content: Buffer,
  at: number,
  { context, lengthBytes }: { readonly context: Context; readonly lengthBytes: 1 | 2 },
): string {
  if (at + lengthBytes > content.length) return '';
  const length = lengthBytes === 1 ? content.readUInt8(at) : content.readUInt16LE(at);
  const start = at + lengthBytes;
  if (!context.isWide)
    return new TextDecoder(context.encoding).decode(content.subarray(start, start + length));
  const isWide = ((content[start] ?? 0) & 1) !== 0;
  return content.toString(isWide ? 'utf16le' : 'latin1', start + 1, start + 1 + length * (isWide ? 2 : 1));
}

function readMerged(content: Buffer): string[] {
  const references: string[] = [];
  for (let at = 2; at + 8 <= content.length; at += 8) {
    const [top = 0, bottom = 0, left = 0, right = 0] = [0, 2, 4, 6].map((offset) =>
      content.readUInt16LE(at + offset),
    );
    references.push(`${columnName(left)}${top + 1}:${columnName(right)}${bottom + 1}`);
  }
  return references;
}
