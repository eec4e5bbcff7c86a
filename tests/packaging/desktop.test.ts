import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Question } from '../support/electron/standIn.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const main = path.join(repository, 'dist/host/main.js');
const page = 'app://sotto/';

type Told = Record<string, unknown> & { readonly told: string };
const toldSchema = z.looseObject({ told: z.string() });

// The built main process with everything behind it; only Electron is replaced, by a stand-in that tells what it was
// asked for. It catches what unit tests of the parts cannot: a part that was built and never put in.
describe('the desktop app', () => {
  let dataFolder = '';
  let app: ChildProcess;
  const told: Told[] = [];

  beforeAll(async () => {
    if (!existsSync(main)) throw new Error('Run first: npm run build');
    dataFolder = await mkdtemp(path.join(tmpdir(), 'sotto-desktop-'));
    app = fork(main, ['--data-dir', dataFolder], {
      execArgv: ['--import', path.join(repository, 'tests/support/electron/register.ts')],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    app.on('message', (message) => told.push(toldSchema.parse(message)));
    await until(({ told: kind }) => kind === 'loaded');
  });
  afterAll(async () => {
    app.kill('SIGKILL');
    await rm(dataFolder, { recursive: true, force: true });
  });

  test('opens a window without Node, in the sandbox, on its own page', async () => {
    const window = z
      .looseObject({ options: z.looseObject({ webPreferences: z.record(z.string(), z.unknown()) }) })
      .parse(await until(({ told: kind }) => kind === 'window'));
    expect(window.options.webPreferences).toEqual({
      preload: path.join(repository, 'dist/preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: true,
    });
    expect(told).toEqual(
      expect.arrayContaining([
        { told: 'sandboxed' },
        { told: 'switch', name: 'host-resolver-rules', value: 'MAP * ~NOTFOUND' },
        { told: 'path', name: 'userData', value: dataFolder },
        { told: 'schemes', privileged: [{ scheme: 'app', privileges: { standard: true, secure: true } }] },
        { told: 'spellChecker', isEnabled: false },
        { told: 'loaded', url: page },
      ]),
    );
  });

  test('serves the page under rules that let it connect nowhere', async () => {
    expect(await ask({ ask: 'load', url: page })).toEqual({
      status: 200,
      policy: expect.stringContaining("connect-src 'none'"),
      text: expect.stringContaining('<div id='),
    });
    expect(await ask({ ask: 'load', url: 'app://sotto/..%2fhost%2fmain.js' })).toMatchObject({ status: 404 });
  });

  test('answers its page, from a database whose key is in the keychain', async () => {
    const status = await request('app.getStatus', {});
    expect(status).toEqual({
      ok: true,
      value: {
        version: '0.0.1',
        surface: 'desktop',
        platform: process.platform,
        dataFolder,
        keyProtection: 'keychain',
        connectionsMade: 0,
        connectionsBlocked: 0,
      },
    });
    expect(existsSync(path.join(dataFolder, 'key.bin'))).toBe(true);
    expect(existsSync(path.join(dataFolder, 'database.key'))).toBe(false);
  });

  test('does not answer another page, and hands it no file', async () => {
    const before = told.length;
    await ask({
      ask: 'frame',
      frame: { kind: 'request', id: 900, name: 'app.getStatus', input: {} },
      url: 'https://example.org/',
    });
    expect(told.slice(before).filter(({ told: kind }) => kind === 'sent')).toEqual([
      { told: 'sent', channel: 'sotto:frame', frame: { kind: 'rejected', error: { code: 'notAllowed' } } },
    ]);
    expect(await ask({ ask: 'file', path: main, url: 'https://example.org/' })).toBe(null);
  });

  test('gives the page an id for a dropped file and reads it in a process of its own', async () => {
    const sample = path.join(repository, 'resources/samples/welcome.pdf');
    const granted = await ask({ ask: 'file', path: sample, url: page });
    const { fileId } = z.object({ fileId: z.string() }).parse(granted);
    expect(granted).toEqual({ fileId, fileName: 'welcome.pdf', sizeBytes: (await stat(sample)).size });
    const source = { kind: 'file', fileId };
    expect(await last({ kind: 'open', name: 'documents.add', input: { source } })).toMatchObject({
      kind: 'finished',
      value: { document: { title: 'A short guide to renting a flat', pages: 5 }, isNew: true },
    });
    expect(told).toContainEqual({
      told: 'child',
      modulePath: path.join(repository, 'dist/host/parser.js'),
      serviceName: expect.stringContaining('parser'),
    });
  });

  test('blocks and records every request that leaves the app', async () => {
    expect(await ask({ ask: 'network', url: 'app://sotto/assets/main.js' })).toEqual({ cancel: false });
    expect(await ask({ ask: 'network', url: 'blob:app://sotto/0d2e' })).toEqual({ cancel: false });
    expect(await ask({ ask: 'network', url: 'https://example.org/pixel?who=me' })).toEqual({ cancel: true });
    expect(await request('app.listConnections', {})).toEqual({
      ok: true,
      value: [{ at: expect.any(String), process: 'window', address: 'example.org', outcome: 'blocked' }],
    });
  });

  test.each([
    ['clipboard-sanitized-write', page, true],
    ['clipboard-sanitized-write', 'https://example.org/', false],
    ['clipboard-read', page, false],
    ['media', page, false],
    ['geolocation', page, false],
    ['notifications', page, false],
    ['openExternal', page, false],
  ])('the permission %s for %s: %s', async (permission, url, isGranted) => {
    expect(await ask({ ask: 'permission', permission, url })).toEqual({
      checked: isGranted,
      requested: isGranted,
    });
  });

  test('stays on its page, opens no window, and asks before the browser gets a link', async () => {
    expect(await ask({ ask: 'navigate', url: 'https://example.org/' })).toEqual({ isPrevented: true });
    expect(await ask({ ask: 'navigate', url: page })).toEqual({ isPrevented: false });
    expect(await ask({ ask: 'openWindow', url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(await ask({ ask: 'openWindow', url: 'https://example.org/a' })).toEqual({ action: 'deny' });
    await until(({ told: kind }) => kind === 'opened');
    expect(told.filter(({ told: kind }) => kind === 'question' || kind === 'opened')).toEqual([
      { told: 'question', detail: expect.stringContaining('https://example.org/a') },
      { told: 'opened', address: 'https://example.org/a' },
    ]);
  });

  test('saves what the page made, and downloads nothing', async () => {
    expect(await ask({ ask: 'download', url: 'blob:app://sotto/0d2e' })).toEqual({ isPrevented: false });
    expect(await ask({ ask: 'download', url: 'https://example.org/a.exe' })).toEqual({ isPrevented: true });
  });

  test('ends its children and closes its database when it quits', async () => {
    const ended = new Promise((resolve) => app.on('exit', resolve));
    app.send({ ask: 'quit' });
    expect(await ended).toBe(0);
    expect(existsSync(path.join(dataFolder, 'sotto.db-wal'))).toBe(false);
  });

  let lastId = 0;

  async function request(name: string, input: unknown): Promise<unknown> {
    return (await last({ kind: 'request', name, input })).result;
  }

  /** Sends a call and waits for what ends it. */
  async function last(call: { kind: 'request' | 'open'; name: string; input: unknown }) {
    lastId += 1;
    const id = lastId;
    app.send({ ask: 'frame', frame: { ...call, id }, url: page });
    const schema = z.looseObject({
      frame: z.looseObject({ kind: z.enum(['response', 'finished', 'failed']), id: z.literal(id) }),
    });
    const sent = await until((message) => schema.safeParse(message).success);
    return schema.parse(sent).frame;
  }

  async function ask(question: Question): Promise<unknown> {
    const before = told.length;
    app.send(question);
    const answer = await until(
      (message) => message.told === 'answer' && message.ask === question.ask,
      before,
    );
    return answer.value ?? null;
  }

  /** The first message from `start` on that fits, now or later; vitest's own limit ends the wait. */
  async function until(fits: (message: Told) => boolean, start = 0): Promise<Told> {
    for (;;) {
      const found = told.slice(start).find(fits);
      if (found) return found;
      await new Promise((resolve) => app.once('message', resolve));
    }
  }
});
