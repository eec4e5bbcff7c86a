import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import type { Connection } from '../../shared/contract/app.ts';
import { guardDatagrams } from './guardDatagrams.ts';
import { guardNameLookups } from './guardNameLookups.ts';
import { type Deny, isLocalPath, isLoopback } from './loopback.ts';

/**
 * Denies what this process would send beyond the device, and reports it: TCP (with it TLS, HTTP, `fetch` and
 * WebSocket), UDP and name lookups. Loopback and local pipes stay open. @returns a function that takes it back.
 */
export function installNetworkGuard(input: {
  readonly process: Connection['process'];
  readonly onBlocked: (connection: Connection) => void;
}): () => void {
  const deny: Deny = (host, port) => {
    if (isLoopback(host)) return null;
    input.onBlocked({
      at: new Date().toISOString(),
      process: input.process,
      address: port === '' ? host : `${host}:${port}`,
      outcome: 'blocked',
    });
    return blockedError(host);
  };
  const restoreAll = [guardSockets(deny), guardDatagrams(deny), guardNameLookups(deny)];
  // Modules that import { lookup } and the like hold copies, which follow only when told.
  syncBuiltinESMExports();
  return () => {
    for (const restore of restoreAll) restore();
    syncBuiltinESMExports();
  };
}

/** Everything over TCP ends up here, whatever protocol is spoken on top. */
function guardSockets(deny: Deny): () => void {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function guardedConnect(this: net.Socket, ...parameters: unknown[]) {
    const target = readTarget(parameters);
    const error = target && deny(target.host, target.port);
    if (!error) return Reflect.apply(connect, this, parameters);
    // It fails as any connection would: in a later turn. TLS still sets up the socket in this one.
    process.nextTick(() => this.destroy(error));
    return this;
  };
  return () => {
    net.Socket.prototype.connect = connect;
  };
}

/**
 * Node calls `connect` with an options object, with [options, callback] (its own normalised form), with (port, host)
 * or with a path. @returns null where it stays on this device whatever the host is.
 */
function readTarget(parameters: readonly unknown[]): { readonly host: string; readonly port: string } | null {
  const first = Array.isArray(parameters[0]) ? parameters[0][0] : parameters[0];
  if (typeof first === 'object' && first !== null) {
    const options = new Map<string, unknown>(Object.entries(first));
    const path = options.get('path');
    if (typeof path === 'string' && path !== '') return pathTarget(path);
    const port = String(options.get('port') ?? '');
    const host = String(options.get('host') || 'localhost');
    // A lookup of the caller's own may lead even 'localhost' elsewhere.
    const isOwnLookup = typeof options.get('lookup') === 'function' && net.isIP(host) === 0;
    return { host: isOwnLookup ? `${host} (by a lookup of its own)` : host, port };
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return pathTarget(first);
  return { host: typeof parameters[1] === 'string' ? parameters[1] : 'localhost', port: String(first) };
}

function pathTarget(path: string) {
  return isLocalPath(path) ? null : { host: path, port: '' };
}

function blockedError(host: string): Error {
  return Object.assign(new Error(`Sotto opens no connections: ${host} was blocked`), { code: 'EACCES' });
}
