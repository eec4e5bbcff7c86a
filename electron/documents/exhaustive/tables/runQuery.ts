import type { TableFilter, TableQuery, TableResult } from '../../../../shared/contract/listings.ts';
import { plainText } from '../plainText.ts';
import { type Column, readColumns } from './columns.ts';
import type { Period } from './dateText.ts';
import { add, compareDecimals, type Decimal, decimalText, divideByCount, zero } from './decimal.ts';
import type { Table, TableRow } from './readTables.ts';

export interface UsedRow {
  readonly table: Table;
  readonly row: TableRow;
}

export type QueryOutcome = Omit<TableResult, 'choices' | 'query' | 'documents'> & {
  readonly rows: readonly UsedRow[];
};

const namesShown = 6;

/**
 * Computes what a query asks for over all rows of its tables, which have the same columns.
 * @returns null where a column of the query is not theirs.
 */
export function runQuery(query: TableQuery, tables: readonly Table[]): QueryOutcome | null {
  const [first] = tables;
  if (!first) return null;
  const columns = readColumns(tables);
  const placeOf = (name: string) => columns.findIndex((column) => column.name === name);
  const used = [
    ...query.filters.map((filter) => filter.column),
    ...(query.column === null ? [] : [query.column]),
  ];
  if (used.some((name) => placeOf(name) === -1)) return null;

  const tests = query.filters.map((filter) => ({
    place: placeOf(filter.column),
    passes: testOf(filter, columns[placeOf(filter.column)]),
  }));
  const all = tables.flatMap((table) => table.rows.map((row) => ({ table, row })));
  const things = all.filter(({ row }) => !row.isTotal);
  const passing = things.filter(({ row }) =>
    tests.every(({ place, passes }) => passes(row.cells[place] ?? '')),
  );
  const computed = compute({
    query,
    rows: passing,
    column: columns[placeOf(query.column ?? '')],
    place: placeOf(query.column ?? ''),
  });
  return {
    names: [...new Set(tables.map((table) => table.name))].slice(0, namesShown),
    tables: tables.length,
    rowsUsed: computed.rows.length,
    rowsTotal: things.length,
    ...computed,
    leftOut: { ...computed.leftOut, totals: all.length - things.length },
    ambiguousColumns: columns
      .filter((column) => column.isAmbiguous && used.includes(column.name))
      .map((column) => column.name),
  };
}

interface Computed {
  readonly values: { value: string; unit: string; isRounded: boolean }[];
  readonly dates: string[];
  readonly rows: readonly UsedRow[];
  readonly leftOut: { empty: number; notNumbers: number };
}

function compute(input: {
  readonly query: TableQuery;
  readonly rows: readonly UsedRow[];
  readonly column: Column | undefined;
  readonly place: number;
}): Computed {
  const { query, rows, column, place } = input;
  const nothing = { values: [], dates: [], leftOut: { empty: 0, notNumbers: 0 } };
  const cellOf = ({ row }: UsedRow) => row.cells[place] ?? '';
  if (query.aggregate === 'count' || query.aggregate === 'list' || column === undefined) {
    const filled = column === undefined ? rows : rows.filter((row) => cellOf(row) !== '');
    const empty = rows.length - filled.length;
    const count = { value: String(filled.length), unit: '', isRounded: false };
    return {
      ...nothing,
      values: query.aggregate === 'list' ? [] : [count],
      rows: filled,
      leftOut: { empty, notNumbers: 0 },
    };
  }
  const filled = rows.filter((row) => cellOf(row) !== '');
  const empty = rows.length - filled.length;
  const isExtreme = query.aggregate === 'min' || query.aggregate === 'max';
  if (isExtreme && column.kind === 'date') {
    const dated = filled.flatMap((row) => {
      const period = column.periodOf(cellOf(row));
      return period ? [{ row, period }] : [];
    });
    const sign = query.aggregate === 'min' ? 1 : -1;
    const ordered = dated.toSorted((a, b) => sign * (a.period.first - b.period.first));
    const best = ordered.filter(({ period }) => period.first === ordered[0]?.period.first);
    return {
      ...nothing,
      dates: [...new Set(best.map(({ row }) => cellOf(row)))],
      rows: best.map(({ row }) => row),
      leftOut: { empty, notNumbers: filled.length - dated.length },
    };
  }
  const numbers = filled.flatMap((row) => {
    const number = column.numberOf(cellOf(row));
    return number ? [{ row, ...number }] : [];
  });
  const units = [...new Set(numbers.map(({ unit }) => unit))];
  const results = units.map((unit) => {
    const among = numbers.filter((number) => number.unit === unit);
    return {
      unit,
      among,
      ...aggregate(
        query.aggregate,
        among.map(({ value }) => value),
      ),
    };
  });
  return {
    values: results.map(({ unit, value, isRounded }) => ({ unit, value: decimalText(value), isRounded })),
    dates: [],
    rows: isExtreme
      ? results.flatMap(({ among, value }) =>
          among.filter((one) => compareDecimals(one.value, value) === 0).map(({ row }) => row),
        )
      : numbers.map(({ row }) => row),
    leftOut: { empty, notNumbers: filled.length - numbers.length },
  };
}

