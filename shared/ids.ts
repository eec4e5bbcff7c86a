import { z } from 'zod';

const idText = z.string().regex(/^[\w-]{1,64}$/);

export const documentIdSchema = idText.brand<'DocumentId'>();
export const chunkIdSchema = z.int().nonnegative().brand<'ChunkId'>();
export const summaryIdSchema = idText.brand<'SummaryId'>();
export const listingIdSchema = idText.brand<'ListingId'>();
export const conversationIdSchema = idText.brand<'ConversationId'>();
export const messageIdSchema = idText.brand<'MessageId'>();
export const modelIdSchema = idText.brand<'ModelId'>();
export const adapterIdSchema = idText.brand<'AdapterId'>();
export const codeRunIdSchema = idText.brand<'CodeRunId'>();
export const collectionIdSchema = idText.brand<'CollectionId'>();
/** A folder of the library. */
export const folderIdSchema = idText.brand<'FolderId'>();
/** A file the library knows of, read or not. */
export const libraryFileIdSchema = z.int().nonnegative().brand<'LibraryFileId'>();
/** Stands for a file or folder the person chose. Only the host knows its path. */
export const fileIdSchema = idText.brand<'FileId'>();

export type DocumentId = z.infer<typeof documentIdSchema>;
export type ChunkId = z.infer<typeof chunkIdSchema>;
export type SummaryId = z.infer<typeof summaryIdSchema>;
export type ListingId = z.infer<typeof listingIdSchema>;
export type ConversationId = z.infer<typeof conversationIdSchema>;
export type MessageId = z.infer<typeof messageIdSchema>;
export type ModelId = z.infer<typeof modelIdSchema>;
export type AdapterId = z.infer<typeof adapterIdSchema>;
export type CodeRunId = z.infer<typeof codeRunIdSchema>;
export type CollectionId = z.infer<typeof collectionIdSchema>;
export type FolderId = z.infer<typeof folderIdSchema>;
export type LibraryFileId = z.infer<typeof libraryFileIdSchema>;
export type FileId = z.infer<typeof fileIdSchema>;
