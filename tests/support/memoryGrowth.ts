import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { ChildSpec } from '../../electron/children/child.ts';
import { engineProcess } from '../../electron/engine/engineProcess.ts';

const sampleSchema = z.object({ rssBytes: z.number(), heapBytes: z.number() });
/** Of one process, after its garbage was collected. */
export type MemorySample = z.infer<typeof sampleSchema>;

const longestMs = 30 * 60_000;

const chatSampleSchema = sampleSchema.extend({ engineRssBytes: z.number() });
/** Of the host, and of its engine. */
export type ChatSample = z.infer<typeof chatSampleSchema>;

/** Loads and unloads a small model so often in a process started as the engine's is. @returns a sample after each. */
export async function sampleLoadCycles(cycles: number): Promise<MemorySample[]> {
  const samples = await runScript('loadCycles.ts', cycles, engineProcess);
  return z.array(sampleSchema).parse(samples);
}

/** Makes, asks and deletes so many conversations. Not on Windows. @returns a sample after every ten. */
export async function sampleChats(chats: number): Promise<ChatSample[]> {
  const samples = await runScript('chatCycles.ts', chats, { execArgv: [], environment: {} });
  return z.array(chatSampleSchema).parse(samples);
}

async function runScript(
  name: string,
  count: number,
  { execArgv, environment }: Pick<ChildSpec, 'execArgv' | 'environment'>,
): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...(execArgv ?? []), '--expose-gc', join(import.meta.dirname, name), String(count)],
    { env: { ...process.env, ...environment }, timeout: longestMs, maxBuffer: 2 ** 24 },
  );
  return JSON.parse(stdout);
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
