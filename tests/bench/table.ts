import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line of a table of a bench. @param columns.text the columns that begin at the left. */
export function tableRow(
  cells: readonly string[],
  columns: { readonly widths: readonly number[]; readonly text: readonly number[] },
): string {
  return cells
    .map((cell, index) =>
      (columns.text.includes(index) ? cell.padEnd : cell.padStart).call(cell, columns.widths[index] ?? 0),
    )
    .join(' ')
    .trimEnd();
}

export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** Whether what was promised was met; empty where nothing was. */
export function verdictOn(
  value: number,
  target: Target | undefined,
  shown: (bound: number) => string,
): string {
  if (target === undefined) return '';
  const isMet = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
  const bound = 'atLeast' in target ? `≥ ${shown(target.atLeast)}` : `≤ ${shown(target.atMost)}`;
  return `${isMet ? 'ok' : 'missed'} (${bound})`;
}

/** @returns the file's path. */
export function writeReport(input: {
  readonly folder: string;
  readonly name: string;
  readonly machine: object;
  readonly results: readonly object[];
}): string {
  const { folder, name, machine, results } = input;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `${JSON.stringify({ machine, results }, null, 2)}\n`);
  return path;
}