/** @param values at least one. */
function aggregate(
  kind: TableQuery['aggregate'],
  values: readonly Decimal[],
): { readonly value: Decimal; readonly isRounded: boolean } {
  const sum = values.reduce(add, zero);
  if (kind === 'average') return divideByCount(sum, values.length);
  if (kind === 'sum') return { value: sum, isRounded: false };
  const sign = kind === 'min' ? 1 : -1;
  const best = values.reduce((left, right) => (sign * compareDecimals(left, right) <= 0 ? left : right));
  return { value: best, isRounded: false };
}

/** Whether a cell passes a filter. A column's own kind decides how its cells are compared. */
function testOf(filter: TableFilter, column: Column | undefined): (cell: string) => boolean {
  const { operator } = filter;
  if (operator === 'isEmpty') return (cell) => cell === '';
  if (operator === 'isFilled') return (cell) => cell !== '';
  const wanted = plainText(filter.value);
  if (operator === 'contains') return (cell) => plainText(cell).includes(wanted);
  const number = column?.numberOf(filter.value) ?? null;
  const period = column?.periodOf(filter.value) ?? null;
  const compare = (cell: string): Comparison | null => {
    if (column?.kind === 'date' && period !== null) return comparePeriods(column.periodOf(cell), period);
    if (number === null) return null;
    const found = column?.numberOf(cell) ?? null;
    return found === null ? 'none' : compareDecimals(found.value, number.value);
  };
  switch (operator) {
    case 'is':
      return (cell) => isSame(compare(cell), plainText(cell), wanted);
    case 'isNot':
      return (cell) => !isSame(compare(cell), plainText(cell), wanted);
    case 'over':
      return (cell) => isNumber(compare(cell), (difference) => difference > 0);
    case 'atLeast':
      return (cell) => isNumber(compare(cell), (difference) => difference >= 0);
    case 'under':
      return (cell) => isNumber(compare(cell), (difference) => difference < 0);
    case 'atMost':
      return (cell) => isNumber(compare(cell), (difference) => difference <= 0);
  }
}

/** 'none': the cell holds nothing that compares with the value. */
type Comparison = number | 'none';

/** Null: neither is a number or a date, so the texts decide. */
function isSame(comparison: Comparison | null, cell: string, wanted: string): boolean {
  return comparison === null || comparison === 'none' ? cell === wanted : comparison === 0;
}

function isNumber(comparison: Comparison | null, passes: (difference: number) => boolean): boolean {
  return typeof comparison === 'number' && passes(comparison);
}

/** A day inside the month or year that is asked for is neither before nor after it. */
function comparePeriods(cell: Period | null, wanted: Period): Comparison {
  if (cell === null) return 'none';
  if (cell.first > wanted.last) return 1;
  return cell.last < wanted.first ? -1 : 0;
}
