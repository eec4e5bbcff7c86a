import net from 'node:net';

/** @returns an error where the address lies beyond this device; the attempt is reported then. */
export type Deny = (host: string, port: string) => Error | null;

const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether this address or name can only mean this device. Names other than 'localhost' are not looked up. */
export function isLoopback(host: string): boolean {
  // The zone of a link-local address, as in '::1%lo', plays no part.
  const address = host.replace(/%.*$/, '');
  const family = net.isIP(address);
  // An IPv4 rule also covers the address written as IPv6, '::ffff:127.0.0.1'.
  if (family !== 0) return loopback.check(address, family === 4 ? 'ipv4' : 'ipv6');
  return /^localhost\.?$/i.test(host);
}

/** Whether a pipe or socket path stays on this device. Windows opens '\\server\pipe\name' over the network. */
export function isLocalPath(path: string): boolean {
  return !/^[\\/]{2}(?![.?][\\/])/.test(path);
}
