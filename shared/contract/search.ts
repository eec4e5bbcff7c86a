import { z } from 'zod';
import { event, noError, nothing, request, stream } from './define.ts';
import { documentSchema, passageSchema } from './documents.ts';
import { searchScopeSchema } from './searchScope.ts';

/** A text with the ranges of it that match a query: from, up to and without; in UTF-16 units, rising, apart. */
export const markedTextSchema = z.object({
  text: z.string(),
  marks: z.array(z.tuple([z.int().min(0), z.int().min(0)])),
});
export type MarkedText = z.infer<typeof markedTextSchema>;

/** The part of a passage that shows best why it was found. */
export const snippetSchema = markedTextSchema.extend({ isCutBefore: z.boolean(), isCutAfter: z.boolean() });
export type Snippet = z.infer<typeof snippetSchema>;

export const searchHitSchema = z.object({
  passage: passageSchema,
  snippet: snippetSchema,
  /** The headings that it stands under, outermost first; empty where there are none. */
  headings: markedTextSchema,
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const searchResultsSchema = z.object({
  /** Documents whose title or file name matches, the best first. */
  names: z.array(z.object({ document: documentSchema, title: markedTextSchema })),
  /** Documents with passages that match; the hits of each with the best first. */
  groups: z.array(z.object({ document: documentSchema, hits: z.array(searchHitSchema) })),
  /** Words that occur in no document, with the words that were looked for instead. */
  replaced: z.array(z.object({ written: z.string(), words: z.array(z.string()) })),
  /** There may be more passages than `limit` let through. */
  isLimited: z.boolean(),
});
export type SearchResults = z.infer<typeof searchResultsSchema>;

export const searchIndexStateSchema = z.object({
  /**
   * How much of the full-text index is made anew, after an update of Sotto that changed what it holds; until then
   * searches read the old one. Null: it is whole.
   */
  renewedRatio: z.number().min(0).max(1).nullable(),
});
export type SearchIndexState = z.infer<typeof searchIndexStateSchema>;

export const search = {
  /** Documents and passages for people to look at. */
  'search.find': request({
    input: z.object({
      query: z.string().max(4000),
      scope: searchScopeSchema.optional(),
      /** The last word may be unfinished: words that begin like it are found too. */
      isTyping: z.boolean().optional(),
      /** Of the documents that were found: the most relevant first, or the newest by their own dates. */
      sort: z.enum(['relevance', 'newest']).optional(),
      /** Leaves out search by meaning and the reranking model, which may have to be loaded first. */
      isByWordsOnly: z.boolean().optional(),
      /** Passages at most. */
      limit: z.int().min(1).max(200),
    }),
    output: searchResultsSchema,
    error: noError,
  }),
  /** What a search can be narrowed down to: types and folders that there are, with their numbers of documents. */
  'search.listFilters': request({
    input: z.object({}),
    output: z.object({
      formats: z.array(z.object({ format: z.string(), documents: z.int() })),
      /** Without folders whose documents are all in one folder below; most documents first. */
      folders: z.array(z.object({ path: z.string(), documents: z.int() })),
    }),
    error: noError,
  }),
  'search.getIndexState': request({ input: nothing, output: searchIndexStateSchema, error: noError }),
  /** Makes the index anew where it has to be, until it is whole or the view leaves; a host that stays does so by itself. */
  'search.renewIndex': stream({
    input: nothing,
    item: z.object({ kind: z.literal('state'), state: searchIndexStateSchema }),
    finished: searchIndexStateSchema,
    error: noError,
  }),
  'search.indexChanged': event(searchIndexStateSchema),
} as const;
