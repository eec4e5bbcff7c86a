import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { contract } from '../../shared/contract/index.ts';
import { createConnection, type LogError, type RouterConnection } from './connection.ts';
import { listEndpoints } from './endpoints.ts';
import type { Handlers, Publish } from './handlers.ts';
import type { Connect, Peer } from './peer.ts';

/** How long `dispose` waits for handlers that were told to stop. */
const disposeGraceMs = 5000;

export interface Router {
  /** Opens one view's channel. */
  readonly connect: Connect;
  /** Tells every open view. */
  readonly publish: Publish;
  /** Closes every connection, and waits a little for their handlers to end. */
  dispose(): Promise<void>;
}

/** Answers views by the contract. @param logError is given the cause of every 'internal' error by its reference. */
export function createRouter(input: { readonly handlers: Handlers; readonly logError: LogError }): Router {
  const endpoints = listEndpoints(input.handlers);
  const connections = new Map<RouterConnection, Peer>();
  let isDisposed = false;

  return {
    connect(peer) {
      const connection = createConnection({
        endpoints,
        peer,
        logError: input.logError,
        onClosed: () => connections.delete(connection),
      });
      if (isDisposed) connection.close();
      else connections.set(connection, peer);
      return connection;
    },
    publish(name, payload) {
      const parsed = contract[name].payload.safeParse(payload);
      if (!parsed.success) return input.logError(randomUUID(), parsed.error);
      for (const connection of [...connections.keys()]) {
        connection.notify({ kind: 'event', name, payload: parsed.data });
      }
    },
    async dispose() {
      isDisposed = true;
      const open = [...connections];
      for (const [connection, peer] of open) {
        connection.close();
        peer.close?.();
      }
      const settled = Promise.all(open.map(([connection]) => connection.whenSettled()));
      await Promise.race([settled, wait(disposeGraceMs, undefined, { ref: false })]);
    },
  };
}
