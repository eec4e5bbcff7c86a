import { useState } from 'react';
import type { SettingsPatch } from '../../../shared/contract/settings.ts';
import { useFacts } from '../../state/facts.tsx';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import type { Words } from '../../words/words.ts';
import { About } from './About.tsx';
import { EnergySettings } from './EnergySettings.tsx';
import { EngineSettings } from './EngineSettings.tsx';
import { SamplingSettings } from './SamplingSettings.tsx';
import './settings.css';

interface SettingsPageProps {
  readonly onShowConnections: () => void;
}

const themes = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;
const summaryLengths = [
  { value: 'short', label: 'Short' },
  { value: 'medium', label: 'Medium' },
  { value: 'long', label: 'Long' },
] as const;

export function SettingsPage({ onShowConnections }: SettingsPageProps) {
  const { settings, updateSettings } = useFacts();
  const [failure, setFailure] = useState<Words | null>(null);
  const update = (patch: SettingsPatch) => void updateSettings(patch).then(setFailure);
  return (
    <div className="page">
      <PageHeader title="Settings" />
      <div className="page-scroll">
        <div className="page-column">
          {failure && <Notice {...failure} tone="failed" />}
          <section className="card settingsCard" aria-labelledby="settings-look">
            <h2 id="settings-look">Look</h2>
            <Choice
              legend="Theme"
              value={settings.theme}
              options={themes}
              onChange={(theme) => update({ theme })}
            />
          </section>
          <section className="card settingsCard" aria-labelledby="settings-answers">
            <h2 id="settings-answers">Answers and summaries</h2>
            <Choice
              legend="Length of summaries"
              value={settings.summaryLength}
              options={summaryLengths}
              onChange={(summaryLength) => update({ summaryLength })}
            />
            <InstructionsField
              instructions={settings.instructions}
              onChange={(instructions) => update({ instructions })}
            />
            <SamplingSettings settings={settings} update={update} />
          </section>
          <EngineSettings settings={settings} update={update} />
          <EnergySettings settings={settings} update={update} />
          <About onShowConnections={onShowConnections} />
        </div>
      </div>
    </div>
  );
}

interface InstructionsFieldProps {
  readonly instructions: string;
  readonly onChange: (instructions: string) => void;
}

function InstructionsField({ instructions, onChange }: InstructionsFieldProps) {
  const [text, setText] = useState(instructions);
  const isChanged = text.trim() !== instructions;
  return (
    <div className="settingsInstructions">
      <label htmlFor="settings-instructions">Instructions</label>
      <p className="field-hint" id="settings-instructions-hint">
        Said to the model before every chat, for example “Answer briefly and in British English.”
      </p>
      <textarea
        id="settings-instructions"
        aria-describedby="settings-instructions-hint"
        className="textInput"
        rows={3}
        maxLength={8000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {isChanged && (
        <div className="settingsInstructions-actions">
          <Button size="small" look="plain" onClick={() => setText(instructions)}>
            Undo
          </Button>
          <Button size="small" look="primary" onClick={() => onChange(text.trim())}>
            Save
          </Button>
        </div>
      )}
    </div>
  );
}
