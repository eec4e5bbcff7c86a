import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ignoreFileName, isForeignFolder } from './ignoreRules.ts';

/** Saving a file makes several events; copying a folder, thousands. */
const quietMs = 400;
const maxWaitMs = 3000;
/** More places than this are one look through the whole folder. */
const maxPlaces = 500;

export interface FolderWatch {
  close(): Promise<void>;
}

const detailsSchema = z.object({ watchedPath: z.string() });

/**
 * Tells of places in a folder where something changed. Only folders are watched, not files: the system tells of the
 * files in them, and a library of any size then takes a handful of handles.
 * @param onChanged given the files and folders to look at, when it has become quiet.
 * @param onFailed the system cannot watch this folder (any more).
 */
export async function watchFolder(input: {
  readonly root: string;
  readonly onChanged: (places: readonly string[]) => void;
  readonly onFailed: (reason: string) => void;
}): Promise<FolderWatch> {
  const { root, onChanged, onFailed } = input;
  // Loaded where a folder is watched: a command that only searches has no use for it.
  const { watch } = await import('chokidar');
  const realRoot = await realpath(root).catch(() => root);
  const places = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let firstAt: number | null = null;

  const tell = () => {
    firstAt = null;
    const changed = places.size > maxPlaces ? [root] : [...places];
    places.clear();
    if (changed.length > 0) onChanged(withoutInner(changed));
  };
  const note = (changed: string) => {
    const place = path.basename(changed) === ignoreFileName ? path.dirname(changed) : changed;
    const inside = path.relative(realRoot, place);
    if (inside.split(path.sep).some(isForeignFolder)) return;
    if (places.size <= maxPlaces) places.add(path.join(root, inside));
    const now = performance.now();
    firstAt ??= now;
    clearTimeout(timer);
    timer = setTimeout(tell, Math.min(quietMs, Math.max(0, firstAt + maxWaitMs - now)));
  };

  const watcher = watch(realRoot, {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    // Only what can be told from the name; rules of the person's own are looked at when the place is checked.
    ignored: (each, facts) =>
      facts?.isFile() === true || path.relative(realRoot, each).split(path.sep).some(isForeignFolder),
  });
  watcher.on('all', (_event, place) => note(place));
  watcher.on('raw', (_event, name, details) => {
    const parsed = detailsSchema.safeParse(details);
    if (parsed.success && typeof name === 'string') note(path.join(parsed.data.watchedPath, name));
    else note(realRoot);
  });
  watcher.on('error', (error) => onFailed(error instanceof Error ? error.message : String(error)));
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return {
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** What lies in a folder that is looked through anyway. */
function withoutInner(changed: readonly string[]): string[] {
  const sorted = changed.toSorted();
  const kept: string[] = [];
  for (const place of sorted) {
    const last = kept.at(-1);
    if (last === undefined || !place.startsWith(last + path.sep)) kept.push(place);
  }
  return kept;
}
