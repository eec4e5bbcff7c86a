import { createContext, type ReactNode, use, useMemo } from 'react';
import type { AppStatus } from '../../shared/contract/app.ts';
import type { TransportError } from '../../shared/contract/define.ts';
import type { EngineState, Model } from '../../shared/contract/models.ts';
import type { Settings, SettingsPatch } from '../../shared/contract/settings.ts';
import { errorWords, type SettingsError } from '../words/errors.ts';
import type { Words } from '../words/words.ts';
import { useClient, useHostEvent } from './host.ts';
import { type Loaded, useQuery } from './useQuery.ts';

export interface Facts {
  readonly status: AppStatus;
  readonly settings: Settings;
  readonly models: readonly Model[];
  readonly engine: EngineState;
  /** @returns the words of what went wrong, or null. */
  readonly updateSettings: (patch: SettingsPatch) => Promise<Words | null>;
}

const FactsContext = createContext<Facts | null>(null);

/** What every screen needs to know of the host, kept up to date by its events. */
export function useFacts(): Facts {
  const facts = use(FactsContext);
  if (!facts) throw new Error('No facts above this component.');
  return facts;
}

/** The chat models that are there to be used. */
export function chatModels(models: readonly Model[]): readonly Model[] {
  return models.filter((model) => model.kind === 'chat' && model.isFilePresent);
}

/** The model an answer would be written by now. */
export function currentModel(facts: Pick<Facts, 'models' | 'settings'>): Model | null {
  const usable = chatModels(facts.models);
  return usable.find((model) => model.id === facts.settings.defaultModelId) ?? usable[0] ?? null;
}

interface FactsProviderProps {
  readonly waiting: ReactNode;
  readonly renderFailure: (failure: { readonly words: Words; readonly retry: () => void }) => ReactNode;
  readonly children: ReactNode;
}

const noInput = {};

export function FactsProvider({ waiting, renderFailure, children }: FactsProviderProps) {
  const client = useClient();
  const status = useQuery('app.getStatus', noInput);
  const settings = useQuery('settings.get', noInput);
  const models = useQuery('models.list', noInput);
  const engine = useQuery('models.getEngineState', noInput);
  useHostEvent('settings.changed', settings.replace);
  useHostEvent('models.changed', models.replace);
  useHostEvent('models.engineStateChanged', engine.replace);
  useHostEvent('app.connectionAttempted', () => void status.reload());

  const facts = useMemo<Facts | null>(() => {
    const [statusValue, settingsValue, modelsValue, engineValue] = [
      readyValue(status.state),
      readyValue(settings.state),
      readyValue(models.state),
      readyValue(engine.state),
    ];
    if (!statusValue || !settingsValue || !modelsValue || !engineValue) return null;
    return {
      status: statusValue,
      settings: settingsValue,
      models: modelsValue,
      engine: engineValue,
      updateSettings: async (patch) => {
        const result = await client.request('settings.update', patch);
        if (!result.ok) return errorWords(result.error);
        settings.replace(result.value);
        return null;
      },
    };
  }, [client, status.state, settings.state, models.state, engine.state, settings.replace]);

  if (facts) return <FactsContext value={facts}>{children}</FactsContext>;
  const failure = failureOf([status.state, settings.state, models.state, engine.state]);
  if (!failure || failure.code === 'hostDisconnected') return waiting;
  return renderFailure({
    words: errorWords(failure),
    retry: () => {
      for (const query of [status, settings, models, engine]) void query.reload();
    },
  });
}

function readyValue<Value, Failure>(state: Loaded<Value, Failure>): Value | null {
  return state.kind === 'ready' ? state.value : null;
}

function failureOf(
  states: readonly Loaded<unknown, TransportError | SettingsError>[],
): TransportError | SettingsError | null {
  for (const state of states) if (state.kind === 'failed') return state.error;
  return null;
}
