import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { z } from 'zod';
import { writeFileAtomically } from '../../storage/writeFileAtomically.ts';
import type { ModelFile } from './modelFile.ts';
import { readPowerSource } from './powerSource.ts';
import type { MeasuredThreads } from './threads.ts';

/** Measured thread counts, kept between starts. */
export interface ThreadCache {
  /** Null where nothing of use is kept; a damaged file is as good as none. */
  read(): MeasuredThreads | null;
  /** Never rejects: without a cache the next start measures again. */
  write(measured: MeasuredThreads): Promise<void>;
}

const largestEntries = 64;
const milliseconds = z.number().positive().finite();
const entrySchema = z.object({
  counts: z.object({ decode: z.int().min(1), prefill: z.int().min(1) }),
  runMs: z.object({ decode: milliseconds, prefill: milliseconds }),
});
const fileSchema = z.object({ version: z.literal(1), entries: z.record(z.string(), entrySchema) });

/** What the best counts depend on: the machine and its power source, the backend, the model's shape and size. */
export function threadCacheKey(input: {
  readonly file: ModelFile;
  readonly backend: string;
  readonly cores: number;
}): string {
  const { file, backend, cores } = input;
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cores} cores, ${readPowerSource()}`;
  const model = `${file.facts.architecture}, width ${file.embeddingWidth}, ${file.fileBytes} bytes`;
  return `${machine}, ${backend}; ${model}`;
}

/** @param cores counts above it are not believed. */
export function openThreadCache(input: {
  readonly path: string;
  readonly key: string;
  readonly cores: number;
}): ThreadCache {
  const { path, key, cores } = input;
  return {
    read() {
      const entry = readEntries(path)[key];
      if (entry === undefined || Math.max(entry.counts.decode, entry.counts.prefill) > cores) return null;
      return entry;
    },
    async write(measured) {
      const { [key]: _, ...others } = readEntries(path);
      const kept = Object.entries(others).slice(1 - largestEntries);
      const entries = Object.fromEntries([...kept, [key, measured]]);
      const content = Buffer.from(`${JSON.stringify({ version: 1, entries }, null, 2)}\n`);
      await writeFileAtomically({ path, content, mode: 0o600, isNew: false }).catch(() => undefined);
    },
  };
}

function readEntries(path: string): z.infer<typeof fileSchema>['entries'] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).entries;
  } catch {
    return {};
  }
}
