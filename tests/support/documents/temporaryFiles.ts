import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for files that one test file makes. */
export interface TemporaryFiles {
  readonly folder: string;
  /** @returns the path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function createTemporaryFiles(): Promise<TemporaryFiles> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sotto-documents-'));
  return {
    folder,
    async write(name, content) {
      const file = path.join(folder, name);
      await writeFile(file, content);
      return file;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
