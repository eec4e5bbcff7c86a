import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** The GPU backends that crashed the engine too often to be tried again unasked, also after a restart. */
export interface BackendCrashes {
  /** 'metal', 'cuda', 'vulkan'; 'auto' stands for all of them. */
  readonly excluded: readonly string[];
  note(backend: string): void;
  /** The person wants them tried again. */
  forget(): void;
}

const crashesBeforeExclusion = 2;
const fileSchema = z.object({ version: z.string(), excluded: z.array(z.string()) });

/** @param memory null: nothing outlives this object. Another version of Sotto may do better, so it starts anew. */
export function createBackendCrashes(
  memory: { readonly path: string; readonly version: string } | null,
): BackendCrashes {
  const counts = new Map<string, number>();
  let excluded = memory === null ? [] : read(memory);

  return {
    get excluded() {
      return excluded;
    },
    note(backend) {
      const count = (counts.get(backend) ?? 0) + 1;
      counts.set(backend, count);
      if (count < crashesBeforeExclusion || excluded.includes(backend)) return;
      excluded = [...excluded, backend];
      if (memory !== null) write(memory, excluded);
    },
    forget() {
      counts.clear();
      excluded = [];
      if (memory !== null) rmSync(memory.path, { force: true });
    },
  };
}

function read({ path, version }: { readonly path: string; readonly version: string }): string[] {
  try {
    const file = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return file.version === version ? file.excluded : [];
  } catch {
    // None yet, or damaged: at worst the backend crashes twice more.
    return [];
  }
}

function write(memory: { readonly path: string; readonly version: string }, excluded: string[]): void {
  try {
    writeFileSync(memory.path, JSON.stringify({ version: memory.version, excluded }));
  } catch (error) {
    console.warn('engine: a crashed backend could not be remembered', error);
  }
}
