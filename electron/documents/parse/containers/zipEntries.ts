import { decodeText } from '../encoding.ts';

/** One file inside a zip, as its directory describes it; nothing of it is unpacked yet. */
export interface ZipEntry {
  /** As the archive says: may hold `..` or drive letters, so it is never used as a path. */
  readonly name: string;
  readonly isFolder: boolean;
  /** Null where anyone may read it. */
  readonly encryption: ZipEncryption | null;
  /** 0 stored, 8 deflated, others as in PKWARE's APPNOTE 4.4.5. */
  readonly method: number;
  readonly packedBytes: number;
  /** As the archive claims, which may be a lie. */
  readonly unpackedBytes: number;
  readonly offset: number;
}

/** What a password is checked with and turned into a key by: PKWARE's APPNOTE 6.1 and WinZip's AE-1 and AE-2. */
export type ZipEncryption =
  /** The last byte of its header, decrypted, is this one. */
  | { readonly kind: 'traditional'; readonly checkByte: number; readonly checksum: number }
  | { readonly kind: 'aes'; readonly keyBytes: 16 | 24 | 32 }
  | { readonly kind: 'unknown' };

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Entries the archive has or claims, those beyond `maxEntries` included. */
  readonly total: number;
  /** The directory at the end is missing, as after a broken download: entries were found by their own headers. */
  readonly isTruncated: boolean;
}

const localMark = 0x04034b50;
const centralMark = 0x02014b50;
const endMark = 0x06054b50;
const wideEndMark = 0x06064b50;
const wideLocatorMark = 0x07064b50;
const wide = 0xffffffff;

/** Reads a zip's directory. @returns null where there is none and no entry is found without it. */
export function readZipEntries(
  bytes: Uint8Array,
  { maxEntries }: { readonly maxEntries: number },
): ZipDirectory | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const listed = readCentral(buffer, maxEntries);
  if (listed) return listed;
  const found = findLocal(buffer, maxEntries);
  return found.length > 0 ? { entries: withNames(found), total: found.length, isTruncated: true } : null;
}

interface RawEntry extends Omit<ZipEntry, 'name' | 'isFolder'> {
  readonly rawName: Buffer;
  readonly isUtf8: boolean;
}

function readCentral(buffer: Buffer, maxEntries: number): ZipDirectory | null {
  const end = findEnd(buffer);
  if (!end) return null;
  const raw: RawEntry[] = [];
  let at = end.directoryAt;
  for (; at + 46 <= buffer.length && buffer.readUInt32LE(at) === centralMark; ) {
    const nameBytes = buffer.readUInt16LE(at + 28);
    const extraBytes = buffer.readUInt16LE(at + 30);
    const commentBytes = buffer.readUInt16LE(at + 32);
    if (raw.length >= maxEntries) break;
    const flags = buffer.readUInt16LE(at + 8);
    const extra = buffer.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const packing = readPacking({
      flags,
      extra,
      method: buffer.readUInt16LE(at + 10),
      time: buffer.readUInt16LE(at + 12),
      checksum: buffer.readUInt32LE(at + 16),
    });
    const sizes = readWide(extra, [
      buffer.readUInt32LE(at + 24),
      buffer.readUInt32LE(at + 20),
      buffer.readUInt32LE(at + 42),
    ]);
    raw.push({
      rawName: buffer.subarray(at + 46, at + 46 + nameBytes),
      isUtf8: (flags & 0x800) !== 0,
      ...packing,
      unpackedBytes: sizes[0] ?? 0,
      packedBytes: sizes[1] ?? 0,
      offset: (sizes[2] ?? 0) + end.shift,
    });
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  if (raw.length === 0 && end.total > 0) return null;
  return { entries: withNames(raw), total: Math.max(raw.length, end.total), isTruncated: false };
}

/** The record at the very end, searched backwards past a comment. */
function findEnd(buffer: Buffer): { directoryAt: number; shift: number; total: number } | null {
  const lowest = Math.max(0, buffer.length - 22 - 0xffff);
  for (let at = buffer.length - 22; at >= lowest; at -= 1) {
    if (buffer.readUInt32LE(at) !== endMark) continue;
    let total = buffer.readUInt16LE(at + 10);
    let size = buffer.readUInt32LE(at + 12);
    let offset = buffer.readUInt32LE(at + 16);
    let endsAt = at;
    if (at >= 20 && buffer.readUInt32LE(at - 20) === wideLocatorMark) {
      const wideAt = Number(buffer.readBigUInt64LE(at - 12));
      if (wideAt + 56 <= buffer.length && buffer.readUInt32LE(wideAt) === wideEndMark) {
        total = Number(buffer.readBigUInt64LE(wideAt + 32));
        size = Number(buffer.readBigUInt64LE(wideAt + 40));
        offset = Number(buffer.readBigUInt64LE(wideAt + 48));
        endsAt = wideAt;
      }
    }
    // Self-extracting archives have a program in front, which the offsets do not count.
    const shifted = endsAt - size;
    const isAt = (place: number) =>
      place >= 0 && place + 4 <= buffer.length && buffer.readUInt32LE(place) === centralMark;
    if (isAt(shifted)) return { directoryAt: shifted, shift: shifted - offset, total };
    if (isAt(offset)) return { directoryAt: offset, shift: 0, total };
    if (total === 0) return { directoryAt: buffer.length, shift: 0, total };
  }
  return null;
}

const aesMethod = 99;
const aesField = 0x9901;

/** How an entry is packed and encrypted; AES stands in place of the method, which an extra field then tells. */
function readPacking(input: {
  readonly flags: number;
  readonly extra: Buffer;
  readonly method: number;
  readonly time: number;
  readonly checksum: number;
}): Pick<ZipEntry, 'encryption' | 'method'> {
  const { flags, extra, method, time, checksum } = input;
  if ((flags & 1) === 0) return { encryption: null, method };
  const isStreamed = (flags & 8) !== 0;
  const isStrong = (flags & 0x40) !== 0;
  if (method !== aesMethod && !isStrong) {
    const checkByte = isStreamed ? time >>> 8 : checksum >>> 24;
    return { encryption: { kind: 'traditional', checkByte, checksum }, method };
  }
  for (let at = 0; at + 11 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== aesField) continue;
    const keyBytes = ([16, 24, 32] as const)[extra.readUInt8(at + 8) - 1];
    if (keyBytes) return { encryption: { kind: 'aes', keyBytes }, method: extra.readUInt16LE(at + 9) };
  }
  return { encryption: { kind: 'unknown' }, method };
}

