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
  const count = (outcome: 'allowed' | 'blocked') =>
    connectionLog.list().filter((connection) => connection.outcome === outcome).length;
  return {
    'app.getStatus': () =>
      ok({ ...parts.status, connectionsMade: count('allowed'), connectionsBlocked: count('blocked') }),
    'app.listConnections': () => ok([...connectionLog.list()]),
    'settings.get': () => ok(settings.read()),
    'settings.update': (patch) => settings.update(patch),
  };
}
