import { z } from 'zod';
import { chunkIdSchema, documentIdSchema, listingIdSchema } from '../ids.ts';
import { noError, nothing, request, stream } from './define.ts';
import { pageRangeSchema } from './documents.ts';
import { modelUseErrorSchema } from './models.ts';
import { searchScopeSchema } from './searchScope.ts';

/** Answers that read everything: lists, counts, and what is computed from tables. */

/** A table of a document: the document's id and the place of its first block. */
export const tableIdSchema = z.string().regex(/^[\w-]{1,64}:\d+$/);
export type TableId = z.infer<typeof tableIdSchema>;

export const tableOperatorSchema = z.enum([
  'is',
  'isNot',
  'contains',
  'over',
  'atLeast',
  'under',
  'atMost',
  'isEmpty',
  'isFilled',
]);
export type TableOperator = z.infer<typeof tableOperatorSchema>;

export const tableFilterSchema = z.object({
  column: z.string(),
  operator: tableOperatorSchema,
  /** As a cell of the column could say it; a date column takes a year, a month or a day. Empty where none is needed. */
  value: z.string().max(500),
});
export type TableFilter = z.infer<typeof tableFilterSchema>;

export const aggregateSchema = z.enum(['count', 'sum', 'average', 'min', 'max', 'list']);
export type Aggregate = z.infer<typeof aggregateSchema>;

/** What is computed from every row of the tables, which all have the same columns. Rows pass all filters. */
export const tableQuerySchema = z.object({
  tableIds: z.array(tableIdSchema).min(1).max(1000),
  filters: z.array(tableFilterSchema).max(8),
  aggregate: aggregateSchema,
  /** The column that is summed up; null for counting, and for a list of whole rows. */
  column: z.string().nullable(),
});
export type TableQuery = z.infer<typeof tableQuerySchema>;

/** Tables with the same columns, which one query can be about. */
export const tableChoiceSchema = z.object({
  tableIds: z.array(tableIdSchema),
  names: z.array(z.string()),
  rows: z.int(),
  columns: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['number', 'date', 'text']),
      /** A few of the values that stand in it, the most frequent first. */
      values: z.array(z.string()),
    }),
  ),
});
export type TableChoice = z.infer<typeof tableChoiceSchema>;

export const tableResultSchema = z.object({
  /** Null where the question could not be turned into one, or its tables are gone. */
  query: tableQuerySchema.nullable(),
  /** Names of the tables that were computed from, some of them where they are many. */
  names: z.array(z.string()),
  tables: z.int(),
  /** Of the documents with tables, those whose tables were looked through: the ones that fit the question best. */
  documents: z.object({ read: z.int(), total: z.int() }),
  /** Exact decimals, one for each unit that occurs ('EUR', '%', or none). Empty for a list, and where no row holds one. */
  values: z.array(z.object({ value: z.string(), unit: z.string(), isRounded: z.boolean() })),
  /** For min and max of dates. */
  dates: z.array(z.string()),
  rowsUsed: z.int(),
  rowsTotal: z.int(),
  leftOut: z.object({
    /** Rows that pass the filters, but whose cell is empty or holds no number. */
    empty: z.int(),
    notNumbers: z.int(),
    /** Rows that are themselves the total of others. */
    totals: z.int(),
  }),
  /** Columns whose numbers or dates can be read in two ways. */
  ambiguousColumns: z.array(z.string()),
  /** What else could be asked of the documents' tables. */
  choices: z.array(tableChoiceSchema),
});
export type TableResult = z.infer<typeof tableResultSchema>;

export const listingCellSchema = z.object({
  title: z.string(),
  pages: pageRangeSchema,
  /** Passages it stands for, those read, those that could not be, and those that hold something. */
  total: z.int(),
  read: z.int(),
  failed: z.int(),
  found: z.int(),
});
export type ListingCell = z.infer<typeof listingCellSchema>;

