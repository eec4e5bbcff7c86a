import net from 'node:net';
import type { Connection } from '../../shared/contract/app.ts';

/**
 * Denies every TCP connection of this process that would leave the device, and reports it. Covers TLS and
 * HTTP, which sit on `net.Socket`. Local pipes and loopback stay open.
 */
export function installNetworkGuard(input: {
  readonly process: Connection['process'];
  readonly onBlocked: (connection: Connection) => void;
}): void {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guardedConnect(this: net.Socket, ...parameters: unknown[]) {
    const address = remoteAddress(parameters);
    if (address === null || isLoopback(address.host)) return Reflect.apply(connect, this, parameters);
    input.onBlocked({
      at: new Date().toISOString(),
      process: input.process,
      address: `${address.host}:${address.port}`,
      outcome: 'blocked',
    });
    this.destroy(new Error(`Sotto opens no connections: ${address.host} was blocked`));
    return this;
  };
}

/** Node calls `connect` with an options object, with [options, callback] (its own normalised form) or with (port, host). */
function remoteAddress(parameters: readonly unknown[]): { host: string; port: string } | null {
  const first = Array.isArray(parameters[0]) ? parameters[0][0] : parameters[0];
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && typeof first.path === 'string') return null;
    const host = 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
    return { host, port: 'port' in first ? String(first.port) : '' };
  }
  if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
    return { host: typeof parameters[1] === 'string' ? parameters[1] : 'localhost', port: String(first) };
  }
  return null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '' || /^127(\.\d{1,3}){3}$/.test(host);
}
