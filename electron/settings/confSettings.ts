import Conf from 'conf';
import { createParsedSettings, settingsFileName } from './parsedSettings.ts';
import type { SettingsStore } from './settingsStore.ts';

/** Settings without Electron: conf is what electron-store is built on, so the file is the same. */
export function openConfSettings(dataFolder: string): SettingsStore {
  return createParsedSettings({
    dataFolder,
    open: () => new Conf<Record<string, unknown>>({ cwd: dataFolder, configName: settingsFileName }),
  });
}
