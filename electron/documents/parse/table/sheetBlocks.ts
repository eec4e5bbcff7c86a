import { tableText } from '../../../../shared/tableText.ts';
import type { BlockList } from '../blockList.ts';

export interface SheetCell {
  /** As displayed. */
  readonly text: string;
  /** A number or a date: no name of a column. */
  readonly isValue: boolean;
}

export interface SheetRow {
  /** From 0. Rows that hold nothing may be absent. */
  readonly index: number;
  /** By column, from 0; holes are empty. */
  readonly cells: readonly (SheetCell | undefined)[];
}

export interface SheetToAdd {
  /** Null for a file that is one table. */
  readonly name: string | null;
  readonly rows: readonly SheetRow[];
  readonly page: number;
}

/** A block of more rows is split, so that none grows without end; each part begins with the header again. */
const rowsPerBlock = 200;

/**
 * Adds a sheet as its tables and the lines around them. Empty rows part tables; lines with one cell above a table
 * are text; a table whose first row holds values gets the letters of its columns as header.
 */
export function addSheet(list: BlockList, { name, rows, page }: SheetToAdd): void {
  if (name !== null) list.addHeading({ level: 1, text: name, page });
  let previous: Table | null = null;
  for (const part of partRows(rows)) previous = addPart({ list, rows: part, page, previous });
}

interface Table {
  readonly columns: readonly number[];
  readonly header: readonly string[];
}

function addPart(input: {
  readonly list: BlockList;
  readonly rows: readonly SheetRow[];
  readonly page: number;
  readonly previous: Table | null;
}): Table | null {
  const { list, page } = input;
  const firstWide = input.rows.findIndex((row) => filled(row).length > 1);
  const isColumn = firstWide === -1 && input.rows.length > 2 && sharedColumn(input.rows);
  const titles = isColumn ? [] : input.rows.slice(0, firstWide === -1 ? input.rows.length : firstWide);
  for (const row of titles)
    for (const column of filled(row))
      list.add({ kind: 'paragraph', text: row.cells[column]?.text ?? '', page });
  const rows = input.rows.slice(titles.length);
  if (rows.length === 0) return null;

  const columns = [...new Set(rows.flatMap(filled))].sort((a, b) => a - b);
  const cellsIn = (row: SheetRow, among = columns) => among.map((column) => row.cells[column]?.text ?? '');
  const first = rows[0];
  const follows = input.previous !== null && titles.length === 0 && isWithin(columns, input.previous.columns);
  if (first && !(follows && !isHeader(rows, columns)) && isHeader(rows, columns)) {
    const table = { columns, header: cellsIn(first) };
    addTable({ list, page, header: table.header, rows: rows.slice(1).map((row) => cellsIn(row)) });
    return table;
  }
  // What goes on after an empty row has the columns of the table before it.
  const table: Table =
    follows && input.previous ? input.previous : { columns, header: columns.map(columnName) };
  addTable({ list, page, header: table.header, rows: rows.map((row) => cellsIn(row, [...table.columns])) });
  return table;
}

function addTable(input: {
  readonly list: BlockList;
  readonly page: number;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): void {
  const { list, page, header, rows } = input;
  for (let start = 0; start < Math.max(1, rows.length); start += rowsPerBlock) {
    list.add({ kind: 'table', text: tableText([header, ...rows.slice(start, start + rowsPerBlock)]), page });
  }
}

/** Rows without an empty row between them. */
function partRows(rows: readonly SheetRow[]): SheetRow[][] {
  const parts: SheetRow[][] = [];
  let lastIndex = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (filled(row).length === 0) continue;
    if (row.index > lastIndex + 1) parts.push([]);
    parts.at(-1)?.push(row);
    lastIndex = row.index;
  }
  return parts;
}

function isHeader(rows: readonly SheetRow[], columns: readonly number[]): boolean {
  const [first] = rows;
  if (!first || rows.length < 2) return false;
  const names = filled(first);
  return (
    names.length >= columns.length * 0.6 && names.every((column) => first.cells[column]?.isValue === false)
  );
}

function isWithin(columns: readonly number[], others: readonly number[]): boolean {
  return columns.every((column) => others.includes(column));
}

function sharedColumn(rows: readonly SheetRow[]): boolean {
  return new Set(rows.flatMap(filled)).size === 1;
}

const filledCache = new WeakMap<SheetRow, readonly number[]>();
function filled(row: SheetRow): readonly number[] {
  const known = filledCache.get(row);
  if (known) return known;
  const columns: number[] = [];
  row.cells.forEach((cell, column) => {
    if (cell && cell.text.trim() !== '') columns.push(column);
  });
  filledCache.set(row, columns);
  return columns;
}

/** 0 is A, 26 is AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}
