import { z } from 'zod';
import { documentIdSchema, modelIdSchema } from '../ids.ts';
import { stream } from './define.ts';
import { pageRangeSchema } from './documents.ts';
import { coverageSchema, summaryErrorSchema } from './summaries.ts';

/** Words of one of the two documents, as they stand there. */
const quoteSchema = z.object({ text: z.string(), pages: pageRangeSchema });

/** A passage that differs between two versions, computed. `before` is null for what was added, `after` for what went. */
export const changeSchema = z.object({
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  before: quoteSchema.nullable(),
  after: quoteSchema.nullable(),
});
export type Change = z.infer<typeof changeSchema>;

/**
 * Something two documents both speak of, or only one does. 'otherNumbers': computed, much the same words with
 * different numbers; 'contradiction': a model says that both cannot be true.
 */
export const relationSchema = z.object({
  kind: z.enum(['common', 'different', 'contradiction', 'otherNumbers', 'onlyFirst', 'onlySecond']),
  /** A model's words; null where nothing but the documents' own words is told. */
  text: z.string().nullable(),
  first: quoteSchema.nullable(),
  second: quoteSchema.nullable(),
});
export type Relation = z.infer<typeof relationSchema>;

const sideSchema = z.object({
  id: documentIdSchema,
  title: z.string(),
  fileName: z.string(),
  pages: z.int(),
});

export const comparisonSchema = z.object({
  kind: z.enum(['versions', 'documents']),
  first: sideSchema,
  second: sideSchema,
  /** The share of the shorter document's sentences that stand in the other word for word, 0–1. */
  sameRatio: z.number(),
  /** Null where no model was asked. */
  modelName: z.string().nullable(),
  /** A model's words on the whole; empty without one. */
  overview: z.string(),
  /** In the order of the text; of 'documents' none. */
  changes: z.array(changeSchema),
  /** A model's words on consecutive changes, with the pages of both sides. */
  explanations: z.array(
    z.object({ text: z.string(), first: pageRangeSchema.nullable(), second: pageRangeSchema.nullable() }),
  ),
  /** Of 'versions' none. */
  relations: z.array(relationSchema),
  /**
   * What a model was asked about: of 'versions' the first changes, of 'documents' the pairs of statements that have
   * most in common; each of how many. Null where none was.
   */
  judged: z.object({ done: z.int(), total: z.int() }).nullable(),
  /** Statements of one document alone that are not among `relations`, which has the first of them. */
  notListed: z.object({ onlyFirst: z.int(), onlySecond: z.int() }),
  /** Sections of both documents that were read or compared. */
  coverage: coverageSchema,
  elapsedMs: z.number(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const comparisons = {
  /** Compares two documents, or two versions of one; leaving stops the work, but what a model noted is kept. */
  'documents.compare': stream({
    input: z.object({
      firstId: documentIdSchema,
      secondId: documentIdSchema,
      /** 'auto' tells versions by what stands in both. */
      kind: z.enum(['auto', 'versions', 'documents']),
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
    finished: comparisonSchema,
    error: summaryErrorSchema,
  }),
} as const;
