import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { Handlers } from '../../electron/ipc/handlers.ts';
import { createRouter, type Router } from '../../electron/ipc/router.ts';
import { openMemoryChannel } from '../../electron/ipc/transports/memory.ts';
import { type HostServer, startServer } from '../../electron/server/server.ts';
import { createFileGrants } from '../../electron/storage/fileGrants.ts';
import type { Client } from '../../shared/client.ts';
import { createClient } from '../../shared/createClient.ts';
import { socketPath } from '../../shared/fileUpload.ts';
import type { FrameChannel } from '../../shared/frames.ts';
import { createTestHandlers } from './testHandlers.ts';

export interface TestHost {
  readonly router: Router;
  readonly logged: { readonly reference: string; readonly cause: unknown }[];
  /** Connects one more view. */
  openView(): Promise<TestView>;
  /** The host ends, as at a restart. */
  end(): Promise<void>;
}

export interface TestView {
  readonly channel: FrameChannel;
  readonly client: Client;
  /** The window is closed without a word. */
  close(): void;
}

export interface TestTransport {
  readonly name: string;
  start(handlers: Partial<Handlers>): Promise<TestHost>;
}

export const memoryTransport: TestTransport = {
  name: 'memory',
  async start(handlers) {
    const { router, logged } = createLoggedRouter(handlers);
    return {
      router,
      logged,
      async openView() {
        const channel = openMemoryChannel(router.connect);
        return { channel, client: createClient(channel), close: channel.close };
      },
      end: () => router.dispose(),
    };
  },
};

export const webSocketTransport: TestTransport = { name: 'WebSocket', start: startWebSocketHost };

export interface WebSocketHost extends TestHost {
  readonly port: number;
  readonly cookie: string;
}

/** A real loopback host, signed in to. */
export async function startWebSocketHost(handlers: Partial<Handlers>): Promise<WebSocketHost> {
  const { router, logged } = createLoggedRouter(handlers);
  const folder = await mkdtemp(path.join(tmpdir(), 'sotto-contract-'));
  const server = await startTestServer({ folder, router });
  const cookie = await signIn(server.url);
  return {
    router,
    logged,
    port: server.port,
    cookie,
    async openView() {
      const socket = await openSocket(server.port, cookie);
      const channel = channelOf(socket);
      return { channel, client: createClient(channel), close: () => socket.terminate() };
    },
    async end() {
      await router.dispose();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function createLoggedRouter(handlers: Partial<Handlers>) {
  const logged: { reference: string; cause: unknown }[] = [];
  const router = createRouter({
    handlers: createTestHandlers(handlers),
    logError: (reference, cause) => void logged.push({ reference, cause }),
  });
  return { router, logged };
}

async function startTestServer(input: {
  readonly folder: string;
  readonly router: Router;
}): Promise<HostServer> {
  const rendererFolder = path.join(input.folder, 'renderer');
  await mkdir(rendererFolder);
  await writeFile(path.join(rendererFolder, 'index.html'), '<!doctype html><title>Sotto</title>');
  const started = await startServer({
    port: 0,
    connect: input.router.connect,
    files: createFileGrants(),
    rendererFolder,
    uploadFolder: path.join(input.folder, 'uploads'),
  });
  if (!started.ok) throw new Error(started.error.code);
  return started.value;
}

/** Uses the one-time link. @returns the cookie's name and value. */
async function signIn(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`No cookie: ${response.status}`);
  return cookie;
}

export function openSocket(port: number, cookie: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${socketPath}`, {
    headers: { cookie },
    origin: `http://127.0.0.1:${port}`,
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

function channelOf(socket: WebSocket): FrameChannel {
  return {
    send(frame) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    onFrame(listener) {
      const receive = (text: unknown) => listener(JSON.parse(String(text)));
      socket.on('message', receive);
      return () => void socket.off('message', receive);
    },
    onClosed(listener) {
      socket.once('close', listener);
      return () => void socket.off('close', listener);
    },
  };
}
