import { z } from 'zod';
import { collectionIdSchema, documentIdSchema } from '../ids.ts';
import { event, noError, nothing, request } from './define.ts';

/** A named group of documents, to search and to ask in. A document may be in several, or in none. */
export const collectionSchema = z.object({
  id: collectionIdSchema,
  name: z.string(),
  /** Everything in these folders and below belongs to it, also what is added there later. */
  folders: z.array(z.string()),
  /** How many documents it has, those of its folders included. */
  documents: z.int(),
  createdAt: z.iso.datetime(),
});
export type Collection = z.infer<typeof collectionSchema>;

export const collectionErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('collections.notFound') }),
  /** Names are compared without regard to case. */
  z.object({ code: z.literal('collections.nameTaken'), name: z.string() }),
]);
export type CollectionError = z.infer<typeof collectionErrorSchema>;

const nameSchema = z.string().trim().min(1).max(100);
const membersSchema = z.object({
  collectionId: collectionIdSchema,
  documentIds: z.array(documentIdSchema).min(1).max(10_000),
});
const folderSchema = z.object({ collectionId: collectionIdSchema, path: z.string().min(1).max(4096) });
const change = <Input extends z.ZodType>(input: Input) =>
  request({ input, output: collectionSchema, error: collectionErrorSchema });

export const collections = {
  /** By name. */
  'collections.list': request({
    input: z.object({
      /** Only those that this document is in. */
      documentId: documentIdSchema.optional(),
    }),
    output: z.array(collectionSchema),
    error: noError,
  }),
  /** Which of these documents it has, those of its folders included. */
  'collections.pickMembers': request({
    input: membersSchema,
    output: z.array(documentIdSchema),
    error: noError,
  }),
  'collections.create': change(z.object({ name: nameSchema })),
  'collections.rename': change(z.object({ collectionId: collectionIdSchema, name: nameSchema })),
  /** The documents stay. */
  'collections.remove': request({
    input: z.object({ collectionId: collectionIdSchema }),
    output: nothing,
    error: collectionErrorSchema,
  }),
  /** Documents that do not exist are passed over. */
  'collections.addDocuments': change(membersSchema),
  /** Documents that a folder of the collection brings in stay in it. */
  'collections.removeDocuments': change(membersSchema),
  'collections.addFolder': change(folderSchema),
  'collections.removeFolder': change(folderSchema),
  'collections.changed': event(
    z.object({ collectionId: collectionIdSchema, change: z.enum(['added', 'updated', 'removed']) }),
  ),
} as const;
