import { z } from 'zod';
import { request } from './define.ts';

const lineSchema = z.object({
  text: z.string(),
  /** Where it stands, for example 'p. 3'; null where it is not of a document. */
  source: z.string().nullable(),
});

/** A result to be kept or sent on, whatever it is written as. */
export const paperSchema = z.object({
  title: z.string(),
  /** What made it, when, and how much was read. */
  facts: z.array(z.string()),
  parts: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('heading'), text: z.string() }),
      /** `look` marks words that were taken out of a document, or came in. */
      lineSchema.extend({ kind: z.literal('paragraph'), look: z.enum(['plain', 'removed', 'added']) }),
      z.object({ kind: z.literal('list'), lines: z.array(lineSchema) }),
      z.object({
        kind: z.literal('table'),
        columns: z.array(z.string()),
        rows: z.array(z.array(z.string())),
      }),
    ]),
  ),
});
export type Paper = z.infer<typeof paperSchema>;
export type PaperPart = Paper['parts'][number];

export const paperFormatSchema = z.enum(['md', 'docx', 'pdf']);
export type PaperFormat = z.infer<typeof paperFormatSchema>;

/** Some of the signs that the fonts of a PDF lack, or cannot set in order. */
export const paperErrorSchema = z.object({ code: z.literal('papers.noFont'), signs: z.array(z.string()) });
export type PaperError = z.infer<typeof paperErrorSchema>;

export const papers = {
  /** The bytes of the file, in Base64. */
  'papers.write': request({
    input: z.object({ paper: paperSchema, format: paperFormatSchema }),
    output: z.object({ base64: z.string() }),
    error: paperErrorSchema,
  }),
} as const;
