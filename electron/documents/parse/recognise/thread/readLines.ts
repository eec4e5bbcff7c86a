import { z } from 'zod';
import type { RecognisedLine } from '../protocol.ts';

const box = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });
const pageSchema = z.object({
  blocks: z
    .array(
      z.object({
        paragraphs: z.array(
          z.object({
            lines: z.array(
              z.object({
                bbox: box,
                baseline: box,
                words: z.array(z.object({ text: z.string(), confidence: z.number(), bbox: box })),
              }),
            ),
          }),
        ),
      }),
    )
    .nullish(),
});

/** The lines in what Tesseract tells of a page, in its reading order. */
export function readLines(json: string): RecognisedLine[] {
  const { blocks } = pageSchema.parse(JSON.parse(json));
  return (blocks ?? [])
    .flatMap(({ paragraphs }) => paragraphs)
    .flatMap(({ lines }) => lines)
    .map(({ bbox, baseline, words }) => ({
      box: bbox,
      y: (baseline.y0 + baseline.y1) / 2,
      words: words
        .filter(({ text }) => text.trim() !== '')
        .map((word) => ({
          text: word.text.trim(),
          confidence: Math.min(1, Math.max(0, word.confidence / 100)),
          box: word.bbox,
        })),
    }))
    .filter(({ words }) => words.length > 0);
}
