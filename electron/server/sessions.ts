import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomically } from '../storage/writeFileAtomically.ts';

const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;
const maxSessions = 32;
const maxUnusedTokens = 16;

const storedSessionsSchema = z.array(
  z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), expiresAt: z.number() }),
);
type StoredSession = z.infer<typeof storedSessionsSchema>[number];

/** Who may use the loopback host. Only hashes are held, so that nothing stored or dumped lets anyone in. */
export interface Sessions {
  /** A token for one link. The oldest unused one ends when there are too many. */
  mintToken(): string;
  /** Uses the token up. @returns the new session's secret, or null where the token is not known. */
  exchange(token: string): Promise<{ readonly secret: string; readonly lifetimeMs: number } | null>;
  isValid(secret: string): boolean;
}

/** @param filePath keeps sessions over a restart of the host; null keeps them in memory. */
export function createSessions(input: {
  readonly filePath: string | null;
  readonly now?: () => number;
}): Sessions {
  const now = input.now ?? Date.now;
  const tokenHashes = new Set<string>();
  let sessions = input.filePath === null ? [] : readStored(input.filePath);

  let stored = Promise.resolve();

  /** One write at a time, so that the newest list is the last to be written. */
  function store(): Promise<void> {
    const { filePath } = input;
    if (filePath === null) return stored;
    stored = stored
      .then(() => {
        const content = Buffer.from(JSON.stringify(sessions));
        return writeFileAtomically({ path: filePath, content, mode: 0o600, isNew: false });
      })
      // The window is signed in all the same; it only needs a new link after the next restart.
      .catch(() => undefined);
    return stored;
  }

  return {
    mintToken() {
      const token = newSecret();
      tokenHashes.add(hashOf(token));
      const [oldest] = tokenHashes;
      if (tokenHashes.size > maxUnusedTokens && oldest !== undefined) tokenHashes.delete(oldest);
      return token;
    },
    async exchange(token) {
      if (!tokenHashes.delete(hashOf(token))) return null;
      const secret = newSecret();
      const live = sessions.filter((session) => session.expiresAt > now());
      const session = { hash: hashOf(secret), expiresAt: now() + sessionLifetimeMs };
      sessions = [...live, session].slice(-maxSessions);
      await store();
      return { secret, lifetimeMs: sessionLifetimeMs };
    },
    isValid(secret) {
      const hash = Buffer.from(hashOf(secret), 'hex');
      return sessions.some(
        (session) => session.expiresAt > now() && timingSafeEqual(Buffer.from(session.hash, 'hex'), hash),
      );
    },
  };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function readStored(filePath: string): StoredSession[] {
  try {
    return storedSessionsSchema.parse(JSON.parse(readFileSync(filePath, 'utf8')));
  } catch {
    // Missing or damaged: every window signs in again by a new link.
    return [];
  }
}
