import type { Connection } from '../../shared/contract/app.ts';

/** Every attempt to reach beyond this device, from any of our processes. */
export interface ConnectionLog {
  record(connection: Connection): void;
  list(): readonly Connection[];
  onRecorded(listener: (connection: Connection) => void): () => void;
}

export function createConnectionLog(): ConnectionLog {
  const connections: Connection[] = [];
  const listeners = new Set<(connection: Connection) => void>();
  return {
    record(connection) {
      connections.push(connection);
      for (const listener of listeners) listener(connection);
    },
    list: () => connections,
    onRecorded(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
