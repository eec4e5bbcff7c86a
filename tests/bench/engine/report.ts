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
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly readBandwidthBytesPerSecond: number;
  readonly platform: string;
  readonly measuredAt: string;
}

const columns = ['shape', 'metric', 'ours', 'reference', '', 'unit', 'ratio'] as const;
const widths = [14, 38, 10, 10, 26, 10, 7] as const;

export function printHeader(machine: Machine): void {
  const bandwidth = (machine.readBandwidthBytesPerSecond / 1e9).toFixed(1);
  process.stdout.write(`${machine.cpu}, ${machine.cores} cores, memory read at ${bandwidth} GB/s\n\n`);
  process.stdout.write(`${row([...columns])}\n`);
}

export function printResult(result: BenchResult): void {
  const { shape, metric, ours, reference, referenceName, unit, ratio } = result;
  process.stdout.write(
    `${row([shape, metric, rounded(ours), rounded(reference), referenceName, unit, ratio.toFixed(2)])}\n`,
  );
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
      (index < 2 || index === 4 ? cell.padEnd : cell.padStart).call(cell, widths[index] ?? 0),
    )
    .join(' ');
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
