import { constants, copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import { fail, ok } from '../../shared/result.ts';
import type { SettingsStore } from './settingsStore.ts';

/** Both stores name their file so. */
export const settingsFileName = 'settings';

/** The file as a whole, read anew each time, as electron-store has it. Throws where it is no JSON. */
export interface RawStore {
  store: Record<string, unknown>;
}

/**
 * Settings read through the schema. A value that does not fit becomes its default, and so does everything when the
 * file is no JSON; the file as it was is kept beside it first.
 */
export function createParsedSettings(input: {
  readonly dataFolder: string;
  readonly open: (file: string) => RawStore;
}): SettingsStore {
  const file = path.join(input.dataFolder, `${settingsFileName}.json`);
  const open = () => {
    try {
      return input.open(file);
    } catch {
      // The stores read the file when they are made, and cannot be made over a broken one.
      keepCopy(file);
      rmSync(file, { force: true });
      return input.open(file);
    }
  };
  const store = open();

  const read = (): Settings => {
    const { settings, isWhole } = parse(readRaw(store, file));
    if (!isWhole) {
      keepCopy(file);
      write(store, settings);
    }
    return settings;
  };
  return {
    read,
    write: (settings) => write(store, settings),
  };
}

function readRaw(store: RawStore, file: string): Record<string, unknown> {
  try {
    return store.store;
  } catch {
    keepCopy(file);
    rmSync(file, { force: true });
    return {};
  }
}

/** Keeps every value that fits. */
function parse(raw: Record<string, unknown>): { settings: Settings; isWhole: boolean } {
  const whole = settingsSchema.safeParse(raw);
  if (whole.success) return { settings: whole.data, isWhole: true };
  const fitting = Object.entries(settingsSchema.shape).filter(
    ([key, schema]) => schema.safeParse(raw[key]).success,
  );
  const settings = settingsSchema.parse(Object.fromEntries(fitting.map(([key]) => [key, raw[key]])));
  return { settings, isWhole: false };
}

function write(store: RawStore, settings: Settings): ReturnType<SettingsStore['write']> {
  try {
    store.store = { ...settings };
    return ok(null);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return fail({ code: 'settings.notWritten', reason });
  }
}

function keepCopy(file: string): void {
  if (!existsSync(file)) return;
  const time = new Date().toISOString().replaceAll(':', '-');
  try {
    copyFileSync(file, file.replace(/[.]json$/, `.broken-${time}.json`), constants.COPYFILE_EXCL);
  } catch {
    // A folder that takes no copy takes no other file either; the settings are still readable with their defaults.
  }
}
