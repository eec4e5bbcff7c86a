import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BenchResult {
  readonly part: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** The same of the peer, measured alternately in the same run. */
  readonly peer?: number;
  /** What was promised. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

export type NewResult = Omit<BenchResult, 'part'>;

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly measuredAt: string;
}

const widths = [9, 46, 10, 9, 10, 18] as const;
const textColumns = [0, 1, 3];

export function printHeader({ cpu, cores, memoryBytes, platform }: Machine): void {
  process.stdout.write(`${cpu}, ${cores} cores, ${(memoryBytes / 1e9).toFixed(0)} GB, ${platform}\n\n`);
  process.stdout.write(`${row(['part', 'metric', 'value', 'unit', 'peer', ''])}\n`);
}

export function printResult(result: BenchResult): void {
  const { part, metric, value, unit, peer } = result;
  const cells = [
    part,
    metric,
    rounded(value),
    unit,
    peer === undefined ? '' : rounded(peer),
    verdict(result),
  ];
  process.stdout.write(`${row(cells)}\n`);
}

function verdict({ value, target }: BenchResult): string {
  if (target === undefined) return '';
  const isMet = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
  const bound = 'atLeast' in target ? `≥ ${rounded(target.atLeast)}` : `≤ ${rounded(target.atMost)}`;
  return `${isMet ? 'ok' : 'missed'} (${bound})`;
}

/** @returns the file's path. */
export function writeResults(input: {
  readonly folder: string;
  readonly machine: Machine;
  readonly results: readonly BenchResult[];
}): string {
  mkdirSync(input.folder, { recursive: true });
  const path = join(input.folder, 'documents.json');
  writeFileSync(path, `${JSON.stringify({ machine: input.machine, results: input.results }, null, 2)}\n`);
  return path;
}

/** @param share from 0 to 1: 0.5 is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) =>
      (textColumns.includes(index) ? cell.padEnd : cell.padStart).call(cell, widths[index] ?? 0),
    )
    .join(' ')
    .trimEnd();
}

function rounded(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) >= 100
    ? value.toFixed(0)
    : Math.abs(value) >= 10
      ? value.toFixed(1)
      : value.toFixed(3);
}
