import { isMostlyRightToLeft, type Segment } from './segments.ts';

/** One line to be read: a single segment, or the cells of a table's row. */
export interface Line {
  readonly cells: readonly Segment[];
  readonly text: string;
  readonly page: number;
  /** Lines of one column stand together; a new column never continues the geometry of the last. */
  readonly column: number;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly isBold: boolean;
  readonly isMonospaced: boolean;
}

const maxColumnDepth = 3;

/** Orders a page: columns from left to right (right to left where the script runs so), between what spans them. */
export function orderPage(input: { readonly segments: readonly Segment[]; readonly page: number }): Line[] {
  const lines: Line[] = [];
  const isRightToLeft = isMostlyRightToLeft(input.segments.map((segment) => segment.text).join(''));
  let column = 0;
  const emit = (segments: readonly Segment[]) => {
    column += 1;
    for (const cells of groupRows(segments, isRightToLeft))
      lines.push(toLine({ cells, page: input.page, column }));
  };
  const visit = (segments: readonly Segment[], depth: number) => {
    const gutter = depth < maxColumnDepth ? findGutter(segments) : null;
    if (gutter === null) return emit(segments);
    let left: Segment[] = [];
    let right: Segment[] = [];
    let spanning: Segment[] = [];
    const flushColumns = () => {
      if (Math.min(left.length, right.length) < 2) emit([...left, ...right]);
      else for (const side of isRightToLeft ? [right, left] : [left, right]) visit(side, depth + 1);
      left = [];
      right = [];
    };
    for (const segment of [...segments].sort((a, b) => a.y - b.y)) {
      const isSpanning = segment.x0 < gutter && segment.x1 > gutter;
      if (isSpanning) {
        if (left.length + right.length > 0) flushColumns();
        spanning.push(segment);
        continue;
      }
      if (spanning.length > 0) emit(spanning);
      spanning = [];
      (segment.x1 <= gutter ? left : right).push(segment);
    }
    if (left.length + right.length > 0) flushColumns();
    if (spanning.length > 0) emit(spanning);
  };
  visit(input.segments, 0);
  return lines;
}

/** The x of white space that parts two columns of running text; null where there are none. */
function findGutter(segments: readonly Segment[]): number | null {
  if (segments.length < 8) return null;
  const minX = Math.min(...segments.map((segment) => segment.x0));
  const maxX = Math.max(...segments.map((segment) => segment.x1));
  const width = maxX - minX;
  let best: { x: number; crossing: number; distance: number } | null = null;
  for (let x = minX + width * 0.2; x <= maxX - width * 0.2; x += 2) {
    const crossing = segments.filter((segment) => segment.x0 < x && segment.x1 > x).length;
    const distance = Math.abs(x - (minX + maxX) / 2);
    if (!best || crossing < best.crossing || (crossing === best.crossing && distance < best.distance)) {
      best = { x, crossing, distance };
    }
  }
  if (!best) return null;
  const { x, crossing } = best;
  const left = segments.filter((segment) => segment.x1 <= x);
  const right = segments.filter((segment) => segment.x0 >= x);
  const fewer = Math.min(left.length, right.length);
  if (fewer < 4 || crossing > fewer) return null;
  const isText = isRunningText(left, x - minX) && isRunningText(right, maxX - x);
  return isText ? x : null;
}

/** Cells are short; lines of a column mostly fill it. */
function isRunningText(segments: readonly Segment[], columnWidth: number): boolean {
  const widths = segments.map((segment) => segment.x1 - segment.x0).sort((a, b) => a - b);
  const median = widths[Math.floor(widths.length / 2)] ?? 0;
  const words = segments.reduce((sum, segment) => sum + segment.text.split(' ').length, 0) / segments.length;
  const isUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{8}/u.test(
    segments.map((segment) => segment.text).join(' '),
  );
  return median > columnWidth * 0.55 && (words >= 3 || isUnspaced);
}

function groupRows(segments: readonly Segment[], isRightToLeft: boolean): Segment[][] {
  const rows: Segment[][] = [];
  for (const segment of [...segments].sort((a, b) => a.y - b.y || a.x0 - b.x0)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row && first && Math.abs(segment.y - first.y) < 0.45 * Math.min(segment.size, first.size))
      row.push(segment);
    else rows.push([segment]);
  }
  for (const row of rows) row.sort((a, b) => (isRightToLeft ? b.x0 - a.x0 : a.x0 - b.x0));
  return rows;
}

function toLine(input: {
  readonly cells: readonly Segment[];
  readonly page: number;
  readonly column: number;
}): Line {
  const { cells } = input;
  const longest = cells.reduce((best, cell) => (cell.text.length > best.text.length ? cell : best));
  return {
    ...input,
    text: cells.map((cell) => cell.text).join(' '),
    x0: Math.min(...cells.map((cell) => cell.x0)),
    x1: Math.max(...cells.map((cell) => cell.x1)),
    y: longest.y,
    size: longest.size,
    isBold: cells.every((cell) => cell.isBold),
    isMonospaced: cells.every((cell) => cell.isMonospaced),
  };
}
