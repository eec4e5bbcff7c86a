import { createContext, use, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Client } from '../../shared/client.ts';
import type { EventName, PayloadOf } from '../../shared/contract/index.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** What the views need of the way to Sotto's host; the bridge is one, the tests' fakes are others. */
export type Host = Bridge;

export const HostContext = createContext<Host | null>(null);

export function useHost(): Host {
  const host = use(HostContext);
  if (!host) throw new Error('No host above this component.');
  return host;
}

export function useClient(): Client {
  return useHost().client;
}

export function useConnectionStatus(): ReturnType<Host['connection']['status']> {
  const { connection } = useHost();
  return useSyncExternalStore(connection.subscribe, connection.status);
}

export function useIsConnected(): boolean {
  return useConnectionStatus() === 'connected';
}

/** Calls the newest `listener` for every event of this name. */
export function useHostEvent<Name extends EventName>(
  name: Name,
  listener: (payload: PayloadOf<Name>) => void,
): void {
  const client = useClient();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => client.on(name, (payload) => latest.current(payload)), [client, name]);
}
