import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Keychain, openKeychainKey } from '../../../electron/desktop/keychainKey.ts';

let dataFolder = '';
beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'sotto-keychain-'));
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

/** Encrypts with a secret of its own, as the system's keychain does. */
function keychain(changes: Partial<Keychain> & { readonly secret?: number } = {}): Keychain {
  const { secret = 7, ...others } = changes;
  const scramble = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ secret));
  return {
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text) => scramble(Buffer.from(`v1${text}`)),
    async decryptStringAsync(encrypted) {
      const text = scramble(encrypted).toString();
      if (!text.startsWith('v1')) throw new Error('Error while decrypting the ciphertext');
      return { result: text.slice(2), shouldReEncrypt: false };
    },
    setUsePlainTextEncryption: () => undefined,
    ...others,
  };
}
const open = (used: Keychain, environment: Record<string, string> = {}) =>
  openKeychainKey({ dataFolder, environment, keychain: used });

// Catches a key made anew at every start, and one that stands readable in the file.
test('makes a key once, keeps it encrypted and reads the same one afterwards', async () => {
  const first = await open(keychain());
  expect(first).toEqual({
    ok: true,
    value: { hex: expect.stringMatching(/^[\da-f]{64}$/), protection: 'keychain' },
  });
  expect(await open(keychain())).toEqual(first);
  expect(await readdir(dataFolder)).toEqual(['key.bin']);
  const stored = await readFile(path.join(dataFolder, 'key.bin'));
  expect(stored.includes(first.ok ? first.value.hex : '')).toBe(false);
});

// Catches the loss of every chat because the keychain answered with another secret once.
test('never replaces a key that the keychain cannot decrypt', async () => {
  const made = await open(keychain());
  const before = await readFile(path.join(dataFolder, 'key.bin'));
  expect(await open(keychain({ secret: 9 }))).toEqual({
    ok: false,
    error: {
      code: 'storage.keychainRefused',
      path: path.join(dataFolder, 'key.bin'),
      reason: 'Error while decrypting the ciphertext',
    },
  });
  expect(await readFile(path.join(dataFolder, 'key.bin'))).toEqual(before);
  expect(await open(keychain())).toEqual(made);
});

test('never replaces a file that decrypts to no key', async () => {
  await writeFile(path.join(dataFolder, 'key.bin'), await keychain().encryptStringAsync('too short'));
  const before = await readFile(path.join(dataFolder, 'key.bin'));
  expect(await open(keychain())).toMatchObject({ ok: false, error: { code: 'storage.keychainRefused' } });
  expect(await readFile(path.join(dataFolder, 'key.bin'))).toEqual(before);
});

test('says so when the keychain is locked, and makes nothing', async () => {
  expect(await open(keychain({ isAsyncEncryptionAvailable: async () => false }))).toEqual({
    ok: false,
    error: { code: 'storage.keychainUnavailable', dataFolder },
  });
  expect(await readdir(dataFolder)).toEqual([]);
});

// Catches a promise of protection that this Linux does not keep.
test('calls the protection plain text where Linux has no keyring', async () => {
  let isPlainTextUsed = false;
  const used = keychain({
    getSelectedStorageBackend: () => 'basic_text',
    setUsePlainTextEncryption: (isUsed) => {
      isPlainTextUsed = isUsed;
    },
  });
  expect(await open(used)).toMatchObject({ ok: true, value: { protection: 'plaintextKeychain' } });
  expect(isPlainTextUsed).toBe(true);
});

test('encrypts the same key anew when the keychain rotates its secret', async () => {
  const made = await open(keychain());
  const before = await readFile(path.join(dataFolder, 'key.bin'));
  const old = keychain();
  const rotating = keychain({
    secret: 9,
    decryptStringAsync: async (encrypted) => ({
      ...(await old.decryptStringAsync(encrypted)),
      shouldReEncrypt: true,
    }),
  });
  expect(await open(rotating)).toEqual(made);
  expect(await readFile(path.join(dataFolder, 'key.bin'))).not.toEqual(before);
  expect(await open(keychain({ secret: 9 }))).toEqual(made);
});

// Catches a desktop app that cannot open what the terminal made, or locks it out by making a second key.
test('opens a folder that the terminal made with its key file', async () => {
  const hex = 'ab'.repeat(32);
  await writeFile(path.join(dataFolder, 'database.key'), `${hex}\n`, { mode: 0o600 });
  await writeFile(path.join(dataFolder, 'sotto.db'), 'made by the terminal');
  expect(await open(keychain())).toEqual({ ok: true, value: { hex, protection: 'keyFile' } });
  expect((await readdir(dataFolder)).sort()).toEqual(['database.key', 'sotto.db']);
});

test('takes a key given in the environment before all others', async () => {
  await open(keychain());
  const hex = 'cd'.repeat(32);
  expect(await open(keychain(), { SOTTO_KEY: hex })).toEqual({
    ok: true,
    value: { hex, protection: 'environment' },
  });
});
