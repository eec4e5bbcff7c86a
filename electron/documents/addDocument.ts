import { createHash, hash as hashAtOnce, randomUUIDv7 } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Document, DocumentError } from '../../shared/contract/documents.ts';
import { type DocumentId, documentIdSchema } from '../../shared/ids.ts';
import type { RecognitionLanguage } from '../../shared/recognition.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { GrantedFile } from '../storage/fileGrants.ts';
import type { DocumentStore } from './documentStore.ts';
import type { FileStamp } from './library/storedFile.ts';
import type { ParsedFile, Parser } from './parse/parser.ts';

const smallFileBytes = 1024 * 1024;

export interface AddProgress {
  readonly step: 'parsing' | 'recognising' | 'indexing';
  readonly done: number;
  readonly total: number | null;
}

export interface AddedDocument {
  readonly document: Document;
  /** Its text was read now; otherwise the same content was in the library. */
  readonly isNew: boolean;
  /** Where this content was before, or null where it is new. */
  readonly previousPath: string | null;
  /** It is another version of what was at this path. */
  readonly isChanged: boolean;
  /** The document that stood at this path before and is gone now. */
  readonly replacedId: DocumentId | null;
}

/** A file that was read, but not stored yet. */
export interface PreparedDocument {
  readonly contentHash: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970, of the file. */
  readonly modifiedMs: number;
  /** Null where the library has this content. */
  readonly parsed: ParsedFile | null;
  /** The library has this content, as it was read in another language. */
  readonly isReadAgain: boolean;
}

/** Where else a document's content lies on this device, besides `path`. */
export type FindOtherPlace = (
  documentId: DocumentId,
  path: string,
) => { readonly path: string; readonly fileName: string } | null;

/** Reads a file, unless its content is in the library. */
export async function prepareDocument(input: {
  readonly file: GrantedFile;
  /** What the caller has just seen of it, where it is a file. */
  readonly seen?: FileStamp | undefined;
  readonly password?: string | undefined;
  /** Read again what was read in another language; absent, nothing is read twice. */
  readonly recognitionLanguage?: RecognitionLanguage | undefined;
  readonly store: DocumentStore;
  readonly parser: Parser;
  readonly signal: AbortSignal;
  readonly onBegun?: (() => void) | undefined;
  readonly onProgress: (progress: AddProgress) => void;
}): Promise<Result<PreparedDocument, DocumentError>> {
  const { file, store, signal, onProgress } = input;
  const facts = await factsOf(input);
  if (!facts.ok) return facts;
  let isReadAgain = false;
  // What was moved is known by its content; a file of a size that no document has need not be looked through for that.
  if (store.hasSize(facts.value.sizeBytes)) {
    const hashed = await hashFile({ file, signal });
    if (!hashed.ok) return hashed;
    const same = store.findByHash(hashed.value.contentHash);
    if (same && !isReadDifferently(store, same.id, input.recognitionLanguage)) {
      return ok({ ...hashed.value, parsed: null, isReadAgain });
    }
    isReadAgain = same !== null;
  }
  const parsed = await input.parser.parse({
    path: file.path,
    fileName: file.fileName,
    password: input.password,
    recognitionLanguage: input.recognitionLanguage,
    sizeBytes: facts.value.sizeBytes,
    signal,
    onBegun: input.onBegun,
    onProgress,
  });
  if (!parsed.ok) return parsed;
  onProgress({ step: 'indexing', done: 0, total: parsed.value.blocks.length });
  if (signal.aborted) return fail({ code: 'documents.cancelled' });
  const { contentHash, sizeBytes, modifiedMs } = parsed.value;
  return ok({ contentHash, sizeBytes, modifiedMs, parsed: parsed.value, isReadAgain });
}

/**
 * Puts what was read into the library. The same content is stored once, whatever the file is called; a file that
 * changed keeps its id, unless a copy of the older version is still there. Nothing is stored unless everything could
 * be. @returns null where the content that was in the library is no longer, so that the file has to be read again.
 */
