import type { Settings, SettingsPatch } from '../../../shared/contract/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { NumberInput } from '../../ui/NumberInput.tsx';

const values = [
  {
    key: 'temperature',
    label: 'Temperature',
    hint: '0 is most predictable, above 1 is loose. Answers from documents and code use less.',
    ...{ min: 0, max: 2, step: 0.1 },
  },
  {
    key: 'topK',
    label: 'Top-k',
    hint: 'Only so many of the likeliest words are considered; 0: all.',
    ...{ min: 0, max: 1000, step: 1 },
  },
  {
    key: 'topP',
    label: 'Top-p',
    hint: 'Only the likeliest words that make up this share; 1: all.',
    ...{ min: 0, max: 1, step: 0.05 },
  },
  {
    key: 'minP',
    label: 'Min-p',
    hint: 'Only words at least this likely beside the likeliest; 0: all.',
    ...{ min: 0, max: 1, step: 0.01 },
  },
  {
    key: 'repeatPenalty',
    label: 'Repeat penalty',
    hint: 'Above 1 a word becomes less likely once it was said. Code never uses one.',
    ...{ min: 1, max: 2, step: 0.05 },
  },
  {
    key: 'seed',
    label: 'Seed',
    hint: 'With the same seed the same question gives the same answer.',
    ...{ min: 0, max: 0xffff_ffff, step: 1 },
  },
] as const;

const allRecommended: SettingsPatch = Object.fromEntries(values.map(({ key }) => [key, null]));

interface SamplingSettingsProps {
  readonly settings: Settings;
  readonly update: (patch: SettingsPatch) => void;
}

/** How answers' words are chosen; an empty field leaves it to what the model's makers recommend. */
export function SamplingSettings({ settings, update }: SamplingSettingsProps) {
  const isChanged = values.some(({ key }) => settings[key] !== null);
  return (
    <details className="settingsDetails" open={isChanged}>
      <summary>How words are chosen</summary>
      <p className="settingsCard-note">
        An empty field is as the makers of each model recommend. Summaries have values of their own.
      </p>
      <div className="settingsDetails-grid">
        {values.map(({ key, label, hint, ...range }) => (
          <Field key={key} label={label} hint={hint}>
            {({ id, hintId }) => (
              <NumberInput
                id={id}
                hintId={hintId}
                value={settings[key]}
                placeholder={key === 'seed' ? 'Random' : 'Model’s'}
                {...range}
                onChange={(value) => update({ [key]: value })}
                onClear={() => update({ [key]: null })}
              />
            )}
          </Field>
        ))}
      </div>
      {isChanged && (
        <Button size="small" onClick={() => update(allRecommended)}>
          Back to what is recommended
        </Button>
      )}
    </details>
  );
}
