import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Moves an uploaded file into the data folder's models. @returns its path; its name there is an id. */
export async function keepCopy(input: {
  readonly path: string;
  readonly dataFolder: string;
}): Promise<string> {
  const folder = join(input.dataFolder, 'models');
  await mkdir(folder, { recursive: true });
  const target = join(folder, `${randomUUID()}.gguf`);
  try {
    await rename(input.path, target);
  } catch {
    // The upload folder may lie on another volume.
    await copyFile(input.path, target);
    await rm(input.path, { force: true });
  }
  return target;
}
