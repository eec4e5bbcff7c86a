import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BenchResult {
  readonly shape: string;
  readonly metric: string;
  readonly ours: number;
  readonly reference: number;
  readonly referenceName: string;
  readonly unit: string;
  /** Ours to the reference's; above 1 is more speed, or for times more time. */
  readonly ratio: number;
  /** What the ratio should be, where something was promised. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

/** The ratio is the quotient unless it is named: better the median of the rounds' ratios, which their noise spares. */
export type NewResult = Omit<BenchResult, 'shape' | 'ratio'> & { readonly ratio?: number };

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly readBandwidthBytesPerSecond: number;
  readonly platform: string;
  readonly measuredAt: string;
}

const columns = ['shape', 'metric', 'ours', 'reference', '', 'unit', 'ratio', 'target'] as const;
const widths = [12, 40, 8, 9, 27, 8, 7, 16] as const;
const textColumns = [0, 1, 4, 7];

export function printHeader(machine: Machine): void {
  const bandwidth = (machine.readBandwidthBytesPerSecond / 1e9).toFixed(1);
  process.stdout.write(`${machine.cpu}, ${machine.cores} cores, memory read at ${bandwidth} GB/s\n\n`);
  process.stdout.write(`${row([...columns])}\n`);
}

export function printResult(result: BenchResult): void {
  const { shape, metric, ours, reference, referenceName, unit, ratio } = result;
  const numbers = [rounded(ours), rounded(reference), referenceName, unit, ratio.toFixed(2)];
  process.stdout.write(`${row([shape, metric, ...numbers, verdict(result)])}\n`);
}

function verdict({ ratio, target }: BenchResult): string {
  if (target === undefined) return '';
  const isMet = 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
  const bound = 'atLeast' in target ? `≥ ${target.atLeast.toFixed(2)}` : `≤ ${target.atMost.toFixed(2)}`;
  return `${isMet ? 'ok' : 'missed'} (${bound})`;
}

/** @returns the file's path. */
export function writeResults(input: {
  readonly folder: string;
  readonly machine: Machine;
  readonly results: readonly BenchResult[];
}): string {
  mkdirSync(input.folder, { recursive: true });
  const path = join(input.folder, 'engine.json');
  writeFileSync(path, `${JSON.stringify({ machine: input.machine, results: input.results }, null, 2)}\n`);
  return path;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
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
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
