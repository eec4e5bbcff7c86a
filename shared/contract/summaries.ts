import { z } from 'zod';
import { documentIdSchema, modelIdSchema, summaryIdSchema } from '../ids.ts';
import { noError, nothing, request, stream } from './define.ts';
import { documentErrorSchema, pageRangeSchema } from './documents.ts';
import { modelUseErrorSchema } from './models.ts';
import { summaryLengthSchema } from './settings.ts';

/**
 * 'actions' lists who has to do what by when; 'note' is one text that fits a short message; 'reply' drafts an
 * answer to a mail.
 */
export const summaryStyleSchema = z.enum([
  'keyPoints',
  'abstract',
  'chapters',
  'actions',
  'plain',
  'note',
  'reply',
]);
export type SummaryStyle = z.infer<typeof summaryStyleSchema>;

/** The most characters of a note. */
export const maxNoteCharacters = 280;

/** BCP 47, as for example 'de' or 'pt-BR'. */
export const languageTagSchema = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/);

export const pointSchema = z.object({
  text: z.string(),
  pages: pageRangeSchema,
  /** The chapter it is about, where it is about one. */
  heading: z.string().optional(),
});
export type Point = z.infer<typeof pointSchema>;

/** Something somebody has to do. */
export const actionSchema = z.object({
  /** As the document names them; null where it does not say. */
  who: z.string().nullable(),
  what: z.string(),
  /** As the document says it. */
  when: z.string().nullable(),
  /** The day (2026-03-01), month (2026-03) or year that `when` means, computed; null where it means none. */
  date: z.string().nullable(),
  pages: pageRangeSchema,
});
export type Action = z.infer<typeof actionSchema>;

/** A date that stands in the text. */
export const foundDateSchema = z.object({
  /** As it is written. */
  text: z.string(),
  /** ISO 8601: a day, or a month where no day is named. */
  date: z.string(),
  /** What is said about it. */
  sentence: z.string(),
  page: z.int().min(1),
});
export type FoundDate = z.infer<typeof foundDateSchema>;

export const coverageSchema = z.object({ sectionsRead: z.int(), sectionsTotal: z.int() });
export type Coverage = z.infer<typeof coverageSchema>;

/** What is told without a model, every word of it the document's own. */
export const keySentencesSchema = z.object({
  points: z.array(pointSchema),
  /** In the order of the text; only for the styles that ask for them. */
  dates: z.array(foundDateSchema),
  coverage: coverageSchema,
  elapsedMs: z.number(),
});
export type KeySentences = z.infer<typeof keySentencesSchema>;

export const summarySchema = z.object({
  id: summaryIdSchema,
  documentId: documentIdSchema,
  modelId: modelIdSchema,
  modelName: z.string(),
  length: summaryLengthSchema,
  style: summaryStyleSchema,
  /** Null: the document's own. */
  language: languageTagSchema.nullable(),
  /** 'paused' waits for the person; 'interrupted' was cut off by a restart or a failure and can be resumed. */
  state: z.enum(['reading', 'combining', 'paused', 'interrupted', 'finished']),
  /** The overview that stands before the points. Empty until it is written, and where a single point says it all. */
  text: z.string(),
  /** Grows while the document is read: one per part of the document, each with its pages. */
  points: z.array(pointSchema),
  /** Grows while the document is read; empty for other styles than 'actions'. */
  actions: z.array(actionSchema),
  coverage: coverageSchema,
  /** One per section, in order: its pages and whether it was read. */
  sections: z.array(
    z.object({ pages: pageRangeSchema, heading: z.string().nullable(), isRead: z.boolean() }),
  ),
  /** Texts to write from the notes (points and overview), done and in all; null until the sections are known. */
  combining: z.object({ done: z.int(), total: z.int() }).nullable(),
  /** Estimated from the sections read in this run; null until there is one. */
  remainingMs: z.number().nullable(),
  elapsedMs: z.number(),
  error: modelUseErrorSchema.nullable(),
  createdAt: z.iso.datetime(),
});
export type Summary = z.infer<typeof summarySchema>;

export const summaryErrorSchema = z.discriminatedUnion('code', [
  ...modelUseErrorSchema.options,
  ...documentErrorSchema.options,
  z.object({ code: z.literal('documents.summaryNotFound') }),
  /** A reply can be drafted to a mail only. */
  z.object({ code: z.literal('documents.notAMail'), fileName: z.string() }),
]);
export type SummaryError = z.infer<typeof summaryErrorSchema>;

export const summaries = {
  'documents.pickKeySentences': request({
    input: z.object({
      documentId: documentIdSchema,
      length: summaryLengthSchema,
      /** 'keyPoints' where it is absent. */
      style: summaryStyleSchema.optional(),
      /** Exactly so many, where the document has them. */
      sentences: z.int().min(1).max(1000).optional(),
    }),
    output: keySentencesSchema,
    error: documentErrorSchema,
  }),
  /** Starts, or goes on with, the summary of this document by this model; the host keeps working when no view watches. */
  'documents.startSummary': request({
    input: z.object({
      documentId: documentIdSchema,
      modelId: modelIdSchema.nullable(),
      length: summaryLengthSchema,
      style: summaryStyleSchema,
      /** Null: the document's own. */
      language: languageTagSchema.nullable(),
      /** Write it again although a finished one is stored. */
      isFresh: z.boolean().optional(),
    }),
    output: summarySchema,
    error: summaryErrorSchema,
  }),
  'documents.pauseSummary': request({
    input: z.object({ summaryId: summaryIdSchema }),
    output: summarySchema,
    error: summaryErrorSchema,
  }),
  'documents.removeSummary': request({
    input: z.object({ summaryId: summaryIdSchema }),
    output: nothing,
    error: summaryErrorSchema,
  }),
  'documents.listSummaries': request({
    input: z.object({ documentId: documentIdSchema }),
    output: z.array(summarySchema),
    error: noError,
  }),
  /** Follows a summary until it rests: finished, paused or interrupted. Leaving does not stop the work. */
  'documents.watchSummary': stream({
    input: z.object({ summaryId: summaryIdSchema }),
    item: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('state'), summary: summarySchema }),
      z.object({ kind: z.literal('loading'), progressRatio: z.number() }),
    ]),
    finished: summarySchema,
    error: summaryErrorSchema,
  }),
} as const;
