import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IpcMain, WebContents, WebFrameMain } from 'electron';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import type { Peer } from '../../../electron/ipc/peer.ts';
import {
  attachElectronTransport,
  type HostIpc,
  type ViewFrameEvent,
} from '../../../electron/ipc/transports/electron.ts';
import { createFileGrants } from '../../../electron/storage/fileGrants.ts';
import type { HostFrame } from '../../../shared/frames.ts';

class FakeContents extends EventEmitter {
  readonly sent: HostFrame[] = [];
  isGone = false;
  send(channel: string, frame: HostFrame) {
    expect(channel).toBe('sotto:frame');
    this.sent.push(frame);
  }
  isDestroyed() {
    return this.isGone;
  }
}

type Frame = 'own' | 'foreign';
type FrameListener = (event: ViewFrameEvent<FakeContents, Frame>, frame: unknown) => void;

/** Stands in for Electron, which cannot run here. */
class FakeIpc implements HostIpc<FakeContents, Frame> {
  readonly listeners = new Map<string, FrameListener>();
  readonly handlers = new Map<string, Parameters<HostIpc<FakeContents, Frame>['handle']>[1]>();
  readonly replies: HostFrame[] = [];

  on(channel: string, listener: FrameListener) {
    this.listeners.set(channel, listener);
  }
  off(channel: string) {
    this.listeners.delete(channel);
  }
  handle(channel: string, listener: Parameters<HostIpc<FakeContents, Frame>['handle']>[1]) {
    this.handlers.set(channel, listener);
  }
  removeHandler(channel: string) {
    this.handlers.delete(channel);
  }

  receive(sender: FakeContents, senderFrame: Frame | null, frame: unknown) {
    const reply = (_channel: string, answer: HostFrame) => void this.replies.push(answer);
    this.listeners.get('sotto:frame')?.({ sender, senderFrame, reply }, frame);
  }
  async grant(senderFrame: Frame | null, file: unknown) {
    return this.handlers.get('sotto:file')?.({ sender: new FakeContents(), senderFrame }, file);
  }
}

/** What the router's side saw, in order. */
let seen: unknown[] = [];
let peers: Peer[] = [];
let ipc = new FakeIpc();
let detach = () => {};
const files = createFileGrants();

beforeEach(() => {
  seen = [];
  peers = [];
  ipc = new FakeIpc();
  detach = attachElectronTransport({
    ipcMain: ipc,
    isTrusted: (frame) => frame === 'own',
    files,
    chooseFolder: () => Promise.resolve(null),
    connect(peer) {
      const number = peers.push(peer);
      return {
        receive: (frame) => void seen.push([number, frame]),
        close: () => void seen.push([number, 'closed']),
      };
    },
  });
});

// Would catch: an Electron whose types no longer fit what this transport expects of it.
test("fits Electron's own types", () => {
  expectTypeOf<IpcMain>().toExtend<HostIpc<WebContents, WebFrameMain>>();
});

describe('frames', () => {
  // Would catch: answers sent to another window, or one connection shared by two windows.
  test('each window has a connection of its own, opened by its first frame', () => {
    const [first, second] = [new FakeContents(), new FakeContents()];
    ipc.receive(first, 'own', 'a');
    ipc.receive(second, 'own', 'b');
    ipc.receive(first, 'own', 'c');
    expect(seen).toEqual([
      [1, 'a'],
      [2, 'b'],
      [1, 'c'],
    ]);
    peers[1]?.send({ kind: 'finished', id: 1, value: null });
    expect([first.sent, second.sent]).toEqual([[], [{ kind: 'finished', id: 1, value: null }]]);
  });

  // Would catch: a frame of a foreign page, or of one that is no more, reaching the router.
  test('a foreign frame is refused with a typed error, one that is gone is ignored', () => {
    const contents = new FakeContents();
    ipc.receive(contents, 'foreign', { kind: 'request', id: 1, name: 'chat.list', input: {} });
    ipc.receive(contents, null, { kind: 'request', id: 1, name: 'chat.list', input: {} });
    contents.isGone = true;
    ipc.receive(contents, 'own', { kind: 'request', id: 1, name: 'chat.list', input: {} });
    expect(seen).toEqual([]);
    expect(contents.sent).toEqual([]);
    expect(ipc.replies).toEqual([{ kind: 'rejected', error: { code: 'notAllowed' } }]);
  });

  // Would catch: an answer that goes on being written for a page that was reloaded, crashed or closed.
  test.each([
    ['did-start-navigation', { isMainFrame: true, isSameDocument: false }],
    ['render-process-gone', {}],
    ['destroyed', {}],
  ])('%s closes the connection once and the next frame opens another', (event, details) => {
    const contents = new FakeContents();
    ipc.receive(contents, 'own', 'before');
    contents.emit(event, details);
    contents.emit('destroyed');
    ipc.receive(contents, 'own', 'after');
    expect(seen).toEqual([
      [1, 'before'],
      [1, 'closed'],
      [2, 'after'],
    ]);
  });

  // Would catch: a click on a link within the page, or a frame inside it, that stops an answer.
  test('moving within the page keeps the connection', () => {
    const contents = new FakeContents();
    ipc.receive(contents, 'own', 'a');
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    contents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false });
    ipc.receive(contents, 'own', 'b');
    expect(seen).toEqual([
      [1, 'a'],
      [1, 'b'],
    ]);
  });

  // Would catch: a send to a destroyed window, which Electron answers with a throw.
  test('nothing is sent to a window that is gone', () => {
    const contents = new FakeContents();
    ipc.receive(contents, 'own', 'a');
    contents.isGone = true;
    peers[0]?.send({ kind: 'finished', id: 1, value: null });
    expect(contents.sent).toEqual([]);
  });

  // Would catch: listeners or connections left after the app quits.
  test('detaching closes every connection and takes the channels back', () => {
    ipc.receive(new FakeContents(), 'own', 'a');
    detach();
    expect(seen).toEqual([
      [1, 'a'],
      [1, 'closed'],
    ]);
    expect([ipc.listeners.size, ipc.handlers.size]).toEqual([0, 0]);
  });
});

describe('files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sotto-ipc-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  // Would catch: a person's own file granted as a copy that is removed afterwards.
  test('a chosen file is granted by an id and stays where it is', async () => {
    const filePath = path.join(folder, 'Über.pdf');
    await writeFile(filePath, 'abc');
    const granted = await ipc.grant('own', filePath);
    if (!granted) throw new Error('not granted');
    expect(granted).toEqual({ fileId: expect.any(String), fileName: 'Über.pdf', sizeBytes: 3 });
    expect(files.resolve(granted.fileId)).toEqual({
      path: filePath,
      fileName: 'Über.pdf',
      isTemporary: false,
    });
  });

  // Would catch: a dropped folder being taken for a file, or refused.
  test('a folder is granted as one', async () => {
    const granted = await ipc.grant('own', folder);
    expect(granted).toEqual({
      fileId: expect.any(String),
      fileName: path.basename(folder),
      sizeBytes: 0,
      isFolder: true,
    });
  });

  // Would catch: a foreign page naming files, or a grant for what is no file.
  test('nothing is granted to a foreign frame, or for what is no file', async () => {
    const filePath = path.join(folder, 'a.txt');
    await writeFile(filePath, 'abc');
    expect(await ipc.grant('foreign', filePath)).toBeNull();
    expect(await ipc.grant(null, filePath)).toBeNull();
    for (const file of [path.join(folder, 'missing'), 'relative.txt', '', 5, null, { path: filePath }]) {
      expect(await ipc.grant('own', file)).toBeNull();
    }
  });
});
