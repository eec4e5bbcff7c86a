import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { grantedFileSchema } from '../../../shared/fileUpload.ts';
import { ask, signInAt, type TestServer, useServers } from './serverSetup.ts';

const start = useServers();

async function uploadTo(
  { server }: TestServer,
  options: { readonly body: Buffer | string; readonly headers?: Readonly<Record<string, string>> },
) {
  const cookie = await signInAt(server.mintUrl());
  const answer = await ask(server.port, {
    path: '/files',
    method: 'POST',
    headers: {
      cookie,
      origin: `http://127.0.0.1:${server.port}`,
      'x-file-name': 'a.txt',
      ...options.headers,
    },
    body: options.body,
  });
  return { status: answer.status, answer: JSON.parse(answer.body) };
}

describe('a file from the browser window', () => {
  // Would catch: changed bytes, a lost name, a copy that others may read or that is never removed.
  test('is stored for the owner only, granted by an id, and removed with its grant', async () => {
    const host = await start();
    const body = randomBytes(3_000_000);
    const { status, answer } = await uploadTo(host, {
      body,
      headers: { 'x-file-name': encodeURIComponent('Über uns – 报告.pdf') },
    });
    const granted = grantedFileSchema.parse(answer);
    expect([status, granted.fileName, granted.sizeBytes]).toEqual([200, 'Über uns – 报告.pdf', 3_000_000]);
    const file = host.files.resolve(granted.fileId);
    if (!file) throw new Error('not granted');
    expect(file).toEqual({
      path: expect.stringContaining(host.uploadFolder),
      fileName: granted.fileName,
      isTemporary: true,
    });
    expect((await readFile(file.path)).equals(body)).toBe(true);
    if (process.platform !== 'win32') expect((await stat(file.path)).mode & 0o777).toBe(0o600);
    await host.files.dispose();
    expect(await readdir(host.uploadFolder)).toEqual([]);
    expect(host.files.resolve(granted.fileId)).toBeNull();
  });

  // Would catch: a name that leads out of the folder, or breaks a terminal or a log.
  test.each([
    [encodeURIComponent('../../etc/passwd'), 'passwd'],
    [encodeURIComponent('C:\\Users\\me\\a.pdf'), 'a.pdf'],
  ])('the name %s is cut to %s', async (sent, kept) => {
    const host = await start();
    const { answer } = await uploadTo(host, { body: 'x', headers: { 'x-file-name': sent } });
    expect(answer).toEqual({ fileId: expect.any(String), fileName: kept, sizeBytes: 1 });
  });

  test.each(['', '..', '%', 'a%00b', 'a%0Ab', 'x'.repeat(256)])('the name "%s" is refused', async (name) => {
    const host = await start();
    expect(await uploadTo(host, { body: 'x', headers: { 'x-file-name': name } })).toEqual({
      status: 400,
      answer: { error: { code: 'files.badName' } },
    });
    expect(await readdir(host.uploadFolder)).toEqual([]);
  });

  // Would catch: another site's page that fills the disk with the person's cookie.
  test('is refused without the own Origin or a cookie', async () => {
    const host = await start();
    const refused = { status: 403, answer: { error: { code: 'notAllowed' } } };
    expect(await uploadTo(host, { body: 'x', headers: { origin: 'http://evil.example' } })).toEqual(refused);
    expect(await uploadTo(host, { body: 'x', headers: { cookie: '' } })).toEqual({ ...refused, status: 401 });
    expect(await readdir(host.uploadFolder)).toEqual([]);
  });
});

