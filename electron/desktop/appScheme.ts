import type { Protocol } from 'electron';
import { securityHeaders } from '../server/securityHeaders.ts';
import { openStaticFile } from '../server/staticFiles.ts';

const scheme = 'app';
const host = 'sotto';
export const appOrigin = `${scheme}://${host}`;

/** The page has its files and the bridge; it opens no connection, not even to us. */
export const windowContentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = { ...securityHeaders, 'Content-Security-Policy': windowContentSecurityPolicy };

/** Must run before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  // No fetch, no service workers, no relaxed content rules: a page that only loads its own files.
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/** Serves the built renderer. */
export function serveRenderer(protocol: Pick<Protocol, 'handle'>, rendererFolder: string): void {
  protocol.handle(scheme, (request) => answerAppRequest(request, rendererFolder));
}

export async function answerAppRequest(
  request: { readonly method: string; readonly url: string },
  rendererFolder: string,
): Promise<Response> {
  const url = new URL(request.url);
  if (request.method !== 'GET') return new Response(null, { status: 405, headers });
  const opened = url.host === host ? await openStaticFile(rendererFolder, url.pathname) : null;
  if (!opened) return new Response(null, { status: 404, headers });
  try {
    const content = await opened.file.readFile();
    return new Response(Uint8Array.from(content), {
      headers: { ...headers, 'Content-Type': opened.mimeType },
    });
  } finally {
    await opened.file.close();
  }
}
