import { z } from 'zod';
import { documentIdSchema, fileIdSchema, folderIdSchema, libraryFileIdSchema } from '../ids.ts';
import { event, noError, nothing, request, stream } from './define.ts';
import { documentErrorSchema } from './documents.ts';

export const libraryErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('files.expired') }),
  z.object({ code: z.literal('library.notAFolder'), name: z.string() }),
  z.object({ code: z.literal('library.folderNotFound') }),
  /** Another folder of the library holds this one and is followed already. */
  z.object({ code: z.literal('library.alreadyFollowed'), path: z.string(), within: z.string() }),
]);
export type LibraryError = z.infer<typeof libraryErrorSchema>;

/** Why a file of the library is not read. */
export const fileErrorSchema = z.discriminatedUnion('code', [
  ...documentErrorSchema.options,
  /** Sotto ended so often while this file was read that it is left alone. */
  z.object({ code: z.literal('library.cutOff'), fileName: z.string(), times: z.int() }),
]);
export type FileError = z.infer<typeof fileErrorSchema>;
const fileErrorCodeSchema = z.enum(fileErrorSchema.options.map((option) => option.shape.code.value));
export type FileErrorCode = z.infer<typeof fileErrorCodeSchema>;
export const failureCountSchema = z.object({ errorCode: fileErrorCodeSchema, files: z.int() });
export type FailureCount = z.infer<typeof failureCountSchema>;

export const fileCountsSchema = z.object({
  waiting: z.int(),
  done: z.int(),
  failed: z.int(),
  /** Removed from the library by the person; not read again unless they want it. */
  leftOut: z.int(),
});
export type FileCounts = z.infer<typeof fileCountsSchema>;

export const libraryFolderSchema = z.object({
  id: folderIdSchema,
  path: z.string(),
  /** Changes are taken in while Sotto runs; otherwise only when the folder is checked. */
  isWatched: z.boolean(),
  /** 'polling': the system cannot tell of changes in it, so it is looked through every few minutes. */
  following: z.enum(['no', 'live', 'polling']),
  /**
   * 'missing', 'unreadable' and 'emptied' (an unplugged disk leaves an empty folder) keep the documents that were
   * read before.
   */
  state: z.enum(['checking', 'ready', 'missing', 'unreadable', 'emptied', 'removing']),
  /** The system's reason for 'unreadable'. */
  reason: z.string().nullable(),
  /** Folders inside that could not be opened, the first ten. */
  unreadableFolders: z.array(z.string()),
  files: fileCountsSchema,
  /** Null until it was looked through to its end. */
  checkedAt: z.iso.datetime().nullable(),
  addedAt: z.iso.datetime(),
});
export type LibraryFolder = z.infer<typeof libraryFolderSchema>;

export const libraryFileSchema = z.object({
  id: libraryFileIdSchema,
  path: z.string(),
  fileName: z.string(),
  /** Null where it was added by itself. */
  folderId: folderIdSchema.nullable(),
  sizeBytes: z.int(),
  /** 'missing': gone from the disk; its document leaves the library when it is sure that it was not moved. */
  state: z.enum(['waiting', 'reading', 'done', 'failed', 'leftOut', 'missing']),
  error: fileErrorSchema.nullable(),
  documentId: documentIdSchema.nullable(),
});
export type LibraryFile = z.infer<typeof libraryFileSchema>;

export const libraryRunSchema = z.object({
  /** Files that ended in this run, failed ones included. */
  done: z.int(),
  /** With those that wait; grows while folders are looked through. */
  total: z.int(),
  failed: z.int(),
  /** From the latest files; null until there are enough. */
  filesPerMinute: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
  remainingMs: z.number().nullable(),
  elapsedMs: z.number(),
});
export type LibraryRun = z.infer<typeof libraryRunSchema>;

export const libraryStateSchema = z.object({
  activity: z.enum(['idle', 'checking', 'reading']),
  /** 'power' ends by itself; see the engine's `energy` for the reasons. */
  pausedBy: z.enum(['person', 'power']).nullable(),
  /** 'fast' ends by itself when everything is read. */
  pace: z.enum(['polite', 'fast']),
  files: fileCountsSchema,
  /** Since files began to wait; stays after its end until the next begins. */
  run: libraryRunSchema.nullable(),
  reading: z.array(
    z.object({
      path: z.string(),
      fileName: z.string(),
      step: z.enum(['parsing', 'recognising', 'indexing']),
      done: z.int(),
      total: z.int().nullable(),
    }),
  ),
});
export type LibraryState = z.infer<typeof libraryStateSchema>;

