import type { Line } from './readingOrder.ts';

export interface PageLines {
  readonly page: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

/** How many lines from the top and the bottom of a page may be running headers and footers. */
const edgeLines = 3;
/** In a line with more numbers none is taken to run with the pages. */
const mostNumbers = 4;
/** The part of the page's height where they may stand. */
const edgeRatio = 0.22;

/** Takes away running headers, footers and page numbers: what comes back at the same height page after page. */
export function removeFurniture(pages: readonly PageLines[]): PageLines[] {
  const minRepeats = pages.length <= 4 ? 2 : Math.max(3, Math.ceil(pages.length * 0.15));
  const texts = new Map<string, Set<number>>();
  const numbers = new Map<string, Set<number>>();
  const edges = pages.map((page) => ({ page, lines: edgeOf(page) }));
  for (const { page, lines } of edges) {
    for (const line of lines) {
      for (const key of textKeys(line, page)) remember(texts, key, page.page);
      for (const offset of numberOffsets(line, page.page))
        remember(numbers, `${offset}@${height(line, page)}`, page.page);
    }
  }
  const isFurniture = (line: Line, page: PageLines) => {
    if (isLonePageNumber(line, page)) return true;
    const runsWithPages = numberOffsets(line, page.page).some(
      (offset) => (numbers.get(`${offset}@${height(line, page)}`)?.size ?? 0) >= minRepeats,
    );
    if (runsWithPages) return true;
    // On the first page what is repeated later stands for itself: a letterhead, a title.
    return page.page > 1 && textKeys(line, page).some((key) => (texts.get(key)?.size ?? 0) >= minRepeats);
  };
  return edges.map(({ page, lines }) => {
    const furniture = new Set(lines.filter((line) => isFurniture(line, page)));
    return { ...page, lines: page.lines.filter((line) => !furniture.has(line)) };
  });
}

/** Also where there is no second page to compare with. */
function isLonePageNumber(line: Line, page: PageLines): boolean {
  const isOutermost = line.y > page.height * 0.9 || line.y < page.height * 0.08;
  return isOutermost && /^[-–—\s]*(?:\d{1,4}|[ivxlc]{1,6})[-–—\s]*$/u.test(line.text);
}

function edgeOf(page: PageLines): Line[] {
  const byHeight = [...page.lines].sort((a, b) => a.y - b.y);
  const top = byHeight.slice(0, edgeLines).filter((line) => line.y < page.height * edgeRatio);
  const bottom = byHeight.slice(-edgeLines).filter((line) => line.y > page.height * (1 - edgeRatio));
  return [...new Set([...top, ...bottom])];
}

/**
 * A running header says the same on every page, but for numbers that run with the pages. What differs in another number,
 * as the lines of a list do, is text. Which of its numbers run is not known, so there is a key for each choice.
 */
function textKeys(line: Line, page: PageLines): string[] {
  const pieces = line.text.toLowerCase().replace(/\s+/gu, ' ').split(/(\d+)/u);
  const places = pieces.flatMap((piece, index) => (/^\d{1,4}$/u.test(piece) ? [index] : []));
  const chosen = places.length > mostNumbers ? [] : places;
  const end = `@${height(line, page)}`;
  return Array.from({ length: 2 ** chosen.length }, (_, choice) => {
    const key = [...pieces];
    for (const [bit, index] of chosen.entries()) {
      if (choice & (1 << bit)) key[index] = `#${Number(pieces[index]) - page.page}`;
    }
    return key.join('') + end;
  });
}

function height(line: Line, page: PageLines): number {
  return Math.round((line.y / page.height) * 100);
}

/** A number at the line's start or end that runs with the pages: its distance to the page stays the same. */
function numberOffsets(line: Line, page: number): number[] {
  if (line.text.length > 120) return [];
  const found = [
    /^[^\w§]*(\d{1,4})(?![.\d])/u.exec(line.text)?.[1],
    /(?<![.\d])(\d{1,4})\W*$/u.exec(line.text)?.[1],
  ];
  return [...new Set(found.filter((digits) => digits !== undefined).map((digits) => Number(digits) - page))];
}

function remember(seen: Map<string, Set<number>>, key: string, page: number): void {
  const pages = seen.get(key);
  if (pages) pages.add(page);
  else seen.set(key, new Set([page]));
}
