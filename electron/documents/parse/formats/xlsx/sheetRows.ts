import { readXml } from '../../containers/xml.ts';
import { repeatMerged } from '../../table/mergedCells.ts';
import { formatNumber } from '../../table/numberFormat.ts';
import type { SheetCell, SheetRow } from '../../table/sheetBlocks.ts';

interface SheetContext {
  readonly strings: readonly string[];
  readonly formats: readonly string[];
  readonly isDate1904: boolean;
  readonly countText: (text: string) => void;
}

/** The workbook's common texts, without the readings that stand above Japanese ones. */
export function readSharedStrings(xml: string | null): string[] {
  const strings: string[] = [];
  let open = '';
  let isText = false;
  let isReading = false;
  readXml(xml ?? '', {
    open(name) {
      if (name === 'si') open = '';
      else if (name === 't') isText = true;
      else if (name === 'rPh') isReading = true;
    },
    close(name) {
      if (name === 'si') strings.push(open);
      else if (name === 't') isText = false;
      else if (name === 'rPh') isReading = false;
    },
    text(value) {
      if (isText && !isReading) open += value;
    },
  });
  return strings;
}

/** The rows of one sheet that hold anything. Read as they come: a sheet of a million rows has no tree. */
export function readSheetRows(xml: string, context: SheetContext): SheetRow[] {
  const rows: SheetRow[] = [];
  const merged: string[] = [];
  let cells: (SheetCell | undefined)[] = [];
  let rowIndex = -1;
  let column = -1;
  let cell = { type: '', style: 0 };
  const parts = { v: '', f: '', t: '' };
  let collecting: keyof typeof parts | null = null;
  readXml(xml, {
    open(name, attributes) {
      switch (name) {
        case 'row':
          rowIndex = readRowIndex(attributes.get('r')) ?? rowIndex + 1;
          cells = [];
          column = -1;
          break;
        case 'c':
          column = columnOf(attributes.get('r')) ?? column + 1;
          cell = { type: attributes.get('t') ?? 'n', style: Number(attributes.get('s') ?? 0) };
          parts.v = '';
          parts.f = '';
          parts.t = '';
          break;
        case 'v':
        case 'f':
        case 't':
          collecting = name;
          break;
        case 'mergeCell':
          merged.push(attributes.get('ref') ?? '');
      }
    },
    close(name) {
      if (name === 'v' || name === 'f' || name === 't') collecting = null;
      else if (name === 'c') {
        const read = readCell({ ...cell, ...parts }, context);
        if (read && column < maxColumns) {
          context.countText(read.text);
          cells[column] = read;
        }
      } else if (name === 'row' && cells.length > 0) rows.push({ index: rowIndex, cells });
    },
    text(value) {
      if (collecting) parts[collecting] += value;
    },
  });
  return repeatMerged(rows, merged);
}

const maxColumns = 16_384;

function readCell(
  cell: {
    readonly type: string;
    readonly style: number;
    readonly v: string;
    readonly f: string;
    readonly t: string;
  },
  { strings, formats, isDate1904 }: SheetContext,
): SheetCell | null {
  const { type, v, f, t } = cell;
  if (type === 's') return textCell(strings[Number(v)] ?? '');
  if (type === 'inlineStr') return textCell(t || v);
  // A formula that no program has worked out yet is better than nothing.
  if (v === '') return f === '' ? null : textCell(`=${f}`);
  if (type === 'str') return textCell(v);
  if (type === 'b') return { text: v === '1' || v === 'true' ? 'TRUE' : 'FALSE', isValue: true };
  if (type === 'e') return { text: v, isValue: true };
  if (type === 'd')
    return { text: v.replace('T', ' ').replace(/ 00:00(?::00)?(?:\.0+)?Z?$/u, ''), isValue: true };
  const value = Number(v);
  if (!Number.isFinite(value)) return textCell(v);
  return {
    text: formatNumber(value, { format: formats[cell.style] ?? 'General', isDate1904 }),
    isValue: true,
  };
}

function textCell(text: string): SheetCell | null {
  // Characters XML cannot hold are written as "_x000D_".
  const plain = text.includes('_x')
    ? text.replace(/_x([\dA-F]{4})_/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
  return plain === '' ? null : { text: plain, isValue: false };
}

function readRowIndex(reference: string | undefined): number | null {
  const row = Number(reference);
  return Number.isInteger(row) && row > 0 ? row - 1 : null;
}

function columnOf(reference: string | undefined): number | null {
  if (reference === undefined) return null;
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const letter = (reference.charCodeAt(at) | 0x20) - 96;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column > 0 ? column - 1 : null;
}
