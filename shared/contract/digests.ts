import { z } from 'zod';
import { modelIdSchema } from '../ids.ts';
import { stream } from './define.ts';
import { documentSchema } from './documents.ts';
import { searchScopeSchema } from './searchScope.ts';
import { pointSchema, summaryErrorSchema } from './summaries.ts';

export const digestEntrySchema = z.object({
  document: documentSchema,
  /** Whether it is new in the library since then, or only its text is. */
  change: z.enum(['added', 'changed']),
  /** One or two. */
  sentences: z.array(pointSchema),
  /** The model whose finished summary they are from; null: they stand in the document word for word. */
  modelName: z.string().nullable(),
});
export type DigestEntry = z.infer<typeof digestEntrySchema>;

export const digestSchema = z.object({
  /** Null: everything that was asked for, whenever it came. */
  since: z.iso.datetime().nullable(),
  /** The newest first. */
  entries: z.array(digestEntrySchema),
  /** A model's words on all of them; empty without one. */
  overview: z.string(),
  modelName: z.string().nullable(),
  /** How many documents there were, and how many stand in `entries`. */
  coverage: z.object({ documentsTold: z.int(), documentsTotal: z.int() }),
  elapsedMs: z.number(),
});
export type Digest = z.infer<typeof digestSchema>;

export const digests = {
  /** Tells what documents say that came or changed. */
  'documents.digest': stream({
    input: z.object({
      since: z.iso.datetime().nullable(),
      /** Absent: the whole library. */
      scope: searchScopeSchema.optional(),
      modelId: modelIdSchema.nullable(),
      /** False: computed only. */
      isModelUsed: z.boolean(),
    }),
    item: z.object({
      kind: z.literal('progress'),
      step: z.enum(['loading', 'reading', 'writing']),
      done: z.int(),
      total: z.int(),
    }),
    finished: digestSchema,
    error: summaryErrorSchema,
  }),
} as const;
