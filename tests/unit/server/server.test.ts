import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startServer } from '../../../electron/server/server.ts';
import { createFileGrants } from '../../../electron/storage/fileGrants.ts';
import { ask, signInAt, useServers } from './serverSetup.ts';

const start = useServers();

describe('signing in', () => {
  // Would catch: a link that works twice, so that whoever reads it later is let in too.
  test('a link works once and leaves a cookie that scripts and other sites cannot use', async () => {
    const { server } = await start();
    const { pathname, search } = new URL(server.url);
    const first = await ask(server.port, { path: pathname + search });
    expect([first.status, first.headers.location]).toEqual([303, '/']);
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^sotto-${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000$`),
      ),
    ]);
    const second = await ask(server.port, { path: pathname + search });
    expect([second.status, second.headers['set-cookie']]).toEqual([401, undefined]);
    expect(second.body).toContain('Open the link that Sotto printed in the terminal');
  });

  // Would catch: a second window that cannot be opened, or links that can be told from one another.
  test('every minted link is another one and works', async () => {
    const { server } = await start();
    const links = [server.mintUrl(), server.mintUrl()];
    expect(new Set([server.url, ...links]).size).toBe(3);
    for (const link of links) {
      const cookie = await signInAt(link);
      expect((await ask(server.port, { path: '/', headers: { cookie } })).status).toBe(200);
    }
  });

  // Would catch: a guessed token or cookie that is let in.
  test('a made-up token or cookie is refused', async () => {
    const { server } = await start();
    expect((await ask(server.port, { path: '/?token=made-up' })).status).toBe(401);
    const cookie = `sotto-${server.port}=made-up`;
    expect((await ask(server.port, { path: '/session', headers: { cookie } })).status).toBe(401);
  });

  // Would catch: a window that has to be opened anew after every restart of the host.
  test('a window stays signed in over a restart on the same data folder', async () => {
    const first = await start();
    const cookie = await signInAt(first.server.url);
    await first.server.close();
    const second = await start({ folder: first.folder, port: first.server.port });
    const answer = await ask(second.server.port, { path: '/session', headers: { cookie } });
    expect(answer.status).toBe(204);
  });

  // Would catch: the renderer served to a page that never had a link.
  test('without a cookie there is only the page that says how to sign in', async () => {
    const { server } = await start();
    const front = await ask(server.port, { path: '/' });
    expect([front.status, front.headers['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
    expect(front.body).toContain('Open the link that Sotto printed in the terminal');
    expect((await ask(server.port, { path: '/assets/app.js' })).status).toBe(401);
  });
});

describe('who is answered', () => {
  // Would catch: DNS rebinding, where a foreign name resolves to this machine.
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost.evil.example'])(
    'the Host "%s" is refused, with or without a cookie',
    async (host) => {
      const { server } = await start();
      const cookie = await signInAt(server.url);
      const { search } = new URL(server.mintUrl());
      const answers = await Promise.all([
        ask(server.port, { path: '/', headers: { host, cookie } }),
        ask(server.port, { path: `/${search}`, headers: { host } }),
      ]);
      expect(answers.map(({ status, body }) => [status, JSON.parse(body)])).toEqual([
        [403, { error: { code: 'notAllowed' } }],
        [403, { error: { code: 'notAllowed' } }],
      ]);
      // The refused request has not used the link up.
      expect((await ask(server.port, { path: `/${search}` })).status).toBe(303);
    },
  );

  // Would catch: a request without a Host, or for another server as to a proxy, taken for one of ours.
  test('a request that names no host, or one in its target, is refused', async () => {
    const { server } = await start();
    const headers = { cookie: await signInAt(server.url) };
    expect((await ask(server.port, { path: '/', headers, setHost: false })).status).toBe(403);
    expect((await ask(server.port, { path: 'http://evil.example/', headers })).status).toBe(400);
  });

  // Would catch: a page of another program on this machine that asks with the person's cookie.
  test.each(['http://evil.example', 'http://127.0.0.1:1', 'null', 'https://127.0.0.1'])(
    'the Origin %s is refused',
    async (origin) => {
      const { server } = await start();
      const cookie = await signInAt(server.url);
      expect((await ask(server.port, { path: '/', headers: { cookie, origin } })).status).toBe(403);
      expect(await refusedSocket(server.port, { cookie, origin })).toBe(403);
    },
  );

  // Would catch: a socket for whoever finds the port.
  test('a WebSocket without a cookie, Origin, own Host or the right path is refused', async () => {
    const { server } = await start();
    const cookie = await signInAt(server.url);
    const origin = `http://127.0.0.1:${server.port}`;
    expect(await refusedSocket(server.port, { origin })).toBe(403);
    expect(await refusedSocket(server.port, { cookie })).toBe(403);
    // As a rebound name would send it: Host and Origin agree.
    const host = `evil.example:${server.port}`;
    expect(await refusedSocket(server.port, { cookie, origin: `http://${host}`, host })).toBe(403);
    expect(await refusedSocket(server.port, { cookie, origin }, '/other')).toBe(403);
  });

  // Would catch: a server that the whole network can reach.
  test('only loopback is bound', async () => {
    const { server } = await start();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address);
    // 127.0.0.2 is this machine too, but not the bound address, so the test has something to ask everywhere.
    for (const host of ['127.0.0.2', ...others]) {
      const socket = net.connect({ host, port: server.port });
      const [error] = await once(socket, 'error');
      expect(error).toMatchObject({
        code: expect.stringMatching(/^E(CONNREFUSED|ADDRNOTAVAIL|NETUNREACH)$/),
      });
    }
  });

  // Would catch: a taken port that ends the command with a stack trace.
  test('a port in use is an error that names it', async () => {
    const { server, folder } = await start();
    const second = await startServer({
      port: server.port,
      connect: () => ({ receive() {}, close() {} }),
      files: createFileGrants(),
      rendererFolder: folder,
      uploadFolder: path.join(folder, 'other'),
    });
    expect(second).toEqual({ ok: false, error: { code: 'server.portInUse', port: server.port } });
  });
});

