import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { promisify } from 'node:util';

/** How the system's memory stands. */
export interface MemoryReading {
  readonly availableBytes: number;
  readonly totalBytes: number;
  /** Part of the last ten seconds in which programs waited for memory, 0–1; null where the system does not say. */
  readonly stalledRatio: number | null;
  /** What the system itself says; null where it does not. */
  readonly isShort: boolean | null;
}

/** Less than this is short: of the whole, and never more than the largest. */
const shortRatio = 0.05;
const mostShortBytes = 1024 ** 3;
/** Programs wait for other reasons too, so that counts only where memory is rather short. */
const stalledShortRatio = 0.2;
const ratherShortRatio = 0.15;

export function isMemoryShort(reading: MemoryReading): boolean {
  if (reading.isShort !== null) return reading.isShort;
  const { availableBytes, totalBytes, stalledRatio } = reading;
  if (availableBytes < Math.min(totalBytes * shortRatio, mostShortBytes)) return true;
  return (stalledRatio ?? 0) > stalledShortRatio && availableBytes < totalBytes * ratherShortRatio;
}

/** Reads it from the system: limits of a container count, memory that holds copies of files is available. */
export async function readMemory(): Promise<MemoryReading> {
  const limitBytes = process.constrainedMemory();
  return {
    availableBytes: process.availableMemory(),
    totalBytes: limitBytes > 0 ? Math.min(limitBytes, totalmem()) : totalmem(),
    stalledRatio: process.platform === 'linux' ? await readStalledRatio() : null,
    isShort: process.platform === 'darwin' ? await readDarwinPressure() : null,
  };
}

/** https://docs.kernel.org/accounting/psi.html; absent where the kernel was built or started without it. */
async function readStalledRatio(): Promise<number | null> {
  const text = await readFile('/proc/pressure/memory', 'utf8').catch(() => '');
  const percent = /^some avg10=([\d.]+)/m.exec(text)?.[1];
  return percent === undefined ? null : Number(percent) / 100;
}

/** Free memory says little on macOS, which compresses and caches as long as it can. Levels: 1 normal, 2 warning, 4 critical. */
async function readDarwinPressure(): Promise<boolean | null> {
  try {
    const name = 'kern.memorystatus_vm_pressure_level';
    const { stdout } = await promisify(execFile)('/usr/sbin/sysctl', ['-n', name]);
    return Number(stdout) > 1;
  } catch {
    return null;
  }
}
