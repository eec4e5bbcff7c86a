import { totalmem } from 'node:os';
import type { Backend } from './backend.ts';

/** Memory that is free now, in bytes. */
export interface FreeMemory {
  readonly systemBytes: number;
  /** Of the GPUs in use; 0 without one. */
  readonly gpuBytes: number;
  /** The GPU's memory is the system's, as on Apple's processors. */
  readonly isShared: boolean;
}

export function totalBytes({ systemBytes, gpuBytes, isShared }: FreeMemory): number {
  return isShared ? systemBytes : systemBytes + gpuBytes;
}

/**
 * What the system can give without swapping, and the GPUs.
 * @param limitBytes takes the place of both; null asks the system.
 */
export async function freeMemory({ llama, name }: Backend, limitBytes: number | null): Promise<FreeMemory> {
  if (limitBytes !== null) return { systemBytes: limitBytes, gpuBytes: 0, isShared: false };
  const memory = await llama.getRamState();
  // A container's limit, which the system's own numbers do not show.
  const isConstrained = process.constrainedMemory() > 0 && process.constrainedMemory() < totalmem();
  const systemBytes = isConstrained ? Math.min(memory.free, process.availableMemory()) : memory.free;
  if (name === 'cpu') return { systemBytes, gpuBytes: 0, isShared: false };
  const gpu = await llama.getVramState();
  return { systemBytes, gpuBytes: gpu.free, isShared: gpu.unifiedSize > 0 };
}
