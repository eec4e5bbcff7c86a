import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { Connect } from '../../../electron/ipc/peer.ts';
import { type HostServer, startServer } from '../../../electron/server/server.ts';
import type { UploadLimits } from '../../../electron/server/uploads.ts';
import { createFileGrants } from '../../../electron/storage/fileGrants.ts';

/** Connects views that are never answered. */
const connectNothing: Connect = () => ({ receive() {}, close() {} });

export interface TestServer {
  readonly server: HostServer;
  readonly folder: string;
  readonly uploadFolder: string;
  readonly files: ReturnType<typeof createFileGrants>;
}

/** Starts servers over folders of their own, and ends them after each test. */
export function useServers() {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return async (
    options: {
      readonly connect?: Connect;
      readonly uploadLimits?: Partial<UploadLimits>;
      readonly folder?: string;
      readonly port?: number;
    } = {},
  ): Promise<TestServer> => {
    const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'sotto-server-')));
    const rendererFolder = path.join(folder, 'renderer');
    await mkdir(path.join(rendererFolder, 'assets'), { recursive: true });
    await writeFile(path.join(rendererFolder, 'index.html'), '<!doctype html><title>Sotto</title>');
    await writeFile(path.join(rendererFolder, 'assets', 'app.js'), 'export {};');
    await writeFile(path.join(folder, 'secret.txt'), 'secret');
    const uploadFolder = path.join(folder, 'uploads');
    const files = createFileGrants();
    const started = await startServer({
      port: options.port ?? 0,
      connect: options.connect ?? connectNothing,
      files,
      rendererFolder,
      uploadFolder,
      sessionsFilePath: path.join(folder, 'sessions.json'),
      uploadLimits: { reservedDiskBytes: 0, ...options.uploadLimits },
    });
    if (!started.ok) throw new Error(started.error.code);
    ends.push(async () => {
      await started.value.close();
      await rm(folder, { recursive: true, force: true });
    });
    return { server: started.value, folder, uploadFolder, files };
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request exactly as written, which `fetch` would tidy up. */
export function ask(
  port: number,
  options: {
    readonly path: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Buffer | string;
    readonly setHost?: boolean;
  },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, agent: false, method: 'GET', ...options },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(Buffer.from(chunk));
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      },
    );
    asked.on('error', reject);
    asked.end(options.body);
  });
}

/** Uses a one-time link. @returns the cookie's name and value. */
export async function signInAt(url: string): Promise<string> {
  const { port, pathname, search } = new URL(url);
  const answer = await ask(Number(port), { path: pathname + search });
  const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`No cookie: ${answer.status}`);
  return cookie;
}
