import type { Settings, SettingsPatch } from '../../shared/contract/settings.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { SettingsStore } from './settingsStore.ts';

export interface SettingsDomain {
  read(): Settings;
  update(patch: SettingsPatch): Result<Settings, { code: 'settings.notWritten'; reason: string }>;
}

export function createSettings(parts: {
  readonly store: SettingsStore;
  readonly onChanged: (settings: Settings) => void;
}): SettingsDomain {
  return {
    read: parts.store.read,
    update(patch) {
      const settings = { ...parts.store.read(), ...withoutAbsent(patch) };
      const written = parts.store.write(settings);
      if (!written.ok) return written;
      parts.onChanged(settings);
      return ok(settings);
    },
  };
}

/** Zod leaves an optional key that was sent as undefined in place, which would erase the setting. */
function withoutAbsent(patch: SettingsPatch): {
  [Key in keyof SettingsPatch]: Exclude<SettingsPatch[Key], undefined>;
} {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
