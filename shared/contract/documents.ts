import { z } from 'zod';
import { chunkIdSchema, documentIdSchema, fileIdSchema } from '../ids.ts';
import { recognitionLanguageSchema, recognitionSchema } from '../recognition.ts';
import { event, noError, nothing, request, stream } from './define.ts';
import { searchScopeSchema } from './searchScope.ts';

/** First and last page, counted from 1. Formats without pages have the single page 1. */
export const pageRangeSchema = z.tuple([z.int().min(1), z.int().min(1)]);
export type PageRange = z.infer<typeof pageRangeSchema>;

export const blockSchema = z.object({
  kind: z.enum(['heading', 'paragraph', 'table', 'list', 'code']),
  text: z.string(),
  page: z.int().min(1),
  /** The headings this block stands under, outermost first. */
  headings: z.array(z.string()),
});
export type Block = z.infer<typeof blockSchema>;

export const parsedDocumentSchema = z.object({
  title: z.string(),
  /** BCP 47 tag, or null where it could not be told. */
  language: z.string().nullable(),
  pages: z.int().min(1),
  blocks: z.array(blockSchema),
  /** As the file itself says; absent where it does not. */
  datedAt: z.iso.datetime().optional(),
  /** Absent where no words had to be recognised in pictures. */
  recognition: recognitionSchema.optional(),
});
export type ParsedDocument = z.infer<typeof parsedDocumentSchema>;

/** What a file is that Sotto has no reader for, where its content tells. */
export const unreadableKindSchema = z.enum([
  'image',
  'audio',
  'video',
  'archive',
  'program',
  'database',
  'office',
]);
export type UnreadableKind = z.infer<typeof unreadableKindSchema>;

export const documentErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('documents.notFound') }),
  z.object({ code: z.literal('documents.fileMissing'), fileName: z.string() }),
  z.object({ code: z.literal('documents.notReadable'), fileName: z.string(), reason: z.string() }),
  z.object({
    code: z.literal('documents.unsupportedFormat'),
    fileName: z.string(),
    looksLike: unreadableKindSchema.nullable(),
    /** Families of formats, as people call them. */
    supported: z.array(z.string()),
  }),
  z.object({ code: z.literal('documents.emptyFile'), fileName: z.string() }),
  /** The file opened, but holds no text. */
  z.object({ code: z.literal('documents.emptyText'), fileName: z.string() }),
  z.object({
    code: z.literal('documents.passwordProtected'),
    fileName: z.string(),
    /** False where its way of encryption is not known, so that no password would help. */
    canBeOpened: z.boolean(),
  }),
  /** A password was given, and it does not open the file. */
  z.object({ code: z.literal('documents.passwordWrong'), fileName: z.string() }),
  z.object({ code: z.literal('documents.damaged'), fileName: z.string(), reason: z.string() }),
  /** Pages are pictures, and their words could not be recognised: no time or no means, not no words. */
  z.object({ code: z.literal('documents.scanned'), fileName: z.string(), pages: z.int() }),
  z.object({
    code: z.literal('documents.tooLarge'),
    fileName: z.string(),
    sizeBytes: z.int(),
    maxBytes: z.int(),
  }),
  /** An archive with more files than are read. */
  z.object({ code: z.literal('documents.tooManyFiles'), fileName: z.string(), maxFiles: z.int() }),
  /** Paragraphs, rows and the like without end. */
  z.object({ code: z.literal('documents.tooManyParts'), fileName: z.string(), maxParts: z.int() }),
  /** Archives or mails inside each other, deeper than anyone packs them. */
  z.object({ code: z.literal('documents.nestedTooDeep'), fileName: z.string(), maxDepth: z.int() }),
  z.object({ code: z.literal('documents.parseTimedOut'), fileName: z.string(), limitMs: z.int() }),
  z.object({ code: z.literal('documents.parseOutOfMemory'), fileName: z.string(), limitBytes: z.int() }),
  z.object({ code: z.literal('documents.parserCrashed'), fileName: z.string() }),
  z.object({ code: z.literal('documents.cancelled') }),
  z.object({ code: z.literal('files.expired') }),
]);
export type DocumentError = z.infer<typeof documentErrorSchema>;

