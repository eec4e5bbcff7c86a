import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { DatabaseKey } from '../storage/databaseKey.ts';
import { type KeyFileError, keyVariable, openKeyFile } from '../storage/keyFile.ts';
import { databaseName } from '../storage/openDatabase.ts';
import { writeFileAtomically } from '../storage/writeFileAtomically.ts';

export type KeychainError =
  /** The system's keychain is locked or missing, and the key is in it. */
  | { readonly code: 'storage.keychainUnavailable'; readonly dataFolder: string }
  /** The keychain answers, but with another secret than the one the key was encrypted with. */
  | { readonly code: 'storage.keychainRefused'; readonly path: string; readonly reason: string }
  | { readonly code: 'storage.keychainKeyNotWritten'; readonly path: string; readonly reason: string };

/** What is used of Electron's `safeStorage`. */
export interface Keychain {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(
    encrypted: Buffer,
  ): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
  setUsePlainTextEncryption(isUsed: boolean): void;
}

const keyFileName = 'key.bin';
const keyPattern = /^[\da-f]{64}$/;

/**
 * The database's key, encrypted by the system's keychain. A key that cannot be decrypted is never replaced, because
 * the database would be lost with it. A folder that the terminal made keeps its key file.
 */
export async function openKeychainKey(input: {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly keychain: Keychain;
}): Promise<Result<DatabaseKey, KeychainError | KeyFileError>> {
  const { dataFolder, environment, keychain } = input;
  const keyPath = path.join(dataFolder, keyFileName);
  const isKeptHere = existsSync(keyPath);
  if (environment[keyVariable] || (!isKeptHere && existsSync(path.join(dataFolder, databaseName)))) {
    return openKeyFile({ dataFolder, environment });
  }
  const protection = await chooseProtection(keychain);
  if (protection === null) return fail({ code: 'storage.keychainUnavailable', dataFolder });
  return isKeptHere ? readKey({ keyPath, keychain, protection }) : makeKey({ keyPath, keychain, protection });
}

interface KeyInput {
  readonly keyPath: string;
  readonly keychain: Keychain;
  readonly protection: DatabaseKey['protection'];
}

async function chooseProtection(keychain: Keychain): Promise<DatabaseKey['protection'] | null> {
  if (keychain.getSelectedStorageBackend?.() === 'basic_text') {
    // No keyring on this Linux: the key is only scrambled, and the window says so.
    keychain.setUsePlainTextEncryption(true);
    return 'plaintextKeychain';
  }
  return (await keychain.isAsyncEncryptionAvailable()) ? 'keychain' : null;
}

async function readKey({
  keyPath,
  keychain,
  protection,
}: KeyInput): Promise<Result<DatabaseKey, KeychainError>> {
  const refused = (reason: string) =>
    fail({ code: 'storage.keychainRefused' as const, path: keyPath, reason });
  try {
    const encrypted = await readFile(keyPath);
    const { result: hex, shouldReEncrypt } = await keychain.decryptStringAsync(encrypted);
    if (!keyPattern.test(hex)) return refused('it holds no key');
    // The old secret still opens it, so a failure here costs nothing.
    if (shouldReEncrypt) await writeKey({ keyPath, keychain, protection }, hex, false).catch(() => undefined);
    return ok({ hex, protection });
  } catch (error) {
    return refused(reasonOf(error));
  }
}

async function makeKey(input: KeyInput): Promise<Result<DatabaseKey, KeychainError>> {
  const hex = randomBytes(32).toString('hex');
  try {
    await writeKey(input, hex, true);
    return ok({ hex, protection: input.protection });
  } catch (error) {
    return fail({ code: 'storage.keychainKeyNotWritten', path: input.keyPath, reason: reasonOf(error) });
  }
}

async function writeKey({ keyPath, keychain }: KeyInput, hex: string, isNew: boolean): Promise<void> {
  const content = await keychain.encryptStringAsync(hex);
  await writeFileAtomically({ path: keyPath, content, mode: 0o600, isNew });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
