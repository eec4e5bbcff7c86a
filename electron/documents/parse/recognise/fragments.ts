import type { Fragment } from '../formats/pdf/fragment.ts';
import type { RecognisedLine } from './protocol.ts';

/** A line with ascenders and descenders is this much lower than its font is large. */
const sizeOfHeight = 1.08;
/** What differs less is one size: a line's height depends on the letters in it. */
const sizeStep = 1.28;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;

/**
 * The words of a picture as a PDF's text is handled: in points from the top left of the upright page.
 * @param pointsPerPixel of the picture.
 */
export function toFragments(
  lines: readonly RecognisedLine[],
  { pointsPerPixel }: { readonly pointsPerPixel: number },
): Fragment[] {
  const common = commonHeight(lines);
  return lines.flatMap((line) => {
    const size = sizeOf(line, common) * pointsPerPixel;
    return joinUnspaced(line).map(({ text, x0, x1 }) => ({
      text,
      x0: x0 * pointsPerPixel,
      x1: x1 * pointsPerPixel,
      y: line.y * pointsPerPixel,
      size,
      isBold: false,
      isMonospaced: false,
    }));
  });
}

/** In steps, so that a line without descenders is not taken for smaller print, and only clearly larger print for a heading. */
function sizeOf({ box }: RecognisedLine, common: number): number {
  const height = box.y1 - box.y0;
  const steps = Math.trunc(Math.log(height / common) / Math.log(sizeStep));
  return common * sizeStep ** steps * sizeOfHeight;
}

/** The height most of the text has, in pixels. */
function commonHeight(lines: readonly RecognisedLine[]): number {
  const heights = lines
    .flatMap(({ box, words }) => words.map(() => box.y1 - box.y0))
    .filter((height) => height > 0)
    .sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)] ?? 1;
}

/** Chinese and Japanese come in pieces with gaps between them that mean nothing. */
function joinUnspaced({ words }: RecognisedLine): { text: string; x0: number; x1: number }[] {
  const joined: { text: string; x0: number; x1: number }[] = [];
  for (const { text, box } of words) {
    const before = joined.at(-1);
    const height = box.y1 - box.y0;
    const isClose = before !== undefined && box.x0 - before.x1 < 2 * height;
    if (before && isClose && unspaced.test(before.text)) {
      before.text += text;
      before.x1 = box.x1;
    } else joined.push({ text, x0: box.x0, x1: box.x1 });
  }
  return joined;
}