export const listingSchema = z.object({
  id: listingIdSchema,
  question: z.string(),
  /** 'words': no model read it; every passage that contains the question's words. */
  way: z.enum(['model', 'words', 'table']),
  kind: z.enum(['list', 'count']),
  /** What is looked for, in the question's words; for 'words' the words. */
  target: z.string(),
  /** 'paused' waits for the person; 'interrupted' was cut off by a restart or a failure. Both can go on. */
  state: z.enum(['reading', 'merging', 'paused', 'interrupted', 'finished']),
  coverage: z.object({
    read: z.int(),
    total: z.int(),
    /** Could not be read, after several tries. */
    failed: z.int(),
    documents: z.int(),
  }),
  /** Consecutive passages, in order; empty where nothing had to be read one by one. */
  cells: z.array(listingCellSchema),
  /** Different things, counted from the list. */
  found: z.int(),
  /** Places that name them. */
  mentions: z.int(),
  /** What the model quoted and no passage says; not counted. */
  dropped: z.int(),
  /** The last few found, while it reads. */
  latest: z.array(z.string()),
  table: tableResultSchema.nullable(),
  modelName: z.string().nullable(),
  remainingMs: z.number().nullable(),
  elapsedMs: z.number(),
  error: modelUseErrorSchema.nullable(),
});
export type Listing = z.infer<typeof listingSchema>;

export const listingPlaceSchema = z.object({
  documentId: documentIdSchema,
  title: z.string(),
  path: z.string(),
  pages: pageRangeSchema,
  /** Null for a row of a table. */
  chunkId: chunkIdSchema.nullable(),
  /** The passage, or the row, as it stands in the document. */
  passage: z.string(),
  /** Word for word in the passage. */
  quote: z.string(),
});
export type ListingPlace = z.infer<typeof listingPlaceSchema>;

export const listingItemSchema = z.object({
  text: z.string(),
  /** How else the documents name it. */
  alsoNamed: z.array(z.string()),
  /** The row of a table; null for what was found in text. */
  cells: z.array(z.string()).nullable(),
  /** In the documents' order; the first ones where they are many. */
  places: z.array(listingPlaceSchema).min(1),
  mentions: z.int(),
});
export type ListingItem = z.infer<typeof listingItemSchema>;

/** Whether a question is answered by reading everything. */
export const readingSchema = z.discriminatedUnion('kind', [
  /** As the question asks. */
  z.object({ kind: z.literal('automatic') }),
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('bestPassages') }),
  /** This query, whatever the question. */
  z.object({ kind: z.literal('table'), query: tableQuerySchema }),
]);
export type Reading = z.infer<typeof readingSchema>;

/** It was removed, or its chat was. */
export const listingErrorSchema = z.object({ code: z.literal('listings.notFound') });
export type ListingError = z.infer<typeof listingErrorSchema>;

export const listings = {
  /**
   * Answers a question outside of any chat, or goes on with the answer to it that was begun. Leaving the stream
   * stops the work and keeps what was read.
   */
  'listings.answer': stream({
    input: z.object({
      question: z.string().trim().min(1).max(20_000),
      /** Absent: all documents. */
      scope: searchScopeSchema.optional(),
      reading: readingSchema,
      withoutModel: z.boolean(),
    }),
    item: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('loading'), progressRatio: z.number() }),
      z.object({ kind: z.literal('listing'), listing: listingSchema }),
    ]),
    /** Null: an ordinary question, which some passages can answer. */
    finished: z.object({ listing: listingSchema.nullable() }),
    error: modelUseErrorSchema,
  }),
  'listings.readItems': request({
    input: z.object({ listingId: listingIdSchema, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    output: z.object({
      /** Of a table's columns; null for what was found in text. */
      columns: z.array(z.string()).nullable(),
      items: z.array(listingItemSchema),
      total: z.int(),
    }),
    error: listingErrorSchema,
  }),
  'listings.remove': request({
    input: z.object({ listingId: listingIdSchema }),
    output: nothing,
    error: noError,
  }),
} as const;
