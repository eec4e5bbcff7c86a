import type { AppStatus } from '../../../shared/contract/app.ts';
import { ok } from '../../../shared/result.ts';
import type { ConnectionLog } from '../../network/connectionLog.ts';
import type { Energy } from '../../power/energy.ts';
import type { SettingsDomain } from '../../settings/settings.ts';
import type { HandlerEvent, Handlers } from '../handlers.ts';

type AppHandlers = Pick<Handlers, Extract<keyof Handlers, `app.${string}` | `settings.${string}`>>;

export function appRoutes(parts: {
  readonly status: Omit<AppStatus, 'connectionsMade' | 'connectionsBlocked'>;
  readonly connectionLog: ConnectionLog;
  readonly settings: SettingsDomain;
  readonly energy: Pick<Energy, 'noteVisible'>;
}): AppHandlers {
  const { connectionLog, settings } = parts;
  return {
    'app.getStatus': () =>
      ok({
        ...parts.status,
        connectionsMade: connectionLog.count('allowed'),
        connectionsBlocked: connectionLog.count('blocked'),
      }),
    'app.listConnections': () => ok([...connectionLog.list()]),
    'app.stayVisible': (_input, { signal }) => staySeen(parts.energy, signal),
    'settings.get': () => ok(settings.read()),
    'settings.update': (patch) => settings.update(patch),
  };
}

async function* staySeen(
  energy: Pick<Energy, 'noteVisible'>,
  signal: AbortSignal,
): AsyncGenerator<HandlerEvent<'app.stayVisible'>> {
  const noteHidden = energy.noteVisible();
  try {
    yield { kind: 'item', item: { kind: 'noted' } };
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    noteHidden();
  }
  yield { kind: 'finished', value: {} };
}
