import type { TableChoice } from '../../../../shared/contract/listings.ts';
import { type Column, readColumns } from './columns.ts';
import type { Table } from './readTables.ts';

/** Tables with the same header, such as a sheet for each month: one question is about all of them. */
export interface TableGroup {
  readonly tables: readonly Table[];
  /** Of the tables, all different. */
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  /** The different values of a column, the most frequent first. */
  readonly valuesOf: (column: string) => readonly string[];
}

const mostValues = 2000;
const valuesShown = 24;
const longestShown = 80;

export function groupTables(tables: readonly Table[]): TableGroup[] {
  const groups = new Map<string, Table[]>();
  for (const table of tables) {
    const key = JSON.stringify(table.columns);
    groups.set(key, [...(groups.get(key) ?? []), table]);
  }
  return [...groups.values()].map((same) => {
    const known = new Map<string, readonly string[]>();
    return {
      tables: same,
      names: [...new Set(same.map(({ name }) => name))],
      columns: readColumns(same),
      valuesOf(column) {
        const values = known.get(column) ?? countValues(same, column);
        known.set(column, values);
        return values;
      },
    };
  });
}

export function toChoice(group: TableGroup): TableChoice {
  return {
    tableIds: group.tables.map(({ id }) => id),
    names: group.names.slice(0, 6),
    rows: group.tables.reduce((sum, table) => sum + table.rows.filter((row) => !row.isTotal).length, 0),
    columns: group.columns.map(({ name, kind }) => ({
      name,
      kind,
      values: group
        .valuesOf(name)
        .filter((value) => value.length <= longestShown)
        .slice(0, valuesShown),
    })),
  };
}

function countValues(tables: readonly Table[], column: string): string[] {
  const counts = new Map<string, number>();
  for (const table of tables) {
    const place = table.columns.indexOf(column);
    for (const row of table.rows) {
      const cell = row.cells[place] ?? '';
      if (cell === '' || row.isTotal || (counts.size >= mostValues && !counts.has(cell))) continue;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
  }
  return [...counts].toSorted((left, right) => right[1] - left[1]).map(([value]) => value);
}
