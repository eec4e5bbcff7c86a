import type { Line } from './readingOrder.ts';

export interface OutlineEntry {
  readonly title: string;
  readonly level: number;
}

/** Tells headings by the outline, by larger type, and by bold lines that stand alone. */
export interface HeadingRule {
  /** @returns the level, 1 outermost; null for text. */
  levelOf(lines: readonly Line[], text: string): number | null;
  /** Whether a line may be part of a heading, so that it is not joined to text around it. */
  isLarge(line: Line): boolean;
}

const maxHeadingCharacters = 200;

export function createHeadingRule(input: {
  readonly lines: readonly Line[];
  readonly outline: readonly OutlineEntry[];
}): HeadingRule {
  const bodySize = commonSize(input.lines);
  const levelByTitle = new Map<string, number>();
  for (const { title, level } of input.outline) {
    const key = plainTitle(title);
    if (key !== '' && !levelByTitle.has(key)) levelByTitle.set(key, level);
  }
  const deepestOutline = Math.max(0, ...levelByTitle.values());
  const isLarge = (line: Line) => line.size >= bodySize * 1.14;
  const sizes = headingSizes(input.lines.filter((line) => isLarge(line) && isWordy(line.text)));

  return {
    isLarge,
    levelOf(lines, text) {
      const first = lines[0];
      if (!first || text.length > maxHeadingCharacters || lines.length > 4 || !isWordy(text)) return null;
      const outlined = levelByTitle.get(plainTitle(text));
      if (outlined !== undefined && (lines.length <= 3 || isLarge(first))) return outlined;
      if (/[,;]$/u.test(text) || lines.some((line) => line.cells.length > 1)) return null;
      if (lines.every(isLarge)) {
        if (first.page === 1 && first.size >= (sizes[0] ?? 0)) return 1;
        if (/[.!?。]$/u.test(text) && text.length > 80) return null;
        const level = 1 + sizes.findIndex((size) => first.size >= size - 0.25);
        return deepestOutline > 0 ? deepestOutline + 1 : Math.min(6, Math.max(1, level));
      }
      const isAloneAndBold =
        lines.every((line) => line.isBold && line.size >= bodySize * 0.92) &&
        lines.length <= 2 &&
        text.length <= 120;
      if (!isAloneAndBold || /[.:!?。]$/u.test(text) || !/^[\p{Lu}\p{Lt}\p{Lo}\d(]/u.test(text)) return null;
      return Math.min(7, (deepestOutline || sizes.length) + 2);
    },
  };
}

/** The size most of the text is set in. */
function commonSize(lines: readonly Line[]): number {
  const characters = new Map<number, number>();
  for (const line of lines) {
    const size = Math.round(line.size * 2) / 2;
    characters.set(size, (characters.get(size) ?? 0) + line.text.length);
  }
  let best = { size: 10, count: 0 };
  for (const [size, count] of characters) if (count > best.count) best = { size, count };
  return best.size;
}

/** Sizes of large lines, from the largest down; nearly equal ones are one level. */
function headingSizes(lines: readonly Line[]): number[] {
  const sizes: number[] = [];
  for (const { size } of [...lines].sort((a, b) => b.size - a.size)) {
    const last = sizes.at(-1);
    if (last === undefined || size < last * 0.94) sizes.push(size);
  }
  return sizes.slice(0, 6);
}

/** Formulas and ornaments set in large type are no headings. */
function isWordy(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters >= 2 && letters >= text.replace(/\s/gu, '').length * 0.5 && /\p{L}{2}/u.test(text);
}

/** Outline and page write the same title with different numbers and white space. */
function plainTitle(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:chapter|kapitel|section|abschnitt|chapitre|capítulo)\s+/u, '')
    .replace(/^[\divx.]+[\s.:]+/u, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
