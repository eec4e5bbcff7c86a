import { z } from 'zod';
import { collectionIdSchema, documentIdSchema } from '../ids.ts';

/**
 * Which documents are searched or asked. Documents and collections add up: these documents and those of these
 * collections; where neither is given, all. Everything else narrows that down; an empty list matches nothing.
 */
export const searchScopeSchema = z.object({
  documentIds: z.array(documentIdSchema).max(10_000).optional(),
  collectionIds: z.array(collectionIdSchema).max(1000).optional(),
  /** As in a document's `format`. */
  formats: z.array(z.string().max(40)).max(200).optional(),
  /** The document's own date is this moment or later. */
  datedAfter: z.iso.datetime().optional(),
  /** The document's own date is before this moment. */
  datedBefore: z.iso.datetime().optional(),
  /** A folder: documents in it and below. Compared without regard to the case of ASCII letters. */
  pathPrefix: z.string().min(1).max(4096).optional(),
});
export type SearchScope = z.infer<typeof searchScopeSchema>;
