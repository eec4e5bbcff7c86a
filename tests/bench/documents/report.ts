import { type Target, tableRow, verdictOn } from '../table.ts';

export interface BenchResult {
  readonly part: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** The same of the peer, measured alternately in the same run. */
  readonly peer?: number;
  /** What was promised. */
  readonly target?: Target;
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
  process.stdout.write(`${rowOf(['part', 'metric', 'value', 'unit', 'peer', ''])}\n`);
}

export function printResult(result: BenchResult): void {
  const { part, metric, value, unit, peer } = result;
  const cells = [
    part,
    metric,
    rounded(value),
    unit,
    peer === undefined ? '' : rounded(peer),
    verdictOn(result.value, result.target, rounded),
  ];
  process.stdout.write(`${rowOf(cells)}\n`);
}

/** @param share from 0 to 1: 0.5 is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function rounded(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) >= 100
    ? value.toFixed(0)
    : Math.abs(value) >= 10
      ? value.toFixed(1)
      : value.toFixed(3);
}

function rowOf(cells: readonly string[]): string {
  return tableRow(cells, { widths, text: textColumns });
}