export const documentSchema = z.object({
  id: documentIdSchema,
  title: z.string(),
  fileName: z.string(),
  path: z.string(),
  format: z.string(),
  sizeBytes: z.int(),
  contentHash: z.string(),
  language: z.string().nullable(),
  pages: z.int(),
  words: z.int(),
  chunks: z.int(),
  addedAt: z.iso.datetime(),
  /**
   * Its own date: of the mail, of the last change in its properties, else of the file's; where nothing is known, when
   * it was added.
   */
  datedAt: z.iso.datetime(),
});
export type Document = z.infer<typeof documentSchema>;

export const passageSchema = z.object({
  chunkId: chunkIdSchema,
  documentId: documentIdSchema,
  title: z.string(),
  path: z.string(),
  pages: pageRangeSchema,
  headings: z.array(z.string()),
  text: z.string(),
  score: z.number(),
  /** By its words, by its meaning or by both; absent where it was not searched for. */
  foundBy: z.array(z.enum(['words', 'meaning'])).optional(),
  /**
   * By the reranking model: how well the passage answers, 0 not at all, 1 wholly, and whether the model could only
   * read its beginning. Absent where none judged it. Judged passages come first, whatever their `score`.
   */
  judged: z.object({ relevance: z.number().min(0).max(1), isCut: z.boolean() }).optional(),
});
export type Passage = z.infer<typeof passageSchema>;

export const documents = {
  'documents.add': stream({
    input: z.object({
      source: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('file'), fileId: fileIdSchema }),
        z.object({ kind: z.literal('sample') }),
      ]),
      /** Of the file; used once and kept nowhere. */
      password: z.string().max(1000).optional(),
      /** Of the words in its pictures; absent where it is to be told from them. */
      recognitionLanguage: recognitionLanguageSchema.optional(),
    }),
    item: z.object({
      kind: z.literal('progress'),
      /** 'recognising': the words in pictures, which takes seconds for each page. */
      step: z.enum(['parsing', 'recognising', 'indexing']),
      done: z.int(),
      /** Null while the number of pages is not known. */
      total: z.int().nullable(),
    }),
    finished: z.object({ document: documentSchema, isNew: z.boolean() }),
    error: documentErrorSchema,
  }),
  'documents.list': request({
    input: z.object({
      offset: z.int().min(0),
      limit: z.int().min(1).max(1000),
      title: z.string().optional(),
      scope: searchScopeSchema.optional(),
    }),
    output: z.object({ documents: z.array(documentSchema), total: z.int() }),
    error: noError,
  }),
  'documents.get': request({
    input: z.object({ documentId: documentIdSchema }),
    output: documentSchema,
    error: documentErrorSchema,
  }),
  'documents.readPages': request({
    input: z.object({ documentId: documentIdSchema, pages: pageRangeSchema }),
    output: z.object({ blocks: z.array(blockSchema), pages: z.int() }),
    error: documentErrorSchema,
  }),
  'documents.remove': request({
    input: z.object({ documentId: documentIdSchema }),
    output: nothing,
    error: documentErrorSchema,
  }),
  'documents.search': request({
    input: z.object({
      query: z.string().max(4000),
      limit: z.int().min(1).max(200),
      scope: searchScopeSchema.optional(),
      /** Only the best passage of each document. */
      isOnePerDocument: z.boolean().optional(),
      /** Leaves out search by meaning and the reranking model, which may have to be loaded first. */
      isByWordsOnly: z.boolean().optional(),
      /** Leaves out the reranking model. */
      isUnjudged: z.boolean().optional(),
    }),
    output: z.array(passageSchema),
    error: noError,
  }),
  'documents.changed': event(
    z.object({ documentId: documentIdSchema, change: z.enum(['added', 'updated', 'removed']) }),
  ),
} as const;
