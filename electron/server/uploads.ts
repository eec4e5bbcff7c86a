import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { type GrantedFileInfo, type UploadError, uploadNameHeader } from '../../shared/fileUpload.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { FileGrants } from '../storage/fileGrants.ts';

const namePrefix = 'upload-';
/** How often a body of unknown length is checked against the free disk space. */
const diskCheckBytes = 64 * 1024 * 1024;
/** A sender that says nothing for so long has gone. */
const idleTimeoutMs = 60_000;

export interface UploadLimits {
  /** Language models are uploaded too, so this is far beyond any document. */
  readonly maxUploadBytes: number;
  /** Space that an upload leaves on the disk. */
  readonly reservedDiskBytes: number;
  readonly maxUploads: number;
}

export const defaultUploadLimits: UploadLimits = {
  maxUploadBytes: 64 * 1024 ** 3,
  reservedDiskBytes: 512 * 1024 ** 2,
  maxUploads: 4,
};

/** Takes files from the browser window, which has no paths to give. */
export interface Uploads {
  receive(request: IncomingMessage): Promise<Result<GrantedFileInfo, UploadError>>;
}

/** Also removes what an earlier host left behind in `folder`. */
export async function createUploads(input: {
  readonly folder: string;
  readonly files: FileGrants;
  readonly limits: UploadLimits;
}): Promise<Uploads> {
  const { folder, files, limits } = input;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const leftovers = (await readdir(folder)).filter((name) => name.startsWith(namePrefix));
  await Promise.all(leftovers.map((name) => rm(path.join(folder, name), { force: true, recursive: true })));
  let running = 0;

  async function store(request: IncomingMessage): Promise<Result<GrantedFileInfo, UploadError>> {
    const fileName = readFileName(request);
    if (fileName === null) return fail({ code: 'files.badName' });
    const announced = readLength(request);
    if (announced !== null && announced > limits.maxUploadBytes) return tooLarge();
    const full = await findDiskFull(announced);
    if (full) return fail(full);

    // Parsers go by the ending of the name they are told, never by this path's.
    const filePath = path.join(folder, `${namePrefix}${randomUUID()}`);
    const received = await writeBody(request, filePath);
    if (!received.ok) {
      await rm(filePath, { force: true });
      return received;
    }
    const fileId = files.grant({ path: filePath, fileName, isTemporary: true });
    return ok({ fileId, fileName, sizeBytes: received.value });
  }

  async function writeBody(request: IncomingMessage, filePath: string): Promise<Result<number, UploadError>> {
    let sizeBytes = 0;
    let checkedBytes = 0;
    const { socket } = request;
    const onIdle = () => void socket.destroy();
    socket.setTimeout(idleTimeoutMs, onIdle);
    try {
      await using file = await open(filePath, 'wx', 0o600);
      // Destroying the request would take the answer's connection with it.
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        if (!Buffer.isBuffer(chunk)) throw new Error('The body is no bytes');
        sizeBytes += chunk.length;
        if (sizeBytes > limits.maxUploadBytes) return tooLarge();
        if (sizeBytes - checkedBytes >= diskCheckBytes) {
          checkedBytes = sizeBytes;
          const full = await findDiskFull(null);
          if (full) return fail(full);
        }
        await file.writeFile(chunk);
      }
      if (!request.complete) return fail({ code: 'files.notReceived', reason: 'The upload was broken off' });
      return ok(sizeBytes);
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC') {
        return fail({ code: 'files.diskFull', neededBytes: null, availableBytes: 0 });
      }
      return fail({
        code: 'files.notReceived',
        reason: cause instanceof Error ? cause.message : String(cause),
      });
    } finally {
      socket.setTimeout(0);
      socket.off('timeout', onIdle);
    }
  }

  function tooLarge() {
    return fail({ code: 'files.tooLarge' as const, maxBytes: limits.maxUploadBytes });
  }

  async function findDiskFull(neededBytes: number | null): Promise<UploadError | null> {
    const disk = await statfs(folder);
    const availableBytes = Math.max(0, disk.bavail * disk.bsize - limits.reservedDiskBytes);
    if (availableBytes > (neededBytes ?? 0)) return null;
    return { code: 'files.diskFull', neededBytes, availableBytes };
  }

  return {
    async receive(request) {
      if (running >= limits.maxUploads) {
        return fail({ code: 'files.tooManyUploads', maxUploads: limits.maxUploads });
      }
      running += 1;
      try {
        return await store(request);
      } finally {
        running -= 1;
      }
    },
  };
}

function readLength(request: IncomingMessage): number | null {
  const header = request.headers['content-length'];
  return header === undefined ? null : Number(header);
}

/** The name alone: a browser sends none of the folders, and what else would send one is not trusted with them. */
function readFileName(request: IncomingMessage): string | null {
  const header = request.headers[uploadNameHeader];
  if (typeof header !== 'string') return null;
  try {
    const name = decodeURIComponent(header).split(/[\\/]/).at(-1) ?? '';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here.
    const isUsable = name !== '' && name !== '.' && name !== '..' && !/[\u0000-\u001f\u007f]/.test(name);
    return isUsable && name.length <= 255 ? name : null;
  } catch {
    return null;
  }
}
