import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { DatabaseKey } from './databaseKey.ts';
import { databaseName } from './openDatabase.ts';
import { writeFileAtomically } from './writeFileAtomically.ts';

export type KeyFileError =
  /** The database was made with a key kept elsewhere, such as the desktop app's keychain. */
  | { readonly code: 'storage.keyMissing'; readonly dataFolder: string }
  | { readonly code: 'storage.environmentKeyMalformed'; readonly variable: string }
  | { readonly code: 'storage.keyFileMalformed'; readonly path: string }
  | { readonly code: 'storage.keyFileNotReadable'; readonly path: string; readonly reason: string }
  | { readonly code: 'storage.keyFileNotWritten'; readonly path: string; readonly reason: string };

export const keyVariable = 'SOTTO_KEY';
const keyFileName = 'database.key';
const keyPattern = /^[\da-f]{64}$/i;

/**
 * The key where there is no keychain: from SOTTO_KEY, else from a file only its owner can read, made on
 * first use. An existing key file is never written to, because the database would be lost with it.
 */
export async function openKeyFile(input: {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): Promise<Result<DatabaseKey, KeyFileError>> {
  const given = input.environment[keyVariable];
  if (given !== undefined && given !== '') {
    if (!keyPattern.test(given))
      return fail({ code: 'storage.environmentKeyMalformed', variable: keyVariable });
    return ok({ hex: given.toLowerCase(), protection: 'environment' });
  }
  const keyPath = path.join(input.dataFolder, keyFileName);
  const found = await readKeyFile(keyPath);
  if (found !== null) return found;
  if (existsSync(path.join(input.dataFolder, databaseName))) {
    return fail({ code: 'storage.keyMissing', dataFolder: input.dataFolder });
  }
  return createKeyFile(keyPath);
}

/** @returns null where there is no such file. */
async function readKeyFile(keyPath: string): Promise<Result<DatabaseKey, KeyFileError> | null> {
  try {
    const text = (await readFile(keyPath, 'utf8')).trim();
    if (!keyPattern.test(text)) return fail({ code: 'storage.keyFileMalformed', path: keyPath });
    await closeToOthers(keyPath);
    return ok({ hex: text.toLowerCase(), protection: 'keyFile' });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    return fail({ code: 'storage.keyFileNotReadable', path: keyPath, reason: reasonOf(error) });
  }
}

async function createKeyFile(keyPath: string): Promise<Result<DatabaseKey, KeyFileError>> {
  const hex = randomBytes(32).toString('hex');
  try {
    await writeFileAtomically({ path: keyPath, content: Buffer.from(`${hex}\n`), mode: 0o600, isNew: true });
    return ok({ hex, protection: 'keyFile' });
  } catch (error) {
    // Another Sotto made it a moment ago: its key is the one.
    const found = errorCode(error) === 'EEXIST' ? await readKeyFile(keyPath) : null;
    return found ?? fail({ code: 'storage.keyFileNotWritten', path: keyPath, reason: reasonOf(error) });
  }
}

/** A backup or a copy may have opened the file to others. Windows has no such mode; the profile's rights hold there. */
async function closeToOthers(keyPath: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(keyPath);
  if ((mode & 0o777) !== 0o600) await chmod(keyPath, 0o600);
}

function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}

function reasonOf(error: unknown): string {
  return errorCode(error) ?? String(error);
}
