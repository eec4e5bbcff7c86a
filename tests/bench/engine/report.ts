import { type Target, tableRow, verdictOn } from '../table.ts';

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
  readonly target?: Target;
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
  process.stdout.write(`${rowOf([...columns])}\n`);
}

export function printResult(result: BenchResult): void {
  const { shape, metric, ours, reference, referenceName, unit, ratio } = result;
  const numbers = [rounded(ours), rounded(reference), referenceName, unit, ratio.toFixed(2)];
  process.stdout.write(
    `${rowOf([shape, metric, ...numbers, verdictOn(result.ratio, result.target, (bound) => bound.toFixed(2))])}\n`,
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

function rowOf(cells: readonly string[]): string {
  return tableRow(cells, { widths, text: textColumns });
}
