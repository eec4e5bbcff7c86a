import dgram from 'node:dgram';
import dns, { lookup } from 'node:dns';
import { resolve4 } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import http2 from 'node:http2';
import { get as getSecurely } from 'node:https';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { installNetworkGuard } from '../../../electron/network/guard.ts';
import type { Connection } from '../../../shared/contract/app.ts';

// Addresses for documentation (RFC 5737, RFC 3849) and a name that never exists (RFC 2606).
const foreignAddress = '192.0.2.1';
const foreignAddress6 = '2001:db8::1';
const foreignName = 'sotto.invalid';

let blocked: Connection[] = [];
let uninstall = () => {};

beforeEach(() => {
  blocked = [];
  uninstall = installNetworkGuard({
    process: 'host',
    onBlocked: (connection) => void blocked.push(connection),
  });
});
afterEach(() => uninstall());

const addresses = () => blocked.map((connection) => connection.address);

async function failureOf(emitter: NodeJS.EventEmitter): Promise<unknown> {
  const [error] = await once(emitter, 'error');
  return error;
}

const denied = (host: string) => ({
  code: 'EACCES',
  message: `Sotto opens no connections: ${host} was blocked`,
});

describe('what would leave the device is denied and reported', () => {
  // Would catch: one way of calling connect whose host is not recognised.
  test.each([
    ['an options object', () => net.connect({ host: foreignAddress, port: 80 }), `${foreignAddress}:80`],
    ['port and host', () => net.connect(80, foreignAddress), `${foreignAddress}:80`],
    ['a socket of its own', () => new net.Socket().connect(80, foreignName), `${foreignName}:80`],
    ['IPv6', () => net.connect({ host: foreignAddress6, port: 80 }), `${foreignAddress6}:80`],
    [
      'IPv4 written as IPv6',
      () => net.connect({ host: `::ffff:${foreignAddress}`, port: 80 }),
      `::ffff:${foreignAddress}:80`,
    ],
    [
      'both families at once',
      () => net.connect({ host: foreignName, port: 80, autoSelectFamily: true }),
      `${foreignName}:80`,
    ],
    ['a name that starts as loopback', () => net.connect(80, '127.0.0.1.invalid'), '127.0.0.1.invalid:80'],
    ['every address', () => net.connect(80, '0.0.0.0'), '0.0.0.0:80'],
    ['TLS', () => tls.connect({ host: foreignName, port: 443 }), `${foreignName}:443`],
    ['a pipe of another computer', () => net.connect('\\\\server\\pipe\\x'), '\\\\server\\pipe\\x'],
    ['HTTP', () => get(`http://${foreignName}/`), `${foreignName}:80`],
    ['HTTPS', () => getSecurely(`https://${foreignAddress}/`), `${foreignAddress}:443`],
    ['HTTP/2', () => http2.connect(`https://${foreignName}`), `${foreignName}:443`],
    ['a WebSocket', () => new WebSocket(`ws://${foreignName}:81/`), `${foreignName}:81`],
  ])('%s', async (_name, connect, address) => {
    const error = await failureOf(connect());
    expect(error).toMatchObject({ code: 'EACCES' });
    expect(blocked).toEqual([{ at: expect.any(String), process: 'host', address, outcome: 'blocked' }]);
  });

  // Would catch: what is written at once failing first, with an error that says nothing of the reason.
  test('a connection that is written to at once, with its own error', async () => {
    const socket = net.connect(80, foreignAddress);
    socket.write('x');
    expect(await failureOf(socket)).toMatchObject(denied(foreignAddress));
  });

  // Would catch: a lookup function that turns an allowed name into a foreign address.
  test("'localhost' by a lookup of the caller's own", async () => {
    const lookupElsewhere: net.LookupFunction = (_name, _options, done) => done(null, foreignAddress, 4);
    await failureOf(net.connect({ host: 'localhost', port: 80, lookup: lookupElsewhere }));
    expect(addresses()).toEqual(['localhost (by a lookup of its own):80']);
  });

  // Would catch: the fetch built into Node going around the guard.
  test('fetch', async () => {
    await expect(fetch(`http://${foreignAddress}/`)).rejects.toMatchObject({ cause: denied(foreignAddress) });
    await expect(fetch(`https://${foreignName}/`)).rejects.toMatchObject({ cause: denied(foreignName) });
    expect(addresses()).toEqual([`${foreignAddress}:80`, `${foreignName}:443`]);
  });

  // Would catch: UDP, which does not use net.Socket.
  test('datagrams, by callback and by event', async () => {
    const socket = dgram.createSocket('udp4');
    const error = await new Promise((resolve) => socket.send('x', 53, foreignAddress, resolve));
    expect(error).toMatchObject(denied(foreignAddress));
    const failure = failureOf(socket);
    socket.send(Buffer.from('xyz'), 0, 2, 53, foreignName);
    expect(await failure).toMatchObject(denied(foreignName));
    const connectFailure = failureOf(socket);
    socket.connect(53, foreignAddress);
    expect(await connectFailure).toMatchObject(denied(foreignAddress));
    expect(() => socket.addMembership('224.0.0.251')).toThrow('was blocked');
    socket.close();
    expect(addresses()).toEqual([
      `${foreignAddress}:53`,
      `${foreignName}:53`,
      `${foreignAddress}:53`,
      '224.0.0.251',
    ]);
  });

  // Would catch: a question to a name server, also by functions imported before the guard came.
  test('name lookups', async () => {
    const byCallback = new Promise((resolve) => lookup(foreignName, resolve));
    expect(await byCallback).toMatchObject(denied(foreignName));
    await expect(dns.promises.lookup(foreignName)).rejects.toMatchObject(denied(foreignName));
    await expect(resolve4(foreignName)).rejects.toMatchObject(denied(foreignName));
    await expect(new dns.promises.Resolver().resolveTxt(foreignName)).rejects.toMatchObject(
      denied(foreignName),
    );
    const byResolver = new Promise((resolve) => new dns.Resolver().resolveMx(foreignName, resolve));
    expect(await byResolver).toMatchObject(denied(foreignName));
    await expect(dns.promises.reverse(foreignAddress)).rejects.toMatchObject(denied(foreignAddress));
    expect(addresses()).toEqual([...Array.from({ length: 5 }, () => foreignName), foreignAddress]);
  });
});