/** Sizes and offset of 4 GiB and more stand in an extra field (APPNOTE 4.5.3), in this order, only where needed. */
function readWide(extra: Buffer, values: readonly number[]): number[] {
  if (!values.includes(wide)) return [...values];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
    let next = at + 4;
    return values.map((value) => {
      if (value !== wide || next + 8 > end) return value;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    });
  }
  return [...values];
}

/** Without a directory: every local header whose size is known, or whose end the next header tells. */
function findLocal(buffer: Buffer, maxEntries: number): RawEntry[] {
  const found: RawEntry[] = [];
  const mark = Buffer.from('PK\x03\x04', 'latin1');
  let at = buffer.indexOf(mark);
  while (at >= 0 && at + 30 <= buffer.length && found.length < maxEntries) {
    const flags = buffer.readUInt16LE(at + 6);
    const nameBytes = buffer.readUInt16LE(at + 26);
    const start = at + 30 + nameBytes + buffer.readUInt16LE(at + 28);
    const claimed = buffer.readUInt32LE(at + 18);
    const isStreamed = (flags & 8) !== 0 && claimed === 0;
    const following = buffer.indexOf(mark, isStreamed ? start : start + claimed);
    const packedBytes = isStreamed ? (following < 0 ? buffer.length : following) - start : claimed;
    if (start <= buffer.length) {
      found.push({
        rawName: buffer.subarray(at + 30, at + 30 + nameBytes),
        isUtf8: (flags & 0x800) !== 0,
        ...readPacking({
          flags,
          extra: buffer.subarray(at + 30 + nameBytes, start),
          method: buffer.readUInt16LE(at + 8),
          time: buffer.readUInt16LE(at + 10),
          checksum: buffer.readUInt32LE(at + 14),
        }),
        packedBytes: Math.max(0, packedBytes),
        unpackedBytes: buffer.readUInt32LE(at + 22),
        offset: at,
      });
    }
    at = following;
  }
  return found;
}

/** Names without the UTF-8 flag are in whatever encoding their computer had: told from all of them together. */
function withNames(raw: readonly RawEntry[]): ZipEntry[] {
  const unnamed = raw.filter(({ isUtf8 }) => !isUtf8).map(({ rawName }) => rawName);
  const joined = Buffer.concat(unnamed.flatMap((name) => [name, Buffer.from('\n')]));
  const decoded = isAscii(joined) ? joined.toString('latin1') : decodeText(joined);
  const names = decoded.split('\n');
  let next = 0;
  return raw.map(({ rawName, isUtf8, ...entry }) => {
    const other = isUtf8 ? null : (names[next++] ?? null);
    const name = (other ?? rawName.toString('utf8')).replaceAll('\\', '/');
    return { ...entry, name, isFolder: name.endsWith('/') };
  });
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

/** The packed bytes of an entry. @returns null where they are not in the file, or not all of them. */
export function packedDataOf(bytes: Uint8Array, entry: ZipEntry): Uint8Array | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset < 0 || entry.offset + 30 > buffer.length) return null;
  if (buffer.readUInt32LE(entry.offset) !== localMark) return null;
  const start =
    entry.offset + 30 + buffer.readUInt16LE(entry.offset + 26) + buffer.readUInt16LE(entry.offset + 28);
  if (start + entry.packedBytes > buffer.length) return null;
  return buffer.subarray(start, start + entry.packedBytes);
}
