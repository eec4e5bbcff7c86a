import { z } from 'zod';
import { documentIdSchema } from '../ids.ts';
import { request } from './define.ts';

/** Why the file a document was read from cannot be shown; its text always can. */
export const originalErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('documents.notFound') }),
  /** Only PDF files have pages that are worth showing as they are. */
  z.object({ code: z.literal('originals.notPaged') }),
  /** It was handed over by a window without a place on this device, and was too large to be kept. */
  z.object({ code: z.literal('originals.notKept') }),
  z.object({ code: z.literal('originals.moved') }),
  /** What stands at its place is not what was read. */
  z.object({ code: z.literal('originals.changed') }),
  z.object({ code: z.literal('originals.notReadable'), reason: z.string() }),
]);
export type OriginalError = z.infer<typeof originalErrorSchema>;

/** The most of a file that is sent at once, in bytes. */
export const largestPiece = 1024 * 1024;

const bytesSchema = z.object({ base64: z.string() });

/** The files documents were read from, as long as they are what was read. */
export const originals = {
  'originals.open': request({
    input: z.object({ documentId: documentIdSchema }),
    output: z.object({ sizeBytes: z.int() }),
    error: originalErrorSchema,
  }),
  /** The bytes from `start` (inclusive) to `end` (exclusive). */
  'originals.read': request({
    input: z
      .object({ documentId: documentIdSchema, start: z.int().min(0), end: z.int().min(1) })
      .refine(({ start, end }) => end > start && end - start <= largestPiece),
    output: bytesSchema,
    error: originalErrorSchema,
  }),
  /** A character map or font that ships with Sotto and that a PDF may leave out. */
  'originals.readPdfPart': request({
    input: z.object({
      kind: z.enum(['cmaps', 'standard_fonts']),
      name: z.string().regex(/^[\w-]{1,60}\.(bcmap|pfb|ttf)$/),
    }),
    output: bytesSchema,
    error: originalErrorSchema,
  }),
} as const;
