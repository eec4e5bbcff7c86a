import type { SheetCell, SheetRow } from './sheetBlocks.ts';

/** Taller areas frame a sheet; they name no rows. */
const maxHeight = 1000;

/** A value that stands for several rows is given to each of them, so that every row can be read by itself. */
export function repeatMerged(rows: readonly SheetRow[], references: readonly string[]): SheetRow[] {
  const areas = references.flatMap((reference) => {
    const match = /^\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/iu.exec(reference);
    if (!match) return [];
    const [, left = '', top = '', , bottom = ''] = match;
    return [{ column: columnIndex(left), top: Number(top) - 1, bottom: Number(bottom) - 1 }];
  });
  const tall = areas.filter(({ top, bottom }) => bottom > top && bottom - top <= maxHeight);
  if (tall.length === 0) return [...rows];
  const byIndex = new Map(rows.map((row) => [row.index, row]));
  const added = new Map<number, (SheetCell | undefined)[]>();
  for (const { column, top, bottom } of tall) {
    const value = byIndex.get(top)?.cells[column];
    if (!value) continue;
    for (let index = top + 1; index <= bottom; index += 1) {
      const row = byIndex.get(index);
      if (!row || row.cells[column]) continue;
      const cells = added.get(index) ?? [...row.cells];
      cells[column] = value;
      added.set(index, cells);
    }
  }
  return rows.map((row) => ({ index: row.index, cells: added.get(row.index) ?? row.cells }));
}

function columnIndex(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
