import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a file so that a crash leaves either the old or the new one, never half of it. With `isNew` an
 * existing file is left alone: rejects with EEXIST. Other failures reject with the system's error.
 */
export async function writeFileAtomically(input: {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: number;
  readonly isNew: boolean;
}): Promise<void> {
  const temporaryPath = path.join(path.dirname(input.path), `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporaryPath, 'wx', input.mode);
    try {
      await file.writeFile(input.content);
      // The mode given to open() is cut by the umask.
      if (process.platform !== 'win32') await file.chmod(input.mode);
      await file.sync();
    } finally {
      await file.close();
    }
    if (input.isNew)
      await placeNewFile({ temporaryPath, path: input.path, content: input.content, mode: input.mode });
    else await rename(temporaryPath, input.path);
    await syncFolder(path.dirname(input.path));
  } finally {
    await rm(temporaryPath, { force: true });
  }
}

/** rename() would replace a file made in the meantime; link() refuses, but FAT and some network drives lack it. */
async function placeNewFile(input: {
  readonly temporaryPath: string;
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: number;
}): Promise<void> {
  try {
    await link(input.temporaryPath, input.path);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    const file = await open(input.path, 'wx', input.mode);
    try {
      await file.writeFile(input.content);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

function isUnsupported(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].includes(String(error.code))
  );
}

/** Makes the new name itself durable. Windows offers no such call and keeps names in its own journal. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } catch (error) {
    // Some network file systems refuse to sync a folder; the file itself is already safe.
    if (!isUnsupported(error)) throw error;
  } finally {
    await opened.close();
  }
}
