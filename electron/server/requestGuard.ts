import type { IncomingMessage } from 'node:http';
import type { Sessions } from './sessions.ts';

export type Refusal = 'wrongHost' | 'wrongOrigin' | 'notSignedIn';

/** Decides who is answered. Knows the port, so it is made once the server listens. */
export interface RequestGuard {
  readonly cookieName: string;
  /** A page of another name that resolves to this machine (DNS rebinding) is told nothing. */
  checkHost(request: IncomingMessage): Refusal | null;
  /** Host, session and, where the request changes something or opens a socket, the Origin. */
  check(request: IncomingMessage, options: { readonly needsOrigin: boolean }): Refusal | null;
}

export function createRequestGuard(input: {
  readonly port: number;
  readonly sessions: Sessions;
}): RequestGuard {
  const { port, sessions } = input;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  // Browsers send a cookie to every port of a host; the name keeps two Sottos apart.
  const cookieName = `sotto-${port}`;

  const checkHost = (request: IncomingMessage) =>
    hosts.has(request.headers.host ?? '') ? null : 'wrongHost';

  return {
    cookieName,
    checkHost,
    check(request, { needsOrigin }) {
      if (checkHost(request)) return 'wrongHost';
      const { origin } = request.headers;
      const isOwnOrigin = origin === `http://${request.headers.host}`;
      if (origin === undefined ? needsOrigin : !isOwnOrigin) return 'wrongOrigin';
      const secret = readCookie(request.headers.cookie ?? '', cookieName);
      return secret !== null && sessions.isValid(secret) ? null : 'notSignedIn';
    },
  };
}

function readCookie(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}