describe('what is served', () => {
  // Would catch: one kind of answer without the headers that keep foreign code and frames out.
  test('every answer carries the security headers', async () => {
    const { server } = await start();
    const signedOut = await ask(server.port, { path: '/' });
    const cookie = await signInAt(server.url);
    const headers = { cookie };
    const answers = [
      signedOut,
      await ask(server.port, { path: '/', headers }),
      await ask(server.port, { path: '/assets/app.js', headers }),
      await ask(server.port, { path: '/missing.js', headers }),
      await ask(server.port, { path: '/session', headers }),
      await ask(server.port, { path: '/', method: 'DELETE', headers }),
      await ask(server.port, { path: '/', headers: { host: 'evil.example' } }),
      await ask(server.port, { path: '/files', method: 'POST', headers }),
      await ask(server.port, { path: new URL(server.mintUrl()).search.replace('?', '/?') }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 200, 200, 404, 204, 405, 403, 403, 303]);
    const ownStyle = /<style>(.*)<\/style>/su.exec(signedOut.body)?.[1] ?? '';
    const ownHash = createHash('sha256').update(ownStyle).digest('base64');
    for (const answer of answers) {
      // The page of those who are not signed in may have no other file, so its style stands in it.
      const styles = answer === signedOut ? `'sha256-${ownHash}'` : "'self'";
      expect(answer.headers).toMatchObject({
        'content-security-policy':
          `default-src 'none'; script-src 'self'; style-src ${styles}; img-src 'self' blob:; font-src 'self'; ` +
          "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
    }
  });

  // Would catch: a module that the browser refuses for its type, or HEAD with a body.
  test('the files of the renderer with their types', async () => {
    const { server } = await start();
    const headers = { cookie: await signInAt(server.url) };
    const page = await ask(server.port, { path: '/', headers });
    expect([page.headers['content-type'], page.body]).toEqual([
      'text/html; charset=utf-8',
      '<!doctype html><title>Sotto</title>',
    ]);
    const script = await ask(server.port, { path: '/assets/app.js?v=1', headers });
    expect([script.headers['content-type'], script.body]).toEqual([
      'text/javascript; charset=utf-8',
      'export {};',
    ]);
    const head = await ask(server.port, { path: '/assets/app.js', method: 'HEAD', headers });
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '10', '']);
  });

  // Would catch: any way out of the renderer's folder.
  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '//secret.txt',
    '/linked.txt',
    '/secret.txt%00.js',
    '/%',
    '/assets',
    '/assets/',
  ])('%s is not found', async (requestPath) => {
    const { server, folder } = await start();
    await symlink(path.join(folder, 'secret.txt'), path.join(folder, 'renderer', 'linked.txt'));
    const headers = { cookie: await signInAt(server.url) };
    const answer = await ask(server.port, { path: requestPath, headers });
    expect([answer.status, answer.body]).toEqual([404, 'Not found\n']);
  });
});

/** @returns the status that the upgrade was refused with. */
function refusedSocket(
  port: number,
  headers: Readonly<Record<string, string>>,
  socketPath = '/frames',
): Promise<number | undefined> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${socketPath}`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode);
      response.destroy();
    });
    socket.on('open', () => reject(new Error('was let in')));
    socket.on('error', () => undefined);
  });
}