export function storeDocument(input: {
  readonly file: GrantedFile;
  readonly store: DocumentStore;
  readonly prepared: PreparedDocument;
  readonly findOtherPlace: FindOtherPlace;
}): AddedDocument | null {
  const { file, store, prepared, findOtherPlace } = input;
  const { contentHash, sizeBytes, parsed } = prepared;
  // An uploaded copy has no place of its own on this device.
  const path = file.isTemporary ? file.fileName : file.path;
  const older = file.isTemporary ? null : store.findByPath(path);
  const copy = older && findOtherPlace(older.id, path);

  const same = store.findByHash(contentHash);
  if (same && !prepared.isReadAgain) {
    const isReplaced = older !== null && older.id !== same.id;
    if (isReplaced && copy) store.setPlace({ documentId: older.id, ...copy });
    // Another file's text was written over this one: what stood here before is nowhere on the disk any more.
    else if (isReplaced) store.remove(older.id);
    if (!file.isTemporary && same.path !== path) {
      store.setPlace({ documentId: same.id, path, fileName: file.fileName });
    }
    return {
      document: mustGet(store, same.id),
      isNew: false,
      previousPath: same.path,
      isChanged: false,
      replacedId: isReplaced && !copy ? older.id : null,
    };
  }
  if (parsed === null) return null;

  const again = prepared.isReadAgain ? same : null;
  if (older && copy && !again) store.setPlace({ documentId: older.id, ...copy });
  const replaced = again ?? (copy ? null : older);
  const documentId = replaced?.id ?? documentIdSchema.parse(randomUUIDv7());
  const { title, language, pages, blocks, format, recognition, words, chunks } = parsed;
  const addedAt = replaced?.addedAt ?? new Date().toISOString();
  const document = {
    id: documentId,
    title,
    fileName: file.fileName,
    path,
    format,
    sizeBytes,
    contentHash,
    language,
    pages,
    words,
    addedAt,
    // A copy that was sent is as old as its sending.
    datedAt: parsed.datedAt ?? (file.isTemporary ? addedAt : (momentOf(prepared.modifiedMs) ?? addedAt)),
  };
  store.put({ document, blocks, recognition, chunks });
  return {
    document: { ...document, chunks: chunks.length },
    isNew: true,
    previousPath: null,
    isChanged: replaced !== null,
    replacedId: null,
  };
}

/** The words in its pictures were recognised in another language than the person wants now. */
function isReadDifferently(
  store: DocumentStore,
  documentId: DocumentId,
  language: RecognitionLanguage | undefined,
): boolean {
  const recognition = store.getRecognition(documentId);
  return language !== undefined && recognition !== null && recognition.language !== language;
}

/** File systems without times say 1970. */
function momentOf(modifiedMs: number): string | null {
  return modifiedMs > 0 ? new Date(modifiedMs).toISOString() : null;
}

function mustGet(store: DocumentStore, documentId: DocumentId): Document {
  const document = store.get(documentId);
  if (!document) throw new Error('A document that was just written is not there');
  return document;
}

async function factsOf(input: {
  readonly file: GrantedFile;
  readonly seen?: FileStamp | undefined;
}): Promise<Result<FileStamp, DocumentError>> {
  if (input.seen !== undefined) return ok(input.seen);
  const { path, fileName } = input.file;
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return fail({ code: 'documents.notReadable', fileName, reason: 'it is not a file' });
    return ok({ sizeBytes: facts.size, modifiedMs: facts.mtimeMs });
  } catch (error) {
    return fail(notReadable(fileName, error));
  }
}

/** Of the file as it is now: since it was seen it may have grown to more than the host should hold. */
async function hashFile(input: {
  readonly file: GrantedFile;
  readonly signal: AbortSignal;
}): Promise<Result<Pick<PreparedDocument, 'contentHash' | 'sizeBytes' | 'modifiedMs'>, DocumentError>> {
  const { path, fileName } = input.file;
  try {
    await using file = await open(path);
    const { size: sizeBytes, mtimeMs: modifiedMs } = await file.stat();
    // A stream costs more than most files are long.
    if (sizeBytes <= smallFileBytes) {
      const bytes = await file.readFile();
      return ok({ contentHash: hashAtOnce('sha256', bytes), sizeBytes: bytes.length, modifiedMs });
    }
    const hash = createHash('sha256');
    await pipeline(file.createReadStream({ autoClose: false }), hash, { signal: input.signal });
    return ok({ contentHash: hash.digest('hex'), sizeBytes, modifiedMs });
  } catch (error) {
    if (input.signal.aborted) return fail({ code: 'documents.cancelled' });
    return fail(notReadable(fileName, error));
  }
}

function notReadable(fileName: string, error: unknown): DocumentError {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return { code: 'documents.fileMissing', fileName };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'documents.notReadable', fileName, reason };
}
