import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { ZipEncryption } from './zipEntries.ts';

const headerBytes = 12;
const verifierBytes = 2;
const signatureBytes = 10;
const blockBytes = 16;
/** Fixed by WinZip's AE specification. */
const keyRounds = 1000;
/** Counter blocks are encrypted in pieces of this size, so that a large entry is in memory twice and not three times. */
const pieceBytes = 1024 * 1024;

/** Takes an entry's encryption away. @returns what the method then unpacks. */
export function decryptEntry(
  packed: Uint8Array,
  { encryption, password }: { readonly encryption: ZipEncryption; readonly password: string },
): Result<Uint8Array, 'wrongPassword' | 'damaged' | 'encrypted'> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  switch (encryption.kind) {
    case 'traditional':
      return decryptTraditional(bytes, { checkByte: encryption.checkByte, password });
    case 'aes':
      return decryptAes(bytes, { keyBytes: encryption.keyBytes, password });
    case 'unknown':
      return fail('encrypted');
  }
}

/** One wrong password in 256 gets past the header of a traditionally encrypted entry; the checksum tells. */
export function isDecryptedRight(unpacked: Uint8Array, encryption: ZipEncryption): boolean {
  return encryption.kind !== 'traditional' || crc32(unpacked) === encryption.checksum;
}

/** PKWARE's APPNOTE 6.1.3 to 6.1.5. */
function decryptTraditional(
  packed: Buffer,
  { checkByte, password }: { readonly checkByte: number; readonly password: string },
): Result<Uint8Array, 'wrongPassword' | 'damaged'> {
  if (packed.length < headerBytes) return fail('damaged');
  const keys = new Uint32Array([0x12345678, 0x23456789, 0x34567890]);
  const update = (byte: number) => {
    keys[0] = nextChecksum(keys[0] ?? 0, byte);
    keys[1] = Math.imul((keys[1] ?? 0) + ((keys[0] ?? 0) & 0xff), 134775813) + 1;
    keys[2] = nextChecksum(keys[2] ?? 0, (keys[1] ?? 0) >>> 24);
  };
  for (const byte of Buffer.from(password, 'utf8')) update(byte);
  const plain = Buffer.alloc(packed.length);
  for (let at = 0; at < packed.length; at += 1) {
    const seed = ((keys[2] ?? 0) & 0xffff) | 2;
    const byte = (packed[at] ?? 0) ^ ((Math.imul(seed, seed ^ 1) >>> 8) & 0xff);
    plain[at] = byte;
    update(byte);
  }
  return plain[headerBytes - 1] === checkByte ? ok(plain.subarray(headerBytes)) : fail('wrongPassword');
}

const checksumTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function nextChecksum(checksum: number, byte: number): number {
  return (checksum >>> 8) ^ (checksumTable[(checksum ^ byte) & 0xff] ?? 0);
}

/** AES in counter mode with the counter's low byte first, which no library mode has: the counters are encrypted as they are. */
function decryptAes(
  packed: Buffer,
  { keyBytes, password }: { readonly keyBytes: 16 | 24 | 32; readonly password: string },
): Result<Uint8Array, 'wrongPassword' | 'damaged'> {
  const saltBytes = keyBytes / 2;
  if (packed.length < saltBytes + verifierBytes + signatureBytes) return fail('damaged');
  const salt = packed.subarray(0, saltBytes);
  const keys = pbkdf2Sync(password, salt, keyRounds, 2 * keyBytes + verifierBytes, 'sha1');
  if (!keys.subarray(2 * keyBytes).equals(packed.subarray(saltBytes, saltBytes + verifierBytes)))
    return fail('wrongPassword');
  const body = packed.subarray(saltBytes + verifierBytes, packed.length - signatureBytes);
  const signature = createHmac('sha1', keys.subarray(keyBytes, 2 * keyBytes))
    .update(body)
    .digest();
  if (!timingSafeEqual(signature.subarray(0, signatureBytes), packed.subarray(-signatureBytes)))
    return fail('damaged');
  const cipher = createCipheriv(`aes-${keyBytes * 8}-ecb`, keys.subarray(0, keyBytes), null);
  const plain = Buffer.alloc(body.length);
  for (let start = 0, counter = 1; start < body.length; start += pieceBytes) {
    const length = Math.min(pieceBytes, body.length - start);
    const counters = Buffer.alloc(Math.ceil(length / blockBytes) * blockBytes);
    for (let at = 0; at < counters.length; at += blockBytes, counter += 1)
      counters.writeUInt32LE(counter, at);
    const stream = cipher.update(counters);
    for (let at = 0; at < length; at += 1) plain[start + at] = (body[start + at] ?? 0) ^ (stream[at] ?? 0);
  }
  return ok(plain);
}
