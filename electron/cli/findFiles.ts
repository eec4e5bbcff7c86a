import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatOfName } from '../../shared/formats.ts';

/**
 * The files that paths stand for, in order and each once. Folders are searched to the bottom for formats Sotto
 * reads, but not in hidden folders, `node_modules` or through links; a file named itself is always in, so that
 * its own error is told.
 */
export async function findFiles(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (each) => ((await isFolder(each)) ? walk(each) : Promise.resolve([each]))),
  );
  return [...new Set(found.flat())];
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const entryPath = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await walk(entryPath)));
    else if (entry.isFile() && isReadable(entry.name)) found.push(entryPath);
  }
  return found;
}

/** By its name alone. Names without an ending are left out: most of them are no documents. */
function isReadable(fileName: string): boolean {
  return path.extname(fileName) !== '' && formatOfName(fileName) !== null;
}

export async function isFolder(each: string): Promise<boolean> {
  return (await stat(each).catch(() => null))?.isDirectory() ?? false;
}
