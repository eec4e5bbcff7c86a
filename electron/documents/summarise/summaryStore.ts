import { z } from 'zod';
import {
  type PageRange,
  type Point,
  pointSchema,
  type Summary,
  summarySchema,
} from '../../../shared/contract/documents.ts';
import { modelUseErrorSchema } from '../../../shared/contract/models.ts';
import { type SummaryLength, summaryLengthSchema } from '../../../shared/contract/settings.ts';
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
    | 'state'
    | 'text'
    | 'points'
    | 'elapsedMs'
    | 'error'
    | 'createdAt'
  > {
  readonly modelHash: string;
  readonly plan: Plan;
}

/** One text the model was given, and what it noted. */
export interface StoredStep {
  readonly level: number;
  readonly position: number;
  readonly pages: PageRange;
  readonly heading: string | null;
  readonly notes: string | null;
}

export type SummaryProgress = Partial<
  Pick<StoredSummary, 'state' | 'text' | 'points' | 'elapsedMs' | 'error'>
>;

export interface SummaryStore {
  add(summary: StoredSummary, sections: readonly StoredStep[]): void;
  get(summaryId: SummaryId): StoredSummary | null;
  find(key: { documentId: DocumentId; modelHash: string; length: SummaryLength }): StoredSummary | null;
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
    model_id: modelIdSchema,
    model_name: z.string(),
    model_hash: z.string(),
    length: summaryLengthSchema,
    plan: fromJson(planSchema),
    state: summarySchema.shape.state,
    text: z.string(),
    points: fromJson(z.array(pointSchema)),
    elapsed_ms: z.number(),
    error: fromJson(modelUseErrorSchema).nullable(),
    created_at: z.string(),
  })
  .transform(
    (row): StoredSummary => ({
      id: row.id,
      documentId: row.document_id,
      modelId: row.model_id,
      modelName: row.model_name,
      modelHash: row.model_hash,
      length: row.length,
      plan: row.plan,
      state: row.state,
      text: row.text,
      points: row.points,
      elapsedMs: row.elapsed_ms,
      error: row.error,
      createdAt: row.created_at,
    }),
  );

const stepRowSchema = z
  .object({
    level: z.int(),
    position: z.int(),
    first_page: z.int(),
    last_page: z.int(),
    heading: z.string().nullable(),
    notes: z.string().nullable(),
  })
  .transform(
    (row): StoredStep => ({
      level: row.level,
      position: row.position,
      pages: [row.first_page, row.last_page],
      heading: row.heading,
      notes: row.notes,
    }),
  );

export function createSummaryStore(database: Database): SummaryStore {
  const putStep = (summaryId: SummaryId, step: StoredStep) =>
    void database
      .prepare(
        `insert or replace into summary_sections (summary_id, level, position, first_page, last_page, heading, notes)
         values (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(summaryId, step.level, step.position, step.pages[0], step.pages[1], step.heading, step.notes);
  const select = (where: string, ...parameters: readonly string[]) =>
    database
      .prepare(`select * from summaries where ${where} order by created_at desc`)
      .all(...parameters)
      .map((row) => rowSchema.parse(row));

  return {
    add: database.transaction((summary: StoredSummary, sections: readonly StoredStep[]) => {
      database
        .prepare(
          `insert into summaries (id, document_id, model_id, model_name, model_hash, length, plan, state, text, points, elapsed_ms, error, created_at)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          summary.id,
          summary.documentId,
          summary.modelId,
          summary.modelName,
          summary.modelHash,
          summary.length,
          JSON.stringify(summary.plan),
          summary.state,
          summary.text,
          JSON.stringify(summary.points),
          summary.elapsedMs,
          summary.error === null ? null : JSON.stringify(summary.error),
          summary.createdAt,
        );
      for (const section of sections) putStep(summary.id, section);
    }),
    get: (summaryId) => select('id = ?', summaryId)[0] ?? null,
    find: ({ documentId, modelHash, length }) =>
      select('document_id = ? and model_hash = ? and length = ?', documentId, modelHash, length)[0] ?? null,
    list: (documentId) => select('document_id = ?', documentId),
    update(summaryId, progress) {
      const columns: Record<string, string | number | null> = {};
      if (progress.state !== undefined) columns.state = progress.state;
      if (progress.text !== undefined) columns.text = progress.text;
      if (progress.points !== undefined) columns.points = pointsJson(progress.points);
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
        .prepare('select * from summary_sections where summary_id = ? order by level, position')
        .all(summaryId)
        .map((row) => stepRowSchema.parse(row)),
    putStep,
    remove: (summaryId) => database.prepare('delete from summaries where id = ?').run(summaryId).changes > 0,
    markInterrupted: () =>
      void database
        .prepare("update summaries set state = 'interrupted' where state in ('reading', 'combining')")
        .run(),
  };
}

function pointsJson(points: readonly Point[]): string {
  return JSON.stringify(points);
}
