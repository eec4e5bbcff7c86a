import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { engineProcess } from '../../electron/engine/engineProcess.ts';

const sampleSchema = z.object({ rssBytes: z.number(), heapBytes: z.number() });
/** Of one process, after its garbage was collected. */
export type MemorySample = z.infer<typeof sampleSchema>;

const longestMs = 30 * 60_000;

/** Loads and unloads a small model so often in a process started as the engine's is. @returns a sample after each. */
export async function sampleLoadCycles(cycles: number): Promise<MemorySample[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...engineProcess.execArgv, '--expose-gc', join(import.meta.dirname, 'loadCycles.ts'), String(cycles)],
    { env: { ...process.env, ...engineProcess.environment }, timeout: longestMs },
  );
  return z.array(sampleSchema).parse(JSON.parse(stdout));
}

/**
 * Bytes that one cycle adds, by the lowest values of the first and the last third: memory that is used now and
 * then is no growth, and a leak is in the lowest values too.
 */
export function growthPerCycle(values: readonly number[]): number {
  const third = Math.floor(values.length / 3);
  const lowestFirst = Math.min(...values.slice(0, third));
  const lowestLast = Math.min(...values.slice(-third));
  return (lowestLast - lowestFirst) / (values.length - third);
}
