import { z } from 'zod';
import { codeRunIdSchema, fileIdSchema } from '../ids.ts';
import { noError, nothing, request, stream } from './define.ts';
import { modelUseErrorSchema, statisticsSchema, stopReasonSchema } from './models.ts';

export const codeActionSchema = z.enum(['explain', 'findBugs', 'fix', 'writeTests', 'document']);
export type CodeAction = z.infer<typeof codeActionSchema>;

export const codeErrorSchema = z.discriminatedUnion('code', [
  ...modelUseErrorSchema.options,
  z.object({ code: z.literal('code.runNotFound') }),
  z.object({ code: z.literal('code.notText'), fileName: z.string() }),
  z.object({ code: z.literal('code.fileMissing'), fileName: z.string() }),
  z.object({ code: z.literal('code.tooLong'), sourceTokens: z.int(), contextTokens: z.int() }),
  /** The file on disk is no longer the one the model was given. */
  z.object({ code: z.literal('code.fileChanged'), fileName: z.string() }),
  z.object({ code: z.literal('code.notWritten'), fileName: z.string(), reason: z.string() }),
  z.object({ code: z.literal('code.nothingToApply') }),
]);
export type CodeError = z.infer<typeof codeErrorSchema>;

/** One group of changed lines; lines start with ' ', '-' or '+', as in a unified diff. */
export const hunkSchema = z.object({
  oldStart: z.int(),
  oldLines: z.int(),
  newStart: z.int(),
  newLines: z.int(),
  lines: z.array(z.string()),
});
export type Hunk = z.infer<typeof hunkSchema>;

export const sourceSchema = z.object({
  fileName: z.string(),
  /** By file extension, for example 'typescript'; null where unknown. */
  language: z.string().nullable(),
  text: z.string(),
  /** Present where the person chose a file, so that a change can be written back to it. */
  fileId: fileIdSchema.nullable(),
});
export type Source = z.infer<typeof sourceSchema>;

export const codeRunSchema = z.object({
  id: codeRunIdSchema,
  action: codeActionSchema,
  instruction: z.string(),
  source: sourceSchema,
  state: z.enum(['writing', 'finished', 'stopped', 'failed', 'interrupted']),
  /** Markdown. */
  answer: z.string(),
  /** The changed file as hunks against the source; null where the answer changes nothing. */
  hunks: z.array(hunkSchema).nullable(),
  /** Which file the hunks are of: the source itself, or a new file such as its tests. */
  target: z.object({ fileName: z.string(), isNew: z.boolean() }).nullable(),
  decision: z.enum(['open', 'accepted', 'rejected']).nullable(),
  /** Whether accepting can write to the person's own file here. */
  canWrite: z.boolean(),
  modelName: z.string(),
  stopReason: stopReasonSchema.nullable(),
  statistics: statisticsSchema.nullable(),
  error: codeErrorSchema.nullable(),
  createdAt: z.iso.datetime(),
});
export type CodeRun = z.infer<typeof codeRunSchema>;

export const code = {
  'code.openFile': request({
    input: z.object({ fileId: fileIdSchema }),
    output: sourceSchema,
    error: codeErrorSchema,
  }),
  'code.run': stream({
    input: z.object({
      action: codeActionSchema,
      source: sourceSchema.omit({ language: true }).extend({ text: z.string().min(1).max(2_000_000) }),
      instruction: z.string().max(20_000),
    }),
    item: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('started'), run: codeRunSchema }),
      z.object({ kind: z.literal('loading'), progressRatio: z.number() }),
      z.object({ kind: z.literal('reading'), done: z.int(), total: z.int() }),
      z.object({ kind: z.literal('text'), text: z.string() }),
    ]),
    finished: codeRunSchema,
    error: codeErrorSchema,
  }),
  'code.list': request({ input: nothing, output: z.array(codeRunSchema), error: noError }),
  'code.get': request({
    input: z.object({ runId: codeRunIdSchema }),
    output: codeRunSchema,
    error: codeErrorSchema,
  }),
  /** Accepts the hunks at these places (all when omitted): writes the file where `canWrite`, and answers the new text. */
  'code.accept': request({
    input: z.object({ runId: codeRunIdSchema, hunkIndexes: z.array(z.int().min(0)).optional() }),
    output: z.object({ run: codeRunSchema, text: z.string(), isWritten: z.boolean() }),
    error: codeErrorSchema,
  }),
  'code.reject': request({
    input: z.object({ runId: codeRunIdSchema }),
    output: codeRunSchema,
    error: codeErrorSchema,
  }),
  'code.remove': request({
    input: z.object({ runId: codeRunIdSchema }),
    output: nothing,
    error: codeErrorSchema,
  }),
} as const;
