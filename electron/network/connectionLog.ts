import type { Connection } from '../../shared/contract/app.ts';

/** Older attempts are counted, but no longer listed. */
const maxListed = 1000;

/** Every attempt to reach beyond this device, from any of our processes. */
export interface ConnectionLog {
  record(connection: Connection): void;
  /** The newest attempts, oldest first. */
  list(): readonly Connection[];
  /** Attempts since the start, also those no longer listed. */
  count(outcome: Connection['outcome']): number;
  /** @returns a function that stops listening. */
  onRecorded(listener: (connection: Connection) => void): () => void;
}

export function createConnectionLog(): ConnectionLog {
  const connections: Connection[] = [];
  const counts = { blocked: 0, allowed: 0 };
  const listeners = new Set<(connection: Connection) => void>();
  return {
    record(connection) {
      counts[connection.outcome] += 1;
      connections.push(connection);
      if (connections.length > maxListed) connections.shift();
      for (const listener of [...listeners]) listener(connection);
    },
    list: () => [...connections],
    count: (outcome) => counts[outcome],
    onRecorded(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
