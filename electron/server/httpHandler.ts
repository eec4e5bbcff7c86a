import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { sessionPath, type UploadError, uploadPath } from '../../shared/fileUpload.ts';
import { assertNever } from '../../shared/result.ts';
import type { Refusal, RequestGuard } from './requestGuard.ts';
import { securityHeaders } from './securityHeaders.ts';
import type { Sessions } from './sessions.ts';
import { signInPage } from './signInPage.ts';
import { openStaticFile } from './staticFiles.ts';
import type { Uploads } from './uploads.ts';

/** How long the rest of a refused body is read. */
const unwantedBodyMs = 10_000;

/** Answers plain HTTP: the sign-in link, the renderer's files, uploads. */
export function createHttpHandler(input: {
  readonly guard: RequestGuard;
  readonly sessions: Sessions;
  readonly uploads: Uploads;
  readonly rendererFolder: string;
}): (request: IncomingMessage, response: ServerResponse) => void {
  const { guard, sessions, uploads, rendererFolder } = input;

  async function handle(request: IncomingMessage, response: ServerResponse) {
    if (guard.checkHost(request)) return refuse(response, 'wrongHost');
    // Appended, because '//name' resolved against a base would name another host.
    const url = request.url?.startsWith('/') ? URL.parse(`http://127.0.0.1${request.url}`) : null;
    if (!url) return answerText(response, 400, 'Bad request');
    if (request.method === 'POST' && url.pathname === uploadPath) return receiveFile(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return answerText(response, 405, 'Method not allowed', { Allow: 'GET, HEAD' });
    }
    const token = url.pathname === '/' && request.method === 'GET' ? url.searchParams.get('token') : null;
    if (token !== null) return signIn(response, token);

    const refusal = guard.check(request, { needsOrigin: false });
    if (refusal === 'notSignedIn' && url.pathname === '/') return answerSignInPage(response);
    if (refusal) return refuse(response, refusal);
    if (url.pathname === sessionPath) return void response.writeHead(204, securityHeaders).end();
    await sendFile({ request, response, urlPath: url.pathname });
  }

  async function signIn(response: ServerResponse, token: string) {
    const session = await sessions.exchange(token);
    if (!session) return answerSignInPage(response);
    const maxAge = Math.floor(session.lifetimeMs / 1000);
    const cookie = `${guard.cookieName}=${session.secret}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAge}`;
    response.writeHead(303, { ...securityHeaders, Location: '/', 'Set-Cookie': cookie }).end();
  }

  async function receiveFile(request: IncomingMessage, response: ServerResponse) {
    const refusal = guard.check(request, { needsOrigin: true });
    if (refusal) return refuse(response, refusal);
    const received = await uploads.receive(request);
    if (received.ok) return answerJson(response, 200, received.value);
    answerJson(response, statusOf(received.error), { error: received.error });
  }

  async function sendFile(target: { request: IncomingMessage; response: ServerResponse; urlPath: string }) {
    const { request, response, urlPath } = target;
    const found = await openStaticFile(rendererFolder, urlPath);
    if (!found) return answerText(response, 404, 'Not found');
    response.writeHead(200, {
      ...securityHeaders,
      'Content-Type': found.mimeType,
      'Content-Length': found.sizeBytes,
    });
    if (request.method === 'HEAD') {
      response.end();
      await found.file.close();
    } else await pipeline(found.file.createReadStream(), response);
  }

  return (request, response) => {
    handle(request, response).catch(() => {
      // The window went away meanwhile, or the disk failed under a file of ours: nothing more can be said to it.
      response.destroy();
    });
  };
}

function refuse(response: ServerResponse, refusal: Refusal) {
  answerJson(response, refusal === 'notSignedIn' ? 401 : 403, { error: { code: 'notAllowed' } });
}

function answerSignInPage(response: ServerResponse) {
  answer(response, { status: 401, contentType: 'text/html; charset=utf-8', ...signInPage });
}

function answerJson(response: ServerResponse, status: number, value: unknown) {
  answer(response, { status, contentType: 'application/json', body: JSON.stringify(value) });
}

function answerText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
) {
  answer(response, { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n`, headers });
}

function answer(
  response: ServerResponse,
  content: {
    readonly status: number;
    readonly contentType: string;
    readonly body: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
) {
  leaveBody(response.req);
  response.writeHead(content.status, {
    ...securityHeaders,
    ...content.headers,
    'Content-Type': content.contentType,
    'Content-Length': Buffer.byteLength(content.body),
  });
  response.end(response.req.method === 'HEAD' ? undefined : content.body);
}

/** Closing under a body that is still on its way would lose the answer, so the rest is read for a while and dropped. */
function leaveBody(request: IncomingMessage) {
  if (request.complete) return;
  request.resume();
  const timer = setTimeout(() => request.destroy(), unwantedBodyMs);
  request.once('close', () => clearTimeout(timer));
}

function statusOf(error: UploadError): number {
  switch (error.code) {
    case 'files.tooLarge':
      return 413;
    case 'files.diskFull':
      return 507;
    case 'files.badName':
    case 'files.notReceived':
      return 400;
    case 'files.tooManyUploads':
      return 429;
    case 'notAllowed':
      return 403;
    default:
      return assertNever(error);
  }
}