describe('what stays on the device works', () => {
  // Would catch: a guard that breaks the loopback host, its WebSocket or its tests.
  test('HTTP, fetch and WebSocket on loopback', async () => {
    const server = createServer((_request, response) => response.end('here'));
    new WebSocketServer({ server }).on('connection', (socket) => socket.send('here'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const port = portOf(server.address());
    for (const host of ['127.0.0.1', 'localhost']) {
      expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('here');
    }
    const viaMapped = net.connect({ host: '::ffff:127.0.0.1', port });
    await once(viaMapped, 'connect');
    viaMapped.destroy();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
    const [message] = await once(socket, 'message');
    expect(String(message)).toBe('here');
    socket.close();
    server.closeAllConnections();
    server.close();
    expect(blocked).toEqual([]);
  });

  // Would catch: IPv6 loopback taken for a foreign address.
  test.each(['::1', '0:0:0:0:0:0:0:1'])('IPv6 loopback as %s', async (host) => {
    const failureOrConnect = new Promise((resolve) => {
      const socket = net.connect({ host, port: 1 });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    // Nothing listens there, or this machine has no IPv6; either way the system answered, not the guard.
    expect(await failureOrConnect).toMatch(/^E(CONNREFUSED|ADDRNOTAVAIL|AFNOSUPPORT)$/);
    expect(blocked).toEqual([]);
  });

  // Would catch: datagrams on loopback denied.
  test('datagrams on loopback', async () => {
    const receiver = dgram.createSocket('udp4').bind(0, '127.0.0.1');
    await once(receiver, 'listening');
    const sender = dgram.createSocket('udp4');
    const received = once(receiver, 'message');
    sender.send('here', receiver.address().port, '127.0.0.1');
    expect(String((await received)[0])).toBe('here');
    sender.close();
    receiver.close();
    expect(blocked).toEqual([]);
  });

  // Would catch: an address or 'localhost' treated as a question to the network.
  test('lookups of localhost and of addresses', async () => {
    expect(await dns.promises.lookup('localhost', { family: 4 })).toEqual({
      address: '127.0.0.1',
      family: 4,
    });
    expect(await dns.promises.lookup(foreignAddress)).toEqual({ address: foreignAddress, family: 4 });
    expect(blocked).toEqual([]);
  });
});

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
