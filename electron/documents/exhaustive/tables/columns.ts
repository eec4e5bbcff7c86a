import { type DateOrder, dateOrderOf, type Period, readPeriod } from './dateText.ts';
import { type DecimalSign, decimalSignOf, isAmbiguous, type NumberCell, readNumber } from './numberText.ts';
import type { Table } from './readTables.ts';

/** A column with what its cells mean. */
export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'date' | 'text';
  /** Reads a cell of it, or a value it is compared with. */
  readonly numberOf: (text: string) => NumberCell | null;
  readonly periodOf: (text: string) => Period | null;
  /** Its cells can be read in two ways, and nothing in the table tells which: 1.234, or 03/04/2023. */
  readonly isAmbiguous: boolean;
}

/** A column is of a kind when so many of its filled cells are. */
const enough = 0.6;
const mostUnits = 4;
const sampledCells = 5000;

/** What the columns of tables with the same header hold. */
export function readColumns(tables: readonly Table[]): Column[] {
  const [first] = tables;
  if (!first) return [];
  const cellsBy = first.columns.map((_, index) =>
    tables
      .flatMap((table) => table.rows.filter((row) => !row.isTotal).map((row) => row.cells[index] ?? ''))
      .filter((cell) => cell !== '')
      .slice(0, sampledCells),
  );
  const tableSign = vote(cellsBy.flat().map(decimalSignOf));
  const tableOrder = vote(cellsBy.flat().map(dateOrderOf));
  const { language, format } = first.document;
  return first.columns.map((name, index) => {
    const cells = cellsBy[index] ?? [];
    const ownSign = vote(cells.map(decimalSignOf));
    const ownOrder = vote(cells.map(dateOrderOf));
    const decimalSign = ownSign ?? tableSign ?? usualSign(language, format);
    const dateOrder = ownOrder ?? tableOrder ?? usualOrder(language);
    const numbers = cells.map((cell) => readNumber(cell, decimalSign)).filter((cell) => cell !== null);
    const dates = cells.filter((cell) => !/^\d{4}$/u.test(cell) && readPeriod(cell, dateOrder) !== null);
    const units = new Set(numbers.map(({ unit }) => unit));
    const isMost = (count: number) => cells.length > 0 && count >= cells.length * enough;
    const kind = isMost(dates.length)
      ? 'date'
      : isMost(numbers.length) && units.size <= mostUnits
        ? 'number'
        : 'text';
    return {
      name,
      kind,
      numberOf: (text) => readNumber(text, decimalSign),
      periodOf: (text) => readPeriod(text, dateOrder),
      isAmbiguous:
        (kind === 'number' && ownSign === null && tableSign === null && cells.some(isAmbiguous)) ||
        (kind === 'date' && ownOrder === null && tableOrder === null && dates.some(isTwoWay)),
    };
  });
}

function vote<Choice>(choices: readonly (Choice | null)[]): Choice | null {
  const counts = new Map<Choice, number>();
  for (const choice of choices) if (choice !== null) counts.set(choice, (counts.get(choice) ?? 0) + 1);
  return [...counts].toSorted((left, right) => right[1] - left[1])[0]?.[0] ?? null;
}

/** Workbooks are read as they display numbers in English; elsewhere a document writes as its language does. */
function usualSign(language: string | null, format: string): DecimalSign {
  if (/^xls[xmb]?$/u.test(format) || language === null) return '.';
  const sign = partOf(new Intl.NumberFormat(language).formatToParts(1.5), 'decimal');
  return sign === ',' ? ',' : '.';
}

function usualOrder(language: string | null): DateOrder {
  const parts = new Intl.DateTimeFormat(language ?? undefined, { timeZone: 'UTC' }).formatToParts(0);
  const types = parts.map(({ type }) => type);
  return types.indexOf('month') < types.indexOf('day') && types[0] !== 'year' ? 'monthFirst' : 'dayFirst';
}

function partOf(parts: readonly { readonly type: string; readonly value: string }[], type: string): string {
  return parts.find((part) => part.type === type)?.value ?? '';
}

const isTwoWay = (cell: string) =>
  /^\d{1,2}[-/]\d{1,2}[-/]\d{2,4}$/u.test(cell) && dateOrderOf(cell) === null;
