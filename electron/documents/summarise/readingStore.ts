import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PageRange } from '../../../shared/contract/documents.ts';
import { type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { type ReadingKind, type ReadingPlan, readingPlanSchema } from './plan.ts';

/** What a model noted, or is to note, of every section of a document. Several summaries are written from one. */
export interface StoredReading {
  readonly id: string;
  readonly documentId: DocumentId;
  readonly plan: ReadingPlan;
}

/** One section and what was noted of it. */
export interface SectionNotes {
  readonly position: number;
  readonly pages: PageRange;
  readonly heading: string | null;
  /** Null until it is read. */
  readonly notes: string | null;
}

export interface ReadingStore {
  add(input: {
    readonly documentId: DocumentId;
    readonly modelHash: string;
    readonly kind: ReadingKind;
    readonly plan: ReadingPlan;
    readonly sections: readonly Omit<SectionNotes, 'notes'>[];
  }): StoredReading;
  get(readingId: string): StoredReading | null;
  /** What this model read of a document, the most complete first. */
  list(key: { documentId: DocumentId; modelHash: string; kind: ReadingKind }): StoredReading[];
  listSections(readingId: string): SectionNotes[];
  putNotes(readingId: string, section: { position: number; notes: string }): void;
  /** Drops a reading that no summary is written from. */
  removeUnused(readingId: string): void;
}

const readingRowSchema = z
  .object({
    id: z.string(),
    document_id: documentIdSchema,
    plan: z.string().transform((text) => readingPlanSchema.parse(JSON.parse(text))),
  })
  .transform((row): StoredReading => ({ id: row.id, documentId: row.document_id, plan: row.plan }));

const sectionRowSchema = z
  .object({
    position: z.int(),
    first_page: z.int(),
    last_page: z.int(),
    heading: z.string().nullable(),
    notes: z.string().nullable(),
  })
  .transform(
    (row): SectionNotes => ({
      position: row.position,
      pages: [row.first_page, row.last_page],
      heading: row.heading,
      notes: row.notes,
    }),
  );

export function createReadingStore(database: Database): ReadingStore {
  return {
    add: database.transaction((input: Parameters<ReadingStore['add']>[0]) => {
      const { documentId, modelHash, kind, plan, sections } = input;
      const id = randomUUID();
      database
        .prepare(
          'insert into readings (id, document_id, model_hash, kind, plan, created_at) values (?, ?, ?, ?, ?, ?)',
        )
        .run(id, documentId, modelHash, kind, JSON.stringify(plan), new Date().toISOString());
      const insert = database.prepare(
        `insert into reading_sections (reading_id, position, first_page, last_page, heading, notes)
         values (?, ?, ?, ?, ?, null)`,
      );
      for (const { position, pages, heading } of sections) insert.run(id, position, ...pages, heading);
      return { id, documentId, plan };
    }),
    get(readingId) {
      const row = database.prepare('select * from readings where id = ?').get(readingId);
      return row === undefined ? null : readingRowSchema.parse(row);
    },
    list: ({ documentId, modelHash, kind }) =>
      database
        .prepare(
          `select readings.*, (select count(*) from reading_sections where reading_id = readings.id and notes is null)
             as unread from readings where document_id = ? and model_hash = ? and kind = ?
           order by unread, created_at desc`,
        )
        .all(documentId, modelHash, kind)
        .map((row) => readingRowSchema.parse(row)),
    listSections: (readingId) =>
      database
        .prepare('select * from reading_sections where reading_id = ? order by position')
        .all(readingId)
        .map((row) => sectionRowSchema.parse(row)),
    putNotes: (readingId, { position, notes }) =>
      void database
        .prepare('update reading_sections set notes = ? where reading_id = ? and position = ?')
        .run(notes, readingId, position),
    removeUnused: (readingId) =>
      void database
        .prepare('delete from readings where id = ? and id not in (select reading_id from summaries)')
        .run(readingId),
  };
}
