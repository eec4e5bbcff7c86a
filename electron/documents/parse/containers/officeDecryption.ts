import { createDecipheriv, createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { deepElementsOf, parseXml, type XmlElement } from './xml.ts';

export type DecryptionFailure = 'wrongPassword' | 'damaged';

/** A package that Office encrypted ([MS-OFFCRYPTO] 2.3.4). */
export interface OfficeEncryption {
  /** @param content the stream EncryptedPackage. @returns the zip in it. */
  decrypt(content: Uint8Array, password: string): Result<Uint8Array, DecryptionFailure>;
}

/** Keys are spun as often as the file says, which a hostile one could say without end. */
const maxSpins = 10_000_000;
const segmentBytes = 4096;

/** Reads the stream EncryptionInfo. @returns null where the way of encryption is not known. */
export function readOfficeEncryption(stream: Uint8Array): OfficeEncryption | null {
  const bytes = Buffer.from(stream);
  if (bytes.length < 12) return null;
  const major = bytes.readUInt16LE(0);
  const minor = bytes.readUInt16LE(2);
  if (major === 4 && minor === 4) return readAgile(bytes.subarray(8).toString('utf8'));
  return minor === 2 && major >= 2 && major <= 4 ? readStandard(bytes) : null;
}

const blockKeys = {
  verifierInput: Buffer.from('fea7d2763b4b9e79', 'hex'),
  verifierValue: Buffer.from('d7aa0f6d3061344e', 'hex'),
  packageKey: Buffer.from('146e0be7abacd0d6', 'hex'),
};

interface AgileKey {
  readonly salt: Buffer;
  readonly hash: string;
  readonly keyBytes: number;
  readonly blockBytes: number;
}

/** Office 2010 and later. */
function readAgile(xml: string): OfficeEncryption | null {
  const root = parseXml(xml);
  const data = deepElementsOf(root, 'keyData')[0];
  const encryptor = deepElementsOf(root, 'encryptedKey')[0];
  const dataKey = data ? readAgileKey(data) : null;
  const passwordKey = encryptor ? readAgileKey(encryptor) : null;
  if (!encryptor || !dataKey || !passwordKey) return null;
  const read = (name: string) => Buffer.from(encryptor.attributes.get(name) ?? '', 'base64');
  const spins = Number(encryptor.attributes.get('spinCount'));
  if (!Number.isInteger(spins) || spins < 0 || spins > maxSpins) return null;
  return {
    decrypt(content, password) {
      const spun = spin({ password, salt: passwordKey.salt, hash: passwordKey.hash, spins });
      const open = (blockKey: Buffer, sealed: Buffer) => {
        const derived = digest(passwordKey.hash, spun, blockKey);
        return decryptCbc({
          key: fit(derived, passwordKey.keyBytes),
          iv: fit(passwordKey.salt, passwordKey.blockBytes),
          sealed,
        });
      };
      const input = open(blockKeys.verifierInput, read('encryptedVerifierHashInput'));
      const expected = open(blockKeys.verifierValue, read('encryptedVerifierHashValue'));
      const actual = digest(passwordKey.hash, input.subarray(0, passwordKey.salt.length));
      if (!expected.subarray(0, actual.length).equals(actual)) return fail('wrongPassword');
      const key = open(blockKeys.packageKey, read('encryptedKeyValue')).subarray(0, dataKey.keyBytes);
      return unseal(content, (sealed, index) => {
        const count = Buffer.alloc(4);
        count.writeUInt32LE(index);
        const iv = fit(digest(dataKey.hash, dataKey.salt, count), dataKey.blockBytes);
        return decryptCbc({ key, iv, sealed });
      });
    },
  };
}

function readAgileKey({ attributes }: XmlElement): AgileKey | null {
  const hash = (attributes.get('hashAlgorithm') ?? '').toLowerCase().replace('-', '');
  const keyBytes = Number(attributes.get('keyBits')) / 8;
  const blockBytes = Number(attributes.get('blockSize'));
  const isKnown =
    attributes.get('cipherAlgorithm') === 'AES' &&
    attributes.get('cipherChaining') === 'ChainingModeCBC' &&
    ['sha1', 'sha256', 'sha384', 'sha512'].includes(hash) &&
    [16, 24, 32].includes(keyBytes) &&
    blockBytes === 16;
  return isKnown
    ? { hash, keyBytes, blockBytes, salt: Buffer.from(attributes.get('saltValue') ?? '', 'base64') }
    : null;
}

const standardSpins = 50_000;
/** AES with 128, 192 and 256 bits; RC4 was never used for packages. */
const standardCiphers = [0x660e, 0x660f, 0x6610];

/** Office 2007. */
function readStandard(bytes: Buffer): OfficeEncryption | null {
  const headerBytes = bytes.readUInt32LE(8);
  const verifierAt = 12 + headerBytes;
  if (headerBytes < 32 || verifierAt + 40 + 32 > bytes.length) return null;
  if (!standardCiphers.includes(bytes.readUInt32LE(12 + 8))) return null;
  const keyBytes = bytes.readUInt32LE(12 + 16) / 8;
  const saltBytes = bytes.readUInt32LE(verifierAt);
  if (![16, 24, 32].includes(keyBytes) || saltBytes !== 16) return null;
  const salt = bytes.subarray(verifierAt + 4, verifierAt + 20);
  const verifier = bytes.subarray(verifierAt + 20, verifierAt + 36);
  const verifierHash = bytes.subarray(verifierAt + 40, verifierAt + 72);
  return {
    decrypt(content, password) {
      const spun = spin({ password, salt, hash: 'sha1', spins: standardSpins });
      const derived = digest('sha1', spun, Buffer.alloc(4));
      const padded = (byte: number) => {
        const block = Buffer.alloc(64, byte);
        for (let at = 0; at < derived.length; at += 1) block[at] = (derived[at] ?? 0) ^ byte;
        return digest('sha1', block);
      };
      const key = Buffer.concat([padded(0x36), padded(0x5c)]).subarray(0, keyBytes);
      const actual = digest('sha1', decryptEcb(key, verifier));
      if (!decryptEcb(key, verifierHash).subarray(0, actual.length).equals(actual))
        return fail('wrongPassword');
      return unseal(content, (sealed) => decryptEcb(key, sealed));
    },
  };
}

/** The password's key, made slow to guess. */
function spin(input: {
  readonly password: string;
  readonly salt: Buffer;
  readonly hash: string;
  readonly spins: number;
}): Buffer {
  let spun = digest(input.hash, input.salt, Buffer.from(input.password, 'utf16le'));
  const count = Buffer.alloc(4);
  for (let index = 0; index < input.spins; index += 1) {
    count.writeUInt32LE(index);
    spun = digest(input.hash, count, spun);
  }
  return spun;
}

/** The package's true size stands before it; each segment is sealed on its own. */
function unseal(
  content: Uint8Array,
  open: (sealed: Buffer, index: number) => Buffer,
): Result<Uint8Array, DecryptionFailure> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.length < 8 + 16) return fail('damaged');
  const sizeBytes = Number(bytes.readBigUInt64LE(0));
  const body = bytes.subarray(8, 8 + Math.floor((bytes.length - 8) / 16) * 16);
  const parts: Buffer[] = [];
  for (let at = 0, index = 0; at < body.length; at += segmentBytes, index += 1)
    parts.push(open(body.subarray(at, at + segmentBytes), index));
  return ok(Buffer.concat(parts).subarray(0, sizeBytes));
}

function digest(hash: string, ...parts: readonly Buffer[]): Buffer {
  const digesting = createHash(hash);
  for (const part of parts) digesting.update(part);
  return digesting.digest();
}

/** [MS-OFFCRYPTO] 2.3.4.11: cut, or filled up with 0x36. */
function fit(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length
    ? bytes.subarray(0, length)
    : Buffer.concat([bytes, Buffer.alloc(length - bytes.length, 0x36)]);
}

function decryptCbc(input: { readonly key: Buffer; readonly iv: Buffer; readonly sealed: Buffer }): Buffer {
  const cipher = createDecipheriv(`aes-${input.key.length * 8}-cbc`, input.key, input.iv);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(input.sealed), cipher.final()]);
}

function decryptEcb(key: Buffer, sealed: Buffer): Buffer {
  const cipher = createDecipheriv(`aes-${key.length * 8}-ecb`, key, null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(sealed), cipher.final()]);
}
