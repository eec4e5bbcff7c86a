import type { Settings, SettingsPatch } from '../../../shared/contract/settings.ts';
import { Choice } from '../../ui/Field.tsx';

const choices = [
  { value: 'pause', label: 'Pause background work' },
  { value: 'fewerThreads', label: 'Fewer threads' },
  { value: 'usual', label: 'As usual' },
] as const;

interface EnergySettingsProps {
  readonly settings: Settings;
  readonly update: (patch: SettingsPatch) => void;
}

/** How much power may be taken when there is little of it. */
export function EnergySettings({ settings, update }: EnergySettingsProps) {
  return (
    <section className="card settingsCard" aria-labelledby="settings-energy">
      <h2 id="settings-energy">Power</h2>
      <Choice
        legend="On battery, in power saver or when hot"
        value={settings.onLowPower}
        options={choices}
        onChange={(onLowPower) => update({ onLowPower })}
      />
      <Choice
        legend="While Sotto’s window is hidden"
        value={settings.whenHidden}
        options={choices}
        onChange={(whenHidden) => update({ whenHidden })}
      />
      <p className="settingsCard-note">
        Background work is summaries and indexing. Questions are always answered; paused work goes on by
        itself, or at once with “Continue anyway”. Fewer threads means half of the cores at most, unless a
        number is fixed under Engine.
      </p>
    </section>
  );
}
