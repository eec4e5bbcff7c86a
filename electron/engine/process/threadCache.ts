import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { z } from 'zod';
import type { PowerSource } from '../../power/powerState.ts';
import { writeFileAtomically } from '../../storage/writeFileAtomically.ts';
import type { MeasuredPlan } from './encoder/chooseContexts.ts';
import type { MeasuredTogether } from './measureTogether.ts';
import type { ModelFile } from './modelFile.ts';
import type { MeasuredThreads } from './threads.ts';

/** What was measured about one model on this machine, kept between starts. */
export interface MeasurementCache<Measured> {
  /** Null where nothing of use is kept; a damaged file is as good as none. */
  read(): Measured | null;
  /** Never rejects: without a cache the next start measures again. */
  write(measured: Measured): Promise<void>;
}
export type ThreadCache = MeasurementCache<MeasuredThreads>;
export type TogetherCache = MeasurementCache<MeasuredTogether>;

const largestEntries = 64;
const milliseconds = z.number().positive().finite();
const threadsSchema = z.object({
  counts: z.object({ decode: z.int().min(1), prefill: z.int().min(1) }),
  runMs: z.object({ decode: milliseconds, prefill: milliseconds }),
});
const planSchema = z.object({ contexts: z.int().min(1), threads: z.int().min(1), textMs: milliseconds });
const togetherSchema = z.object({ sequences: z.int().min(1), threads: z.int().min(1), stepMs: milliseconds });
const fileSchema = z.object({ version: z.literal(1), entries: z.record(z.string(), z.unknown()) });

/** What the best counts depend on: the machine and its power source, the backend, the model's shape and size. */
export function threadCacheKey(input: {
  readonly file: ModelFile;
  readonly backend: string;
  readonly cores: number;
  readonly powerSource: PowerSource;
}): string {
  const { file, backend, cores, powerSource } = input;
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cores} cores, ${powerSource}`;
  const model = `${file.facts.architecture}, width ${file.embeddingWidth}, ${file.fileBytes} bytes`;
  return `${machine}, ${backend}; ${model}`;
}

interface CachePlace {
  readonly path: string;
  readonly key: string;
  /** Counts above it are not believed. */
  readonly cores: number;
}

/** Thread counts of a chat model. */
export function openThreadCache(place: CachePlace): ThreadCache {
  return openCache({
    ...place,
    schema: threadsSchema,
    threadsOf: ({ counts }) => Math.max(counts.decode, counts.prefill),
  });
}

/** Contexts and threads of an embedding model. */
export function openPlanCache(place: CachePlace): MeasurementCache<MeasuredPlan> {
  return openCache({
    path: place.path,
    key: `${place.key}; embedding`,
    cores: place.cores,
    schema: planSchema,
    threadsOf: ({ contexts, threads }) => contexts * threads,
  });
}

/** How many answers a chat model writes in one batch. */
export function openTogetherCache(place: CachePlace): TogetherCache {
  return openCache({
    path: place.path,
    key: `${place.key}; together`,
    cores: place.cores,
    schema: togetherSchema,
    threadsOf: ({ threads }) => threads,
  });
}

function openCache<Measured>(
  input: CachePlace & {
    readonly schema: z.ZodType<Measured>;
    readonly threadsOf: (measured: Measured) => number;
  },
): MeasurementCache<Measured> {
  const { path, key, cores, schema, threadsOf } = input;
  return {
    read() {
      const entry = schema.safeParse(readEntries(path)[key]);
      return entry.success && threadsOf(entry.data) <= cores ? entry.data : null;
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
