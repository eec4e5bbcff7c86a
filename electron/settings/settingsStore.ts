import type { Settings } from '../../shared/contract/settings.ts';
import type { Result } from '../../shared/result.ts';

/** Where settings live: electron-store in the desktop app, the same file without it elsewhere; both read through one schema. */
export interface SettingsStore {
  read(): Settings;
  write(settings: Settings): Result<null, { readonly code: 'settings.notWritten'; readonly reason: string }>;
}
