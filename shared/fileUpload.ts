import { z } from 'zod';
import { fileIdSchema } from './ids.ts';

/** Where the browser window sends a file to, with its name in `uploadNameHeader`, percent-encoded. */
export const uploadPath = '/files';
export const uploadNameHeader = 'x-file-name';
/** Answers 204 to a window that is signed in, else 401. */
export const sessionPath = '/session';
/** Where the browser window's WebSocket connects. */
export const socketPath = '/frames';

/** A file the host may read now, by the id that stands for it. */
export const grantedFileSchema = z.object({
  fileId: fileIdSchema,
  fileName: z.string(),
  sizeBytes: z.int().nonnegative(),
  /** A folder with all that lies in it; only the desktop app can name one. */
  isFolder: z.boolean().optional(),
});
export type GrantedFileInfo = z.infer<typeof grantedFileSchema>;

export const uploadErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('files.tooLarge'), maxBytes: z.int() }),
  z.object({ code: z.literal('files.diskFull'), neededBytes: z.int().nullable(), availableBytes: z.int() }),
  z.object({ code: z.literal('files.badName') }),
  z.object({ code: z.literal('files.tooManyUploads'), maxUploads: z.int() }),
  z.object({ code: z.literal('files.notReceived'), reason: z.string() }),
  z.object({ code: z.literal('notAllowed') }),
]);
export type UploadError = z.infer<typeof uploadErrorSchema>;
