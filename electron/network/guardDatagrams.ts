import dgram from 'node:dgram';
import type { Deny } from './loopback.ts';

/** Denies UDP beyond this device. @returns a function that takes it back. */
export function guardDatagrams(deny: Deny): () => void {
  const { send, connect, addMembership, addSourceSpecificMembership } = dgram.Socket.prototype;

  dgram.Socket.prototype.send = function guardedSend(this: dgram.Socket, ...parameters: unknown[]) {
    const error = denyTarget(parameters.slice(1));
    if (!error) return Reflect.apply(send, this, parameters);
    reportTo(parameters.at(-1), error, this);
  };
  dgram.Socket.prototype.connect = function guardedConnect(this: dgram.Socket, ...parameters: unknown[]) {
    const error = denyTarget(parameters);
    if (!error) return Reflect.apply(connect, this, parameters);
    reportTo(parameters.at(-1), error, this);
  };
  // Joining a group is announced to the network.
  dgram.Socket.prototype.addMembership = function guardedJoin(group) {
    throw deny(group, '') ?? new Error('No multicast');
  };
  dgram.Socket.prototype.addSourceSpecificMembership = function guardedJoin(_source, group) {
    throw deny(group, '') ?? new Error('No multicast');
  };

  /** @param parameters those after the message: [offset, length,] [port,] [address,] [callback]. */
  function denyTarget(parameters: readonly unknown[]): Error | null {
    const address = parameters.findLast((parameter) => typeof parameter === 'string');
    const port = parameters.findLast((parameter) => typeof parameter === 'number');
    // Without an address Node sends to this device, or to the address that `connect` was allowed.
    return typeof address === 'string' && address !== '' ? deny(address, String(port ?? '')) : null;
  }

  return () => {
    Object.assign(dgram.Socket.prototype, { send, connect, addMembership, addSourceSpecificMembership });
  };
}

/** Node tells the callback, else the socket's listeners, in a later turn. */
function reportTo(callback: unknown, error: Error, socket: dgram.Socket) {
  process.nextTick(() => {
    if (typeof callback === 'function') callback(error);
    else socket.emit('error', error);
  });
}