/** What became of one file. */
export const fileEventSchema = z.object({
  /** 'moved': its content was known, so it was not read again. */
  change: z.enum(['added', 'changed', 'moved', 'removed', 'failed']),
  path: z.string(),
  /** Of 'moved': where the content was before. */
  from: z.string().nullable(),
  documentId: documentIdSchema.nullable(),
  error: fileErrorSchema.nullable(),
  at: z.iso.datetime(),
});
export type FileEvent = z.infer<typeof fileEventSchema>;

const indexReportSchema = z.object({
  added: z.int(),
  changed: z.int(),
  moved: z.int(),
  unchanged: z.int(),
  removed: z.int(),
  failed: z.int(),
  /** Passages of all the files named. */
  chunks: z.int(),
});

const folder = z.object({ folderId: folderIdSchema });

export const library = {
  'library.getState': request({ input: nothing, output: libraryStateSchema, error: noError }),
  'library.listFolders': request({ input: nothing, output: z.array(libraryFolderSchema), error: noError }),
  /** Adds a chosen folder, or changes whether it is followed. Its files are read in the background. */
  'library.addFolder': request({
    input: z.object({ fileId: fileIdSchema, isWatched: z.boolean() }),
    output: libraryFolderSchema,
    error: libraryErrorSchema,
  }),
  'library.setWatched': request({
    input: folder.extend({ isWatched: z.boolean() }),
    output: libraryFolderSchema,
    error: libraryErrorSchema,
  }),
  /** Looks through it now; resolves when that has begun. */
  'library.checkFolder': request({ input: folder, output: nothing, error: libraryErrorSchema }),
  'library.removeFolder': request({
    input: folder.extend({ documents: z.enum(['keep', 'remove']) }),
    output: nothing,
    error: libraryErrorSchema,
  }),
  /** In the order of their paths; failed ones with their reasons. */
  'library.listFiles': request({
    input: z.object({
      offset: z.int().min(0),
      limit: z.int().min(1).max(1000),
      states: z.array(libraryFileSchema.shape.state).optional(),
      folderId: folderIdSchema.optional(),
      /** In the path. */
      text: z.string().optional(),
      /** Only those that failed for this reason. */
      errorCode: fileErrorCodeSchema.optional(),
    }),
    output: z.object({ files: z.array(libraryFileSchema), total: z.int() }),
    error: noError,
  }),
  /** How many files failed for which reason, the commonest first. */
  'library.countFailures': request({
    input: nothing,
    output: z.array(failureCountSchema),
    error: noError,
  }),
  /** Reads failed or left-out files again: these, those that failed for a reason, or all failed ones. */
  'library.retry': request({
    input: z.object({
      ids: z.array(libraryFileIdSchema).max(1000).optional(),
      errorCode: fileErrorCodeSchema.optional(),
    }),
    output: z.object({ files: z.int() }),
    error: noError,
  }),
  'library.pause': request({ input: nothing, output: libraryStateSchema, error: noError }),
  'library.resume': request({ input: nothing, output: libraryStateSchema, error: noError }),
  'library.setPace': request({
    input: z.object({ pace: libraryStateSchema.shape.pace }),
    output: libraryStateSchema,
    error: noError,
  }),
  /**
   * Reads chosen files and folders at full pace and ends when all is read, whether the library is paused or not.
   * Leaving it leaves the rest to the queue.
   */
  'library.index': stream({
    input: z.object({ fileIds: z.array(fileIdSchema).min(1).max(10_000) }),
    item: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('progress'),
        /** Of the files named, unchanged ones left out. */
        done: z.int(),
        total: z.int(),
        /** Folders are still being looked through, so that the total may grow. */
        isChecking: z.boolean(),
        remainingMs: z.number().nullable(),
      }),
      z.object({ kind: z.literal('file'), event: fileEventSchema }),
    ]),
    finished: indexReportSchema,
    error: libraryErrorSchema,
  }),
  /** Follows a chosen folder and tells every change of it for as long as the stream is open. */
  'library.follow': stream({
    input: z.object({ fileId: fileIdSchema }),
    item: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('started'), folder: libraryFolderSchema }),
      z.object({ kind: z.literal('file'), event: fileEventSchema }),
    ]),
    finished: nothing,
    error: libraryErrorSchema,
  }),
  /** At most a few times a second. */
  'library.stateChanged': event(libraryStateSchema),
  'library.foldersChanged': event(z.array(libraryFolderSchema)),
} as const;
