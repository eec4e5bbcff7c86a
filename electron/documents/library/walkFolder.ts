import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import path from 'node:path';
import type { IgnoreRules } from './ignoreRules.ts';

/** Few enough to weigh nothing, enough that the disk is asked for many at once. */
const batchFiles = 256;

/**
 * Goes through a folder to its bottom, in no order, and yields the paths of its documents in small batches; links
 * are not followed. Only the folders still to be opened are held in memory.
 * @param options.isOtherFolder true for folders inside that are the library's own: they look after themselves.
 * @param options.onUnreadable told of folders that could not be opened.
 * @param options.onEntry told that there is anything at all.
 */
export async function* walkFolder(
  folder: string,
  options: {
    readonly rules: IgnoreRules;
    readonly signal: AbortSignal;
    readonly isOtherFolder: (folderPath: string) => boolean;
    readonly onUnreadable: (folderPath: string, error: unknown) => void;
    readonly onEntry: () => void;
  },
): AsyncGenerator<readonly string[]> {
  const { rules, signal } = options;
  const folders = [folder];
  let batch: string[] = [];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for await (const entry of entriesOf(next, options)) {
      if (signal.aborted) return;
      options.onEntry();
      const entryPath = path.join(next, entry.name);
      if (entry.isDirectory()) {
        if (!options.isOtherFolder(entryPath) && !(await rules.isFolderIgnored(entryPath))) {
          folders.push(entryPath);
        }
      } else if (entry.isFile() && !(await rules.isFileIgnored(entryPath))) {
        batch.push(entryPath);
        if (batch.length < batchFiles) continue;
        yield batch;
        batch = [];
      }
    }
  }
  if (batch.length > 0) yield batch;
}

async function* entriesOf(
  folderPath: string,
  { onUnreadable }: { readonly onUnreadable: (folderPath: string, error: unknown) => void },
): AsyncGenerator<Dirent> {
  try {
    for await (const entry of await opendir(folderPath, { bufferSize: batchFiles })) yield entry;
  } catch (error) {
    onUnreadable(folderPath, error);
  }
}
