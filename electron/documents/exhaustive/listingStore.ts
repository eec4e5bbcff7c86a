import { z } from 'zod';
import { listingSchema, tableQuerySchema } from '../../../shared/contract/listings.ts';
import { modelUseErrorSchema } from '../../../shared/contract/models.ts';
import { type SearchScope, searchScopeSchema } from '../../../shared/contract/searchScope.ts';
import {
  type ChunkId,
  chunkIdSchema,
  type ListingId,
  listingIdSchema,
  type MessageId,
  messageIdSchema,
} from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import type { SameThing } from './passages/mergeHits.ts';
import { hitSchema, type PassageReading } from './passages/readPassage.ts';

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z.string().transform((text): z.infer<Schema> => schema.parse(JSON.parse(text)));

const rowSchema = z.object({
  id: listingIdSchema,
  messageId: messageIdSchema.nullable(),
  question: z.string(),
  scope: json(searchScopeSchema),
  way: listingSchema.shape.way,
  kind: listingSchema.shape.kind,
  target: z.string(),
  questionKey: z.string(),
  modelName: z.string().nullable(),
  modelHash: z.string().nullable(),
  query: json(tableQuerySchema).nullable(),
  state: listingSchema.shape.state,
  sameThings: json(z.array(z.tuple([z.string(), z.string()]))),
  elapsedMs: z.number(),
  error: json(modelUseErrorSchema).nullable(),
  createdAt: z.string(),
});
export type StoredListing = z.infer<typeof rowSchema>;

export type ListingChange = Partial<Pick<StoredListing, 'state' | 'elapsedMs' | 'error'>> & {
  readonly sameThings?: readonly SameThing[];
};

const passageRowSchema = z
  .object({ chunkId: chunkIdSchema, hits: json(z.array(hitSchema)), dropped: z.int() })
  .transform(({ chunkId, hits, dropped }): StoredReading => ({ chunkId, hits, dropped }));

export interface StoredReading extends PassageReading {
  readonly chunkId: ChunkId;
}

export interface ListingStore {
  add(listing: StoredListing): void;
  get(listingId: ListingId): StoredListing | null;
  /** The one of the same question about the same documents, by the same model; the answer's own, else the newest. */
  find(key: {
    readonly messageId: MessageId | null;
    readonly question: string;
    readonly scope: SearchScope;
    readonly modelHash: string;
  }): StoredListing | null;
  update(listingId: ListingId, change: ListingChange): void;
  remove(listingId: ListingId): void;
  readings(questionKey: string): StoredReading[];
  putReading(questionKey: string, reading: StoredReading): void;
  /** Those a restart cut off. */
  markInterrupted(): void;
}

const columns = `id, message_id as messageId, question, scope, way, kind, target,
  question_key as questionKey, model_name as modelName, model_hash as modelHash, query, state,
  same_things as sameThings, elapsed_ms as elapsedMs, error, created_at as createdAt`;

export function createListingStore(database: Database): ListingStore {
  return {
    add: (listing) =>
      void database
        .prepare(
          `insert into listings (id, message_id, question, scope, way, kind, target, question_key, model_name,
             model_hash, query, state, same_things, elapsed_ms, error, created_at)
           values (@id, @messageId, @question, @scope, @way, @kind, @target, @questionKey, @modelName,
             @modelHash, @query, @state, @sameThings, @elapsedMs, @error, @createdAt)`,
        )
        .run({
          ...listing,
          scope: scopeJson(listing.scope),
          query: jsonOrNull(listing.query),
          sameThings: JSON.stringify(listing.sameThings),
          error: jsonOrNull(listing.error),
        }),
    get(listingId) {
      const row = database.prepare(`select ${columns} from listings where id = ?`).get(listingId);
      return row === undefined ? null : rowSchema.parse(row);
    },
    find({ messageId, question, scope, modelHash }) {
      const row = database
        .prepare(
          `select ${columns} from listings where question = ? and scope = ? and model_hash is ?
           order by message_id is ? desc, created_at desc, rowid desc limit 1`,
        )
        .get(question, scopeJson(scope), modelHash, messageId);
      return row === undefined ? null : rowSchema.parse(row);
    },
    update(listingId, change) {
      const values: Record<string, string | number | null> = {};
      if (change.state !== undefined) values.state = change.state;
      if (change.elapsedMs !== undefined) values.elapsed_ms = change.elapsedMs;
      if (change.error !== undefined) values.error = jsonOrNull(change.error);
      if (change.sameThings !== undefined) values.same_things = JSON.stringify(change.sameThings);
      const names = Object.keys(values);
      if (names.length === 0) return;
      database
        .prepare(`update listings set ${names.map((name) => `${name} = @${name}`).join(', ')} where id = @id`)
        .run({ ...values, id: listingId });
    },
    remove: (listingId) => void database.prepare('delete from listings where id = ?').run(listingId),
    readings: (questionKey) =>
      database
        .prepare('select chunk_id as chunkId, hits, dropped from listing_passages where question_key = ?')
        .all(questionKey)
        .map((row) => passageRowSchema.parse(row)),
    putReading: (questionKey, { chunkId, hits, dropped }) =>
      void database
        .prepare(
          // Its document may have been removed while it was read.
          `insert or replace into listing_passages (question_key, chunk_id, hits, dropped)
           select ?, id, ?, ? from chunks where id = ?`,
        )
        .run(questionKey, JSON.stringify(hits), dropped, chunkId),
    markInterrupted: () =>
      void database
        .prepare("update listings set state = 'interrupted' where state in ('reading', 'merging')")
        .run(),
  };
}

/** The same for the same scope, in whatever order its parts were given. */
function scopeJson(scope: SearchScope): string {
  const parts = Object.entries(scope).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(parts.toSorted(([one], [other]) => (one < other ? -1 : 1))));
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
