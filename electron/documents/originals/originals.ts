import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Document } from '../../../shared/contract/documents.ts';
import type { OriginalError } from '../../../shared/contract/originals.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Database } from '../../storage/database.ts';
import { createKeptFiles } from './keptFiles.ts';
import { findPdfFolder } from './pdfFolder.ts';

/** The files that documents were read from. Nothing is given out that is not, byte for byte, what was read. */
export interface Originals {
  /** Checks that the file is there and unchanged. */
  open(documentId: DocumentId): Promise<Result<{ sizeBytes: number }, OriginalError>>;
  read(input: {
    readonly documentId: DocumentId;
    readonly start: number;
    readonly end: number;
  }): Promise<Result<{ base64: string }, OriginalError>>;
  readPdfPart(input: {
    readonly kind: 'cmaps' | 'standard_fonts';
    readonly name: string;
  }): Promise<Result<{ base64: string }, OriginalError>>;
  /** Keeps a file that has no place of its own on this device, encrypted, with its document. */
  keep(document: Document, filePath: string): Promise<void>;
}

/** What a file's facts were when its content was compared. */
interface Verified {
  readonly path: string;
  readonly sizeBytes: number;
  readonly changedMs: number;
}

export function createOriginals(parts: {
  readonly database: Database;
  readonly get: (documentId: DocumentId) => Document | null;
}): Originals {
  const kept = createKeptFiles(parts.database);
  const verified = new Map<DocumentId, Verified>();
  const pdfFolder = findPdfFolder(import.meta.dirname);

  async function openFile(document: Document): Promise<Result<FileHandle, OriginalError>> {
    if (!path.isAbsolute(document.path)) return fail({ code: 'originals.notKept' });
    try {
      const file = await open(document.path, 'r');
      const facts = await file.stat();
      const now = { path: document.path, sizeBytes: facts.size, changedMs: facts.mtimeMs };
      const isSame =
        facts.isFile() &&
        facts.size === document.sizeBytes &&
        (isEqual(verified.get(document.id), now) || (await hashOf(file)) === document.contentHash);
      if (isSame) {
        verified.set(document.id, now);
        return ok(file);
      }
      await file.close();
      return fail({ code: 'originals.changed' });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      if (code === 'ENOENT' || code === 'ENOTDIR') return fail({ code: 'originals.moved' });
      return fail({ code: 'originals.notReadable', reason: code });
    }
  }

  function find(documentId: DocumentId): Result<Document, OriginalError> {
    const document = parts.get(documentId);
    if (!document) return fail({ code: 'documents.notFound' });
    return document.format === 'pdf' ? ok(document) : fail({ code: 'originals.notPaged' });
  }

  return {
    async open(documentId) {
      const document = find(documentId);
      if (!document.ok) return document;
      const keptBytes = kept.size(documentId);
      if (keptBytes !== null) return ok({ sizeBytes: keptBytes });
      const file = await openFile(document.value);
      if (!file.ok) return file;
      await file.value.close();
      return ok({ sizeBytes: document.value.sizeBytes });
    },
    async read({ documentId, start, end }) {
      const document = find(documentId);
      if (!document.ok) return document;
      const keptBytes = kept.read({ documentId, start, end });
      if (keptBytes !== null) return ok({ base64: keptBytes.toString('base64') });
      const file = await openFile(document.value);
      if (!file.ok) return file;
      try {
        const bytes = Buffer.alloc(Math.max(0, Math.min(end, document.value.sizeBytes) - start));
        const { bytesRead } = await file.value.read(bytes, 0, bytes.length, start);
        return ok({ base64: bytes.subarray(0, bytesRead).toString('base64') });
      } finally {
        await file.value.close();
      }
    },
    async readPdfPart({ kind, name }) {
      if (pdfFolder === null)
        return fail({ code: 'originals.notReadable', reason: 'pdf.js has no files here' });
      try {
        const file = await open(path.join(pdfFolder, kind, name), 'r');
        try {
          return ok({ base64: (await file.readFile()).toString('base64') });
        } finally {
          await file.close();
        }
      } catch {
        return fail({ code: 'originals.notReadable', reason: name });
      }
    },
    async keep(document, filePath) {
      const isMissing = kept.size(document.id) !== document.sizeBytes;
      if (document.format === 'pdf' && isMissing) await kept.keep(document, filePath);
    },
  };
}

function isEqual(one: Verified | undefined, other: Verified): boolean {
  return one?.path === other.path && one.sizeBytes === other.sizeBytes && one.changedMs === other.changedMs;
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(file.createReadStream({ start: 0, autoClose: false }), hash);
  return hash.digest('hex');
}
