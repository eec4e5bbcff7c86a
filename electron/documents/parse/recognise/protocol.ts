import { z } from 'zod';

/** One picture for the thread that recognises. */
export interface PictureRequest {
  readonly id: number;
  /** PNG, JPEG, TIFF, BMP, GIF, WebP or PNM. */
  readonly bytes: Uint8Array;
  readonly languages: readonly string[];
  /** Null where it is not known. */
  readonly pixelsPerInch: number | null;
  /** As EXIF has it, 1 to 8; 1 is upright. */
  readonly exifOrientation: number;
  /** Tell the script first, and which way is up; costs a second or so. */
  readonly isScriptWanted: boolean;
}

const boxSchema = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });

/** One line of print, in pixels of the upright picture from its top left. */
export const recognisedLineSchema = z.object({
  box: boxSchema,
  /** Of the baseline. */
  y: z.number(),
  words: z.array(z.object({ text: z.string(), confidence: z.number(), box: boxSchema })),
});
export type RecognisedLine = z.infer<typeof recognisedLineSchema>;

export const pictureAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('read'),
    id: z.int(),
    lines: z.array(recognisedLineSchema),
    /** Clockwise quarter turns that brought the picture upright. */
    quarterTurns: z.int(),
    /** As Tesseract calls it; null where it was not asked for, or could not be told. */
    script: z.string().nullable(),
  }),
  /** No picture, or a broken one. */
  z.object({ kind: z.literal('unreadable'), id: z.int() }),
  z.object({ kind: z.literal('failed'), id: z.int(), reason: z.string() }),
]);
export type PictureAnswer = z.infer<typeof pictureAnswerSchema>;
