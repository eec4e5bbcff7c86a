import type { Settings, SettingsPatch } from '../../../shared/contract/settings.ts';
import { useFacts } from '../../state/facts.tsx';
import { Choice, Field } from '../../ui/Field.tsx';
import { NumberInput } from '../../ui/NumberInput.tsx';

const gpuChoices = {
  macos: [
    { value: 'auto', label: 'When it helps' },
    { value: 'metal', label: 'Metal' },
    { value: 'off', label: 'Off' },
  ],
  others: [
    { value: 'auto', label: 'When it helps' },
    { value: 'cuda', label: 'CUDA first' },
    { value: 'vulkan', label: 'Vulkan first' },
    { value: 'off', label: 'Off' },
  ],
} as const;
const forbiddable = [
  { backend: 'cuda', label: 'Never use CUDA' },
  { backend: 'vulkan', label: 'Never use Vulkan' },
] as const;
const threadChoices = [
  { value: 'auto', label: 'Measured' },
  { value: 'fixed', label: 'Fixed' },
] as const;

const precisionChoices = [
  { value: 'exact', label: 'Exact' },
  { value: 'half', label: 'Half the memory' },
  { value: 'quarter', label: 'A quarter' },
] as const;

const idleChoices = [
  { value: 'unload', label: 'Give its memory back' },
  { value: 'keep', label: 'Keep it loaded' },
] as const;
const usualIdleMinutes = 15;

interface EngineSettingsProps {
  readonly settings: Settings;
  readonly update: (patch: SettingsPatch) => void;
}

/** What models run on and how much they may take. */
export function EngineSettings({ settings, update }: EngineSettingsProps) {
  const { status } = useFacts();
  const cores = navigator.hardwareConcurrency;
  return (
    <section className="card settingsCard" aria-labelledby="settings-engine">
      <h2 id="settings-engine">Engine</h2>
      <Choice
        legend="Graphics processor"
        value={settings.gpu}
        options={status.platform === 'darwin' ? gpuChoices.macos : gpuChoices.others}
        onChange={(gpu) => update({ gpu })}
      />
      {settings.gpu !== 'off' && <ForbiddenBackends settings={settings} update={update} />}
      <div className="settingsCard-pair">
        <Choice
          legend="Threads"
          value={settings.threads === 'auto' ? 'auto' : 'fixed'}
          options={threadChoices}
          onChange={(choice) =>
            update({ threads: choice === 'auto' ? 'auto' : Math.max(1, Math.floor(cores / 2)) })
          }
        />
        {settings.threads !== 'auto' && (
          <NumberInput
            label="Number of threads"
            value={settings.threads}
            min={1}
            max={256}
            step={1}
            onChange={(threads) => update({ threads })}
          />
        )}
      </div>
      <Field
        label="Context"
        hint="The most a chat may hold, in tokens: about ¾ of a word each. More takes more memory."
      >
        {({ id, hintId }) => (
          <NumberInput
            id={id}
            hintId={hintId}
            value={settings.contextTokens}
            min={512}
            max={131_072}
            step={512}
            onChange={(contextTokens) => update({ contextTokens })}
          />
        )}
      </Field>
      <Choice
        legend="Memory of the conversation"
        value={settings.cachePrecision}
        options={precisionChoices}
        onChange={(cachePrecision) => update({ cachePrecision })}
      />
      <p className="settingsCard-note">
        How exactly a model remembers what it read. Half the memory is hard to tell from exact; with a quarter
        it may mix up details.
      </p>
      <p className="settingsCard-note">These apply when a model is loaded the next time.</p>
      <Choice
        legend="A model that is not used"
        value={settings.unloadAfterMinutes === null ? 'keep' : 'unload'}
        options={idleChoices}
        onChange={(choice) => update({ unloadAfterMinutes: choice === 'keep' ? null : usualIdleMinutes })}
      />
      {settings.unloadAfterMinutes !== null && (
        <Field label="Minutes until then" hint="The next question loads the model again.">
          {({ id, hintId }) => (
            <NumberInput
              id={id}
              hintId={hintId}
              value={settings.unloadAfterMinutes ?? usualIdleMinutes}
              min={1}
              max={1440}
              step={1}
              onChange={(unloadAfterMinutes) => update({ unloadAfterMinutes })}
            />
          )}
        </Field>
      )}
    </section>
  );
}

/** On macOS there is but one, and "Off" forbids it. */
function ForbiddenBackends({ settings, update }: EngineSettingsProps) {
  const { status } = useFacts();
  if (status.platform === 'darwin') return null;
  const { forbiddenBackends } = settings;
  return (
    <div className="settingsCard-pair">
      {forbiddable.map(({ backend, label }) => (
        <label key={backend}>
          <input
            type="checkbox"
            checked={forbiddenBackends.includes(backend)}
            onChange={({ target }) =>
              update({
                forbiddenBackends: target.checked
                  ? [...forbiddenBackends, backend]
                  : forbiddenBackends.filter((one) => one !== backend),
              })
            }
          />{' '}
          {label}
        </label>
      ))}
    </div>
  );
}
