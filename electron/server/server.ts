import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { socketPath } from '../../shared/fileUpload.ts';
import { maxFrameBytes } from '../../shared/frames.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Connect } from '../ipc/peer.ts';
import type { FileGrants } from '../storage/fileGrants.ts';
import { createHttpHandler } from './httpHandler.ts';
import { createRequestGuard } from './requestGuard.ts';
import { securityHeaders } from './securityHeaders.ts';
import { createSessions } from './sessions.ts';
import { createUploads, defaultUploadLimits, type UploadLimits } from './uploads.ts';
import { attachWebSocketPeer } from './webSocketPeer.ts';

const maxConnections = 128;
const maxWindows = 16;
/**
 * A little over the limit is answered with a typed error; only what is far over ends the connection. It also
 * leaves room for the escapes of JSON, which the limit does not count.
 */
const maxSocketMessageBytes = 4 * maxFrameBytes;
const headersTimeoutMs = 10_000;
/** How long windows may take to answer the closing handshake. */
const closeGraceMs = 1000;

export type ServerError =
  | { readonly code: 'server.portInUse'; readonly port: number }
  | { readonly code: 'server.notStarted'; readonly reason: string };

export interface HostServer {
  /** The first one-time link. */
  readonly url: string;
  readonly port: number;
  /** Another one-time link, for one more window. */
  mintUrl(): string;
  close(): Promise<void>;
}

/** Serves the renderer, and the contract over a WebSocket, to browser windows on this machine only. */
export async function startServer(input: {
  /** 0 takes any free port. */
  readonly port: number;
  readonly connect: Connect;
  readonly files: FileGrants;
  readonly rendererFolder: string;
  readonly uploadFolder: string;
  /** Keeps windows signed in over a restart of the host. */
  readonly sessionsFilePath?: string;
  readonly uploadLimits?: Partial<UploadLimits>;
}): Promise<Result<HostServer, ServerError>> {
  const sessions = createSessions({ filePath: input.sessionsFilePath ?? null });
  const uploads = await createUploads({
    folder: input.uploadFolder,
    files: input.files,
    limits: { ...defaultUploadLimits, ...input.uploadLimits },
  });
  const server = createServer({ requireHostHeader: false });
  server.maxConnections = maxConnections;
  server.headersTimeout = headersTimeoutMs;
  // The upload of a model may take long; it has its own limits on size and silence.
  server.requestTimeout = 0;

  const listening = await listen(server, input.port);
  if (!listening.ok) return listening;
  const port = listening.value;
  const guard = createRequestGuard({ port, sessions });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxSocketMessageBytes,
    perMessageDeflate: false,
  });

  server.on('request', createHttpHandler({ guard, sessions, uploads, rendererFolder: input.rendererFolder }));
  server.on('clientError', (_error, stream) => {
    if (stream.writable) stream.end(refusal('400 Bad Request'));
  });
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    const isWanted = request.url === socketPath && guard.check(request, { needsOrigin: true }) === null;
    if (!isWanted) stream.end(refusal('403 Forbidden'));
    else if (sockets.clients.size >= maxWindows) stream.end(refusal('503 Service Unavailable'));
    else sockets.handleUpgrade(request, stream, head, (socket) => attachWebSocketPeer(socket, input.connect));
  });

  const mintUrl = () => `http://127.0.0.1:${port}/?token=${sessions.mintToken()}`;
  return ok({
    url: mintUrl(),
    port,
    mintUrl,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets.clients) socket.close(1001);
      const timer = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      }, closeGraceMs);
      server.closeIdleConnections();
      await closed;
      clearTimeout(timer);
    },
  });
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<Result<number, ServerError>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(
        error.code === 'EADDRINUSE'
          ? fail({ code: 'server.portInUse', port })
          : fail({ code: 'server.notStarted', reason: error.message }),
      );
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      resolve(ok(portOf(server.address())));
    });
  });
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

function refusal(status: string): string {
  const headers = Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Length: 0', ...headers, '', ''].join('\r\n');
}
