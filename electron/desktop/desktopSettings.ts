import ElectronStore from 'electron-store';
import { createParsedSettings, settingsFileName } from '../settings/parsedSettings.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';

/** Settings of the desktop app. */
export function openDesktopSettings(dataFolder: string): SettingsStore {
  return createParsedSettings({
    dataFolder,
    open: () => new ElectronStore({ cwd: dataFolder, name: settingsFileName }),
  });
}