describe('limits of uploads', () => {
  // Would catch: a limit that is only believed from the header, or a half file left behind.
  test('too large, announced or not, is refused and leaves nothing', async () => {
    const host = await start({ uploadLimits: { maxUploadBytes: 100_000 } });
    const refused = { status: 413, answer: { error: { code: 'files.tooLarge', maxBytes: 100_000 } } };
    const body = randomBytes(300_000);
    expect(await uploadTo(host, { body })).toEqual(refused);
    expect(await uploadTo(host, { body, headers: { 'transfer-encoding': 'chunked' } })).toEqual(refused);
    expect(await readdir(host.uploadFolder)).toEqual([]);
    expect(await uploadTo(host, { body: randomBytes(100_000) })).toMatchObject({ status: 200 });
  });

  // Would catch: a window whose connection hangs because the rest of a refused file is never read.
  test('the connection of a refused upload goes on', async () => {
    const { server } = await start({ uploadLimits: { maxUploadBytes: 100_000 } });
    const cookie = await signInAt(server.url);
    const socket = net.connect(server.port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    const own = `Host: 127.0.0.1:${server.port}\r\nOrigin: http://127.0.0.1:${server.port}\r\nCookie: ${cookie}\r\n`;
    // Far more than the connection's buffers hold.
    const size = 30_000_000;
    socket.write(`POST /files HTTP/1.1\r\n${own}X-File-Name: a\r\nTransfer-Encoding: chunked\r\n\r\n`);
    socket.write(`${size.toString(16)}\r\n`);
    socket.write(Buffer.alloc(size));
    socket.write(`\r\n0\r\n\r\nGET /session HTTP/1.1\r\n${own}\r\n`);
    await vi.waitFor(
      () => expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 204']),
      {
        timeout: 20_000,
      },
    );
    socket.destroy();
  });

  // Would catch: an upload that fills the disk to the last byte.
  test('an upload that would not leave the reserved space is refused', async () => {
    const host = await start({ uploadLimits: { reservedDiskBytes: Number.MAX_SAFE_INTEGER } });
    expect(await uploadTo(host, { body: 'abc' })).toEqual({
      status: 507,
      answer: { error: { code: 'files.diskFull', neededBytes: 3, availableBytes: 0 } },
    });
    expect(await readdir(host.uploadFolder)).toEqual([]);
  });

  // Would catch: a place for an upload that is never given back, or no limit to them.
  test('only so many uploads run at a time, and an end makes room', async () => {
    const host = await start({ uploadLimits: { maxUploads: 1 } });
    const cookie = await signInAt(host.server.url);
    const stalled = net.connect(host.server.port, '127.0.0.1');
    stalled.write(
      `POST /files HTTP/1.1\r\nHost: 127.0.0.1:${host.server.port}\r\nOrigin: http://127.0.0.1:${host.server.port}\r\n` +
        `Cookie: ${cookie}\r\nX-File-Name: a.txt\r\nContent-Length: 1000\r\n\r\nhalf`,
    );
    await vi.waitFor(async () => expect(await readdir(host.uploadFolder)).toHaveLength(1));
    expect(await uploadTo(host, { body: 'x' })).toEqual({
      status: 429,
      answer: { error: { code: 'files.tooManyUploads', maxUploads: 1 } },
    });
    stalled.destroy();
    await vi.waitFor(async () => expect(await uploadTo(host, { body: 'x' })).toMatchObject({ status: 200 }));
  });

  // Would catch: a half file kept and granted when the window is closed during the upload.
  test('an upload that is broken off leaves nothing', async () => {
    const host = await start();
    const cookie = await signInAt(host.server.url);
    const socket = net.connect(host.server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST /files HTTP/1.1\r\nHost: 127.0.0.1:${host.server.port}\r\nOrigin: http://127.0.0.1:${host.server.port}\r\n` +
        `Cookie: ${cookie}\r\nX-File-Name: a.txt\r\nContent-Length: 1000\r\n\r\nhalf`,
    );
    await vi.waitFor(async () => expect(await readdir(host.uploadFolder)).toHaveLength(1));
    socket.destroy();
    await vi.waitFor(async () => expect(await readdir(host.uploadFolder)).toEqual([]));
  });

  // Would catch: copies of a host that was killed staying for ever, or files of others being removed.
  test('what an earlier host left behind is removed at the start', async () => {
    const first = await start();
    await first.server.close();
    await mkdir(first.uploadFolder, { recursive: true });
    await writeFile(path.join(first.uploadFolder, 'upload-old'), 'x');
    await writeFile(path.join(first.uploadFolder, 'notes.txt'), 'x');
    await start({ folder: first.folder });
    expect(await readdir(first.uploadFolder)).toEqual(['notes.txt']);
  });
});
