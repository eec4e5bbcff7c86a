import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSessions } from '../../../electron/server/sessions.ts';

const dayMs = 24 * 60 * 60 * 1000;
let folder = '';
let filePath = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sotto-sessions-'));
  filePath = path.join(folder, 'sessions.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function signIn(sessions: ReturnType<typeof createSessions>): Promise<string> {
  const session = await sessions.exchange(sessions.mintToken());
  if (!session) throw new Error('refused');
  return session.secret;
}

describe('sessions of browser windows', () => {
  // Would catch: a cookie that works for ever.
  test('end after thirty days', async () => {
    let now = 0;
    const sessions = createSessions({ filePath, now: () => now });
    const secret = await signIn(sessions);
    now = 30 * dayMs - 1;
    expect(sessions.isValid(secret)).toBe(true);
    now += 1;
    expect(sessions.isValid(secret)).toBe(false);
    expect(createSessions({ filePath, now: () => now }).isValid(secret)).toBe(false);
  });

  // Would catch: a file that lets in whoever reads it, or that others can read.
  test('are stored as hashes for the owner only', async () => {
    const secret = await signIn(createSessions({ filePath }));
    const stored = await readFile(filePath, 'utf8');
    expect(stored).not.toContain(secret);
    expect(JSON.parse(stored)).toEqual([
      { hash: expect.stringMatching(/^[0-9a-f]{64}$/), expiresAt: expect.any(Number) },
    ]);
    if (process.platform !== 'win32') expect((await stat(filePath)).mode & 0o777).toBe(0o600);
    // What is stored is no secret by itself.
    expect(createSessions({ filePath }).isValid(JSON.parse(stored)[0].hash)).toBe(false);
    expect(createSessions({ filePath }).isValid(secret)).toBe(true);
  });

  // Would catch: a damaged file that keeps the host from starting.
  test.each(['', '{', '[{"hash":"x"}]'])('start empty from the damaged file %j', async (content) => {
    await writeFile(filePath, content);
    const sessions = createSessions({ filePath });
    expect(sessions.isValid(await signIn(sessions))).toBe(true);
  });

  // Would catch: a full disk or a lost folder that keeps a window out, or uses its link up for nothing.
  test('work without being stored where the file cannot be written', async () => {
    const sessions = createSessions({ filePath: path.join(folder, 'missing', 'sessions.json') });
    expect(sessions.isValid(await signIn(sessions))).toBe(true);
  });

  // Would catch: sign-ins at the same time that overwrite each other's file.
  test('that begin at the same time are all stored', async () => {
    const sessions = createSessions({ filePath });
    const secrets = await Promise.all(Array.from({ length: 8 }, () => signIn(sessions)));
    const restarted = createSessions({ filePath });
    expect(secrets.map((secret) => restarted.isValid(secret))).toEqual(Array.from({ length: 8 }, () => true));
  });

  // Would catch: links that stay open for ever, or lists that grow without end.
  test('keep the newest sixteen unused links and thirty-two windows', async () => {
    const sessions = createSessions({ filePath });
    const tokens = Array.from({ length: 17 }, () => sessions.mintToken());
    const results = await Promise.all(tokens.map((token) => sessions.exchange(token)));
    expect(results.map((result) => result !== null)).toEqual([
      false,
      ...Array.from({ length: 16 }, () => true),
    ]);

    const secrets: string[] = [];
    for (let window = 0; window < 33; window += 1) secrets.push(await signIn(sessions));
    expect(secrets.map((secret) => sessions.isValid(secret))).toEqual([
      false,
      ...Array.from({ length: 32 }, () => true),
    ]);
  });
});
