import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A file encrypted with AES-256-GCM. Layout: mark, length of the header (4 bytes, little endian), header in
 * JSON, nonce, encrypted content, tag. Everything before the content is authenticated with it.
 */
const mark = Buffer.from('SOTTOKV1');
const lengthBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const largestHeaderBytes = 4096;
const chunkBytes = 1024 * 1024;
/** Of a file that a crash left behind. */
export const halfWrittenEnding = '.tmp';

interface Sealing {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** What the file is for: opened for anything else, it does not verify. */
  readonly purpose: string;
}

/** Encrypts `from` into `to`, so that a crash leaves the old file or the new one. Rejects with the system's error. */
export async function sealFile(
  input: Sealing & { readonly from: string; readonly to: string; readonly header: unknown },
): Promise<void> {
  const header = Buffer.from(JSON.stringify(input.header));
  if (header.length > largestHeaderBytes) throw new Error('the header is too long');
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(header.length);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', input.key, nonce);
  cipher.setAAD(Buffer.concat([mark, length, header, Buffer.from(input.purpose)]));
  const temporary = `${input.to}${halfWrittenEnding}`;
  await rm(temporary, { force: true });
  try {
    await withFile(input.from, 'r', async (source) =>
      withFile(temporary, 'wx', async (target) => {
        await target.writeFile(Buffer.concat([mark, length, header, nonce]));
        for await (const chunk of chunksOf(source, { start: 0, end: (await source.stat()).size })) {
          await target.writeFile(cipher.update(chunk));
        }
        await target.writeFile(Buffer.concat([cipher.final(), cipher.getAuthTag()]));
        await target.sync();
      }),
    );
    await rename(temporary, input.to);
    await syncFolder(dirname(input.to));
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Decrypts `from` into the new file `to`. What was cut, changed, or sealed with another key or for another
 * purpose leaves no file. @returns whether it is whole and `accepts` its header.
 */
export async function openSealedFile(
  input: Sealing & {
    readonly from: string;
    readonly to: string;
    readonly accepts: (header: unknown) => boolean;
  },
): Promise<boolean> {
  let isWhole = false;
  try {
    isWhole = await withFile(input.from, 'r', async (source) => {
      const parts = await readParts(source);
      if (parts === null || !input.accepts(parts.header)) return false;
      const decipher = createDecipheriv('aes-256-gcm', input.key, parts.nonce);
      decipher.setAAD(Buffer.concat([parts.authenticated, Buffer.from(input.purpose)]));
      decipher.setAuthTag(parts.tag);
      return withFile(input.to, 'wx', async (target) => {
        for await (const chunk of chunksOf(source, parts.content))
          await target.writeFile(decipher.update(chunk));
        decipher.final();
        return true;
      });
    });
  } catch {
    isWhole = false;
  }
  if (!isWhole) await rm(input.to, { force: true });
  return isWhole;
}

async function readParts(source: FileHandle) {
  const { size } = await source.stat();
  const read = async (position: number, bytes: number) => {
    const { buffer, bytesRead } = await source.read(Buffer.alloc(bytes), 0, bytes, position);
    return buffer.subarray(0, bytesRead);
  };
  const start = await read(0, mark.length + lengthBytes);
  if (start.length < mark.length + lengthBytes || !start.subarray(0, mark.length).equals(mark)) return null;
  const headerBytes = start.readUInt32LE(mark.length);
  const content = { start: start.length + headerBytes + nonceBytes, end: size - tagBytes };
  if (headerBytes > largestHeaderBytes || content.start > content.end) return null;
  const header = await read(start.length, headerBytes);
  return {
    authenticated: Buffer.concat([start, header]),
    header: JSON.parse(header.toString()),
    nonce: await read(start.length + headerBytes, nonceBytes),
    content,
    tag: await read(content.end, tagBytes),
  };
}

async function* chunksOf(file: FileHandle, range: { readonly start: number; readonly end: number }) {
  for (let position = range.start; position < range.end; ) {
    const bytes = Math.min(chunkBytes, range.end - position);
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(bytes), 0, bytes, position);
    if (bytesRead === 0) throw new Error('the file became shorter while it was read');
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

async function withFile<Value>(
  path: string,
  flags: 'r' | 'wx',
  work: (file: FileHandle) => Promise<Value>,
): Promise<Value> {
  const ownerOnly = constants.S_IRUSR | constants.S_IWUSR;
  const file = await open(path, flags, ownerOnly);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/** Makes the new name itself durable; Windows and some file systems offer no such call. */
async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r').catch(() => null);
  await opened?.sync().catch(() => undefined);
  await opened?.close();
}
