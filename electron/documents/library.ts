import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Document, DocumentError, ParsedDocument } from '../../shared/contract/documents.ts';
import { type DocumentId, documentIdSchema } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { GrantedFile } from '../storage/fileGrants.ts';
import { chunkBlocks } from './chunk.ts';
import type { DocumentStore } from './documentStore.ts';
import { estimateTokens } from './estimateTokens.ts';
import type { Parser } from './parse/parser.ts';

/** Small enough to be quoted, large enough to be understood alone. */
const chunkTokens = 280;

export interface AddProgress {
  readonly step: 'parsing' | 'indexing';
  readonly done: number;
  readonly total: number | null;
}

export interface AddedDocument {
  readonly document: Document;
  readonly isNew: boolean;
  /** The document that stood at this path before and is gone now. */
  readonly replacedId: DocumentId | null;
}

/**
 * Reads a file into the library. The same content is never read twice, whatever the file is called; a file
 * that changed keeps its id. Nothing is stored unless everything could be.
 */
export async function addDocument(input: {
  readonly file: GrantedFile;
  readonly password?: string | undefined;
  readonly store: DocumentStore;
  readonly parser: Parser;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AddProgress) => void;
}): Promise<Result<AddedDocument, DocumentError>> {
  const { file, store, signal, onProgress } = input;
  const hashed = await hashFile({ file, signal });
  if (!hashed.ok) return hashed;
  const { contentHash, sizeBytes } = hashed.value;
  // An uploaded copy has no place of its own on this device.
  const path = file.isTemporary ? file.fileName : file.path;

  const same = store.findByHash(contentHash);
  if (same) {
    const replaced = file.isTemporary || same.path === path ? null : store.findByPath(path);
    // Another file's text was written over this one: what stood here before is nowhere on the disk any more.
    if (replaced) store.remove(replaced.id);
    if (!file.isTemporary && same.path !== path) {
      store.setPlace({ documentId: same.id, path, fileName: file.fileName });
    }
    return ok({ document: mustGet(store, same.id), isNew: false, replacedId: replaced?.id ?? null });
  }

  const parsed = await input.parser.parse({
    path: file.path,
    fileName: file.fileName,
    password: input.password,
    signal,
    onProgress: ({ done, total }) => onProgress({ step: 'parsing', done, total }),
  });
  if (!parsed.ok) return parsed;
  onProgress({ step: 'indexing', done: 0, total: parsed.value.blocks.length });
  if (signal.aborted) return fail({ code: 'documents.cancelled' });

  const older = file.isTemporary ? null : store.findByPath(path);
  const documentId = older?.id ?? documentIdSchema.parse(randomUUID());
  const { title, language, pages, blocks, format } = parsed.value;
  store.put({
    document: {
      id: documentId,
      title,
      fileName: file.fileName,
      path,
      format,
      sizeBytes,
      contentHash,
      language,
      pages,
      words: countWords(parsed.value),
      addedAt: older?.addedAt ?? new Date().toISOString(),
    },
    blocks,
    chunks: chunkBlocks(blocks, { maxTokens: chunkTokens, overlapTokens: 0, countTokens: estimateTokens }),
  });
  return ok({ document: mustGet(store, documentId), isNew: true, replacedId: null });
}

function mustGet(store: DocumentStore, documentId: DocumentId): Document {
  const document = store.get(documentId);
  if (!document) throw new Error('A document that was just written is not there');
  return document;
}

async function hashFile(input: {
  readonly file: GrantedFile;
  readonly signal: AbortSignal;
}): Promise<Result<{ contentHash: string; sizeBytes: number }, DocumentError>> {
  const { path, fileName } = input.file;
  try {
    const { size, isFile } = await stat(path).then((stats) => ({ size: stats.size, isFile: stats.isFile() }));
    if (!isFile) return fail({ code: 'documents.notReadable', fileName, reason: 'it is not a file' });
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash, { signal: input.signal });
    return ok({ contentHash: hash.digest('hex'), sizeBytes: size });
  } catch (error) {
    if (input.signal.aborted) return fail({ code: 'documents.cancelled' });
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return fail({ code: 'documents.fileMissing', fileName });
    return fail({
      code: 'documents.notReadable',
      fileName,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

function countWords(document: ParsedDocument): number {
  const segmenter = new Intl.Segmenter(document.language ?? undefined, { granularity: 'word' });
  let words = 0;
  for (const block of document.blocks) {
    for (const segment of segmenter.segment(block.text)) if (segment.isWordLike) words += 1;
  }
  return words;
}
