import { readFileSync } from 'node:fs';
import { writeFileSync } from 'atomically';
import { z } from 'zod';
import { createParsedSettings } from './parsedSettings.ts';
import type { SettingsStore } from './settingsStore.ts';

const fileSchema = z.record(z.string(), z.unknown());

/**
 * Settings without Electron: the same file as electron-store's, written by the library that it writes with. conf, which
 * it is built on, brings a validator and a version parser that Sotto's own schema has no use for, and every command
 * would load them.
 */
export function openFileSettings(dataFolder: string): SettingsStore {
  return createParsedSettings({
    dataFolder,
    open(file) {
      const read = () => readJson(file);
      // A broken file is told of at once, as electron-store does.
      read();
      return {
        get store() {
          return read();
        },
        set store(settings) {
          writeFileSync(file, `${JSON.stringify(settings, null, '\t')}\n`);
        },
      };
    },
  });
}

function readJson(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  return fileSchema.parse(JSON.parse(text));
}
