import type { PlacedText } from './annotations.ts';
import type { Fragment } from './fragment.ts';

/** Of a form's type where the file does not say, at most. In points. */
const usualSize = 12;
const leading = 1.2;
/** Of the size: how wide a letter is about. */
const letterWidth = 0.5;

/** Sets text into its box line by line, as a form shows it, so that it is read beside its label. */
export function placeText(
  { rect, lines, size: given }: PlacedText,
  toUpright: (point: readonly [number, number]) => readonly [number, number],
): Fragment[] {
  const [ax, ay] = toUpright([rect[0], rect[1]]);
  const [bx, by] = toUpright([rect[2], rect[3]]);
  const left = Math.min(ax, bx);
  const right = Math.max(ax, bx);
  const top = Math.min(ay, by);
  const height = Math.abs(ay - by);
  const size = Math.max(1, given ?? Math.min(usualSize, (height / Math.max(1, lines.length)) * 0.8));
  const room = Math.max(1, Math.floor((height + 0.3 * size) / (size * leading)));
  // What was typed beyond the box would be read between the lines below it.
  const shown = lines.length <= room ? lines : [lines.join(' ')];
  // Of the first baseline: a single line stands in the middle of its box.
  const isOneLine = lines.length === 1 && height < 2.2 * size;
  const first = isOneLine ? top + (height + 0.7 * size) / 2 : top + 1.1 * size;
  return shown.map((text, index) => ({
    text,
    x0: left,
    x1: Math.max(left + size, Math.min(right, left + text.length * size * letterWidth)),
    y: first + index * size * leading,
    size,
    isBold: false,
    isMonospaced: false,
  }));
}
