import { z } from 'zod';
import { connectionSchema } from '../../../shared/contract/app.ts';
import { blockSchema, documentErrorSchema, pageRangeSchema } from '../../../shared/contract/documents.ts';
import { recognitionLanguageSchema, recognitionSchema } from '../../../shared/recognition.ts';

/** What the parser process must not exceed by itself; the host enforces time and memory from outside. */
export const readLimitsSchema = z.object({
  /** The host ends the process after this; a reader of many files stops in time to hand over what it has. */
  timeoutMs: z.int(),
  recognitionPageMs: z.int(),
  maxRecognisedPages: z.int(),
  maxFileBytes: z.int(),
  /** UTF-16 units over all blocks. */
  maxTextCharacters: z.int(),
  maxBlocks: z.int(),
  /** All entries of an archive together, unpacked. */
  maxUnpackedBytes: z.int(),
});
export type ReadLimits = z.infer<typeof readLimitsSchema>;

const parserJobSchema = z.object({
  jobId: z.int(),
  path: z.string(),
  fileName: z.string(),
  /** Null where the person gave none. */
  password: z.string().nullable(),
  /** Of the words in its pictures; null where it is to be told from them. */
  recognitionLanguage: recognitionLanguageSchema.nullable(),
});
export type ParserJob = z.infer<typeof parserJobSchema>;

/** Files that are read one after the other, after those that were sent before. */
export const parserRequestSchema = z.object({
  kind: z.literal('parse'),
  limits: readLimitsSchema,
  jobs: z.array(parserJobSchema),
});

/** The very bytes that were read. */
const readBytesShape = {
  contentHash: z.string().regex(/^[0-9a-f]{64}$/u),
  sizeBytes: z.int(),
  /** Milliseconds since 1970. */
  modifiedMs: z.number(),
};

const cutChunkSchema = z.object({
  text: z.string(),
  pages: pageRangeSchema,
  headings: z.array(z.string()),
  terms: z.string(),
});

/** Made where a parser is started: many commands start none. */
const contentShape = () => ({ blocks: z.array(blockSchema), chunks: z.array(cutChunkSchema) });

const parserMessageSchema = z.lazy(() =>
  z.discriminatedUnion('kind', [
    /** Once, before all others. */
    z.object({ kind: z.literal('ready') }),
    z.object({ kind: z.literal('progress'), jobId: z.int(), done: z.int(), total: z.int().nullable() }),
    /** Before each picture whose words are recognised, which takes seconds. */
    z.object({ kind: z.literal('recognising'), jobId: z.int(), page: z.int(), total: z.int().nullable() }),
    /** Blocks and passages come in batches, so that the host can stop a file that grows without end. */
    z.object({ kind: z.literal('content'), jobId: z.int(), ...contentShape() }),
    z.object({
      kind: z.literal('finished'),
      jobId: z.int(),
      title: z.string(),
      language: z.string().nullable(),
      pages: z.int().min(1),
      words: z.int().min(0),
      format: z.string(),
      ...readBytesShape,
      datedAt: z.iso.datetime().optional(),
      recognition: recognitionSchema.optional(),
      /** The last batch: of most documents all there is. */
      ...contentShape(),
      /** Resident memory after the file; a process that has grown is replaced. */
      residentBytes: z.int(),
    }),
    z.object({ kind: z.literal('failed'), jobId: z.int(), error: documentErrorSchema }),
    z.object({ kind: z.literal('connectionBlocked'), connection: connectionSchema }),
  ]),
);
export type ParserMessage = z.infer<typeof parserMessageSchema>;
/** Small files end faster than a message is sent, so several go together. */
export const parserMessagesSchema = z.array(parserMessageSchema);

export const memoryLimitVariable = 'SOTTO_PARSER_MEMORY_BYTES';
/** Set where the process leaves the processor to others. */
export const politeVariable = 'SOTTO_PARSER_IS_POLITE';
export const pdfFolderVariable = 'SOTTO_PDFJS_FOLDER';
/** Written to stderr by the memory watch before it ends the process: the only way out of a busy thread. */
export const outOfMemoryMark = 'sotto-parser: memory limit reached';
