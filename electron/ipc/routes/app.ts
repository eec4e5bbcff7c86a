import type { AppStatus } from '../../../shared/contract/app.ts';
import { ok } from '../../../shared/result.ts';
import type { ConnectionLog } from '../../network/connectionLog.ts';
import type { SettingsDomain } from '../../settings/settings.ts';
import type { Handlers } from '../handlers.ts';

type AppHandlers = Pick<Handlers, Extract<keyof Handlers, `app.${string}` | `settings.${string}`>>;

export function appRoutes(parts: {
  readonly status: Omit<AppStatus, 'connectionsMade' | 'connectionsBlocked'>;
  readonly connectionLog: ConnectionLog;
  readonly settings: SettingsDomain;
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
    'settings.get': () => ok(settings.read()),
    'settings.update': (patch) => settings.update(patch),
  };
}
