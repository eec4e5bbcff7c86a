import { z } from 'zod';
import { modelUseErrorSchema } from '../../../shared/contract/models.ts';
import { type SummaryLength, summaryLengthSchema } from '../../../shared/contract/settings.ts';
import {
  actionSchema,
  pointSchema,
  type Summary,
  type SummaryStyle,
  summarySchema,
  summaryStyleSchema,
} from '../../../shared/contract/summaries.ts';
import {
  type DocumentId,
  documentIdSchema,
  modelIdSchema,
  type SummaryId,
  summaryIdSchema,
} from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { type Plan, planSchema } from './plan.ts';

export interface StoredSummary
  extends Pick<
    Summary,
    | 'id'
    | 'documentId'
    | 'modelId'
    | 'modelName'
    | 'length'
    | 'style'
    | 'language'
    | 'state'
    | 'text'
    | 'points'
    | 'actions'
    | 'elapsedMs'
    | 'error'
    | 'createdAt'
  > {
  readonly readingId: string;
  readonly modelHash: string;
  readonly plan: Plan;
}

/** One text that was written from notes. */
export interface StoredStep {
  readonly level: number;
  readonly position: number;
  readonly text: string;
}

export type SummaryProgress = Partial<
  Pick<StoredSummary, 'state' | 'text' | 'points' | 'actions' | 'elapsedMs' | 'error'>
>;

/** What tells the summaries of one document by one model apart. */
export interface SummaryKey {
  readonly documentId: DocumentId;
  readonly modelHash: string;
  readonly length: SummaryLength;
  readonly style: SummaryStyle;
  readonly language: string | null;
}

export interface SummaryStore {
  add(summary: StoredSummary): void;
  get(summaryId: SummaryId): StoredSummary | null;
  find(key: SummaryKey): StoredSummary | null;
  list(documentId: DocumentId): StoredSummary[];
  update(summaryId: SummaryId, progress: SummaryProgress): void;
  listSteps(summaryId: SummaryId): StoredStep[];
  putStep(summaryId: SummaryId, step: StoredStep): void;
  remove(summaryId: SummaryId): boolean;
  /** Those a restart cut off. */
  markInterrupted(): void;
}

const fromJson = <Schema extends z.ZodType>(schema: Schema) =>
  z.string().transform((text): z.infer<Schema> => schema.parse(JSON.parse(text)));

const rowSchema = z
  .object({
    id: summaryIdSchema,
    document_id: documentIdSchema,
    reading_id: z.string(),
    model_id: modelIdSchema,
    model_name: z.string(),
    model_hash: z.string(),
    length: summaryLengthSchema,
    style: summaryStyleSchema,
    language: z.string(),
    plan: fromJson(planSchema),
    state: summarySchema.shape.state,
    text: z.string(),
    points: fromJson(z.array(pointSchema)),
    actions: fromJson(z.array(actionSchema)),
    elapsed_ms: z.number(),
    error: fromJson(modelUseErrorSchema).nullable(),
    created_at: z.string(),
  })
  .transform(
    (row): StoredSummary => ({
      id: row.id,
      documentId: row.document_id,
      readingId: row.reading_id,
      modelId: row.model_id,
      modelName: row.model_name,
      modelHash: row.model_hash,
      length: row.length,
      style: row.style,
      language: row.language === '' ? null : row.language,
      plan: row.plan,
      state: row.state,
      text: row.text,
      points: row.points,
      actions: row.actions,
      elapsedMs: row.elapsed_ms,
      error: row.error,
      createdAt: row.created_at,
    }),
  );

const stepRowSchema = z.object({ level: z.int(), position: z.int(), text: z.string() });

export function createSummaryStore(database: Database): SummaryStore {
  const select = (where: string, ...parameters: readonly string[]) =>
    database
      .prepare(`select * from summaries where ${where} order by created_at desc`)
      .all(...parameters)
      .map((row) => rowSchema.parse(row));

  return {
    add: (summary) =>
      void database
        .prepare(
          `insert into summaries (id, document_id, reading_id, model_id, model_name, model_hash, length, style, language,
             plan, state, text, points, actions, elapsed_ms, error, created_at)
           values (@id, @documentId, @readingId, @modelId, @modelName, @modelHash, @length, @style, @language,
             @plan, @state, @text, @points, @actions, @elapsedMs, @error, @createdAt)`,
        )
        .run({
          ...summary,
          language: summary.language ?? '',
          plan: JSON.stringify(summary.plan),
          points: JSON.stringify(summary.points),
          actions: JSON.stringify(summary.actions),
          error: summary.error === null ? null : JSON.stringify(summary.error),
        }),
    get: (summaryId) => select('id = ?', summaryId)[0] ?? null,
    find: ({ documentId, modelHash, length, style, language }) =>
      select(
        'document_id = ? and model_hash = ? and length = ? and style = ? and language = ?',
        ...[documentId, modelHash, length, style, language ?? ''],
      )[0] ?? null,
    list: (documentId) => select('document_id = ?', documentId),
    update(summaryId, progress) {
      const columns: Record<string, string | number | null> = {};
      if (progress.state !== undefined) columns.state = progress.state;
      if (progress.text !== undefined) columns.text = progress.text;
      if (progress.points !== undefined) columns.points = JSON.stringify(progress.points);
      if (progress.actions !== undefined) columns.actions = JSON.stringify(progress.actions);
      if (progress.elapsedMs !== undefined) columns.elapsed_ms = progress.elapsedMs;
      if (progress.error !== undefined) {
        columns.error = progress.error === null ? null : JSON.stringify(progress.error);
      }
      const names = Object.keys(columns);
      if (names.length === 0) return;
      database
        .prepare(
          `update summaries set ${names.map((name) => `${name} = @${name}`).join(', ')} where id = @id`,
        )
        .run({ ...columns, id: summaryId });
    },
    listSteps: (summaryId) =>
      database
        .prepare(
          'select level, position, text from summary_steps where summary_id = ? order by level, position',
        )
        .all(summaryId)
        .map((row) => stepRowSchema.parse(row)),
    putStep: (summaryId, { level, position, text }) =>
      void database
        .prepare(
          'insert or replace into summary_steps (summary_id, level, position, text) values (?, ?, ?, ?)',
        )
        .run(summaryId, level, position, text),
    remove: (summaryId) => database.prepare('delete from summaries where id = ?').run(summaryId).changes > 0,
    markInterrupted: () =>
      void database
        .prepare("update summaries set state = 'interrupted' where state in ('reading', 'combining')")
        .run(),
  };
}
