import { z } from 'zod';
import { noError, request } from './define.ts';

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

export const papers = {
  /** The bytes of a Word file, in Base64. */
  'papers.writeDocx': request({
    input: z.object({ paper: paperSchema }),
    output: z.object({ base64: z.string() }),
    error: noError,
  }),
} as const;
