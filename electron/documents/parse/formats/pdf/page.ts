import type { PDFPageProxy } from 'pdfjs-dist/types/src/display/api.js';
import { type Annotations, readAnnotations } from './annotations.ts';
import type { Fragment } from './fragment.ts';
import { imageOperators, paintOperators } from './pdfLibrary.ts';
import { placeText } from './placeText.ts';

export interface PageText {
  readonly page: number;
  readonly width: number;
  readonly height: number;
  readonly fragments: readonly Fragment[];
  /** What was typed into forms and onto the page, where it shows. */
  readonly placed: readonly Fragment[];
  /** Text that runs in another direction (along a margin, beside a chart), each in its own upright coordinates. */
  readonly asides: readonly { readonly height: number; readonly fragments: readonly Fragment[] }[];
  readonly annotations: Annotations;
  /** Its words are in a picture, in drawn letters, or in letters nobody can name. */
  readonly isPicture: boolean;
}

/** What is known of the document's fonts; they are named alike on all its pages. */
export interface FontWeights {
  readonly isBoldByFont: Map<string, boolean>;
  /** Time left for operator lists, which weights cost; without them headings are told by size alone. */
  budgetMs: number;
}

/** Below so many characters a page may be a picture of text. */
const fewCharacters = 25;
/** Of a text layer, above which it is of no use: fonts without a table of their letters. */
const namelessShare = 0.3;

/** @param getPictured the same page with its pictures, which are looked at only where there is hardly any text. */
export async function readPage(
  page: PDFPageProxy,
  weights: FontWeights,
  getPictured: () => Promise<PDFPageProxy>,
): Promise<PageText> {
  const content = await page.getTextContent();
  const items = content.items.filter((item) => 'str' in item);
  const characters = items.reduce((sum, item) => sum + item.str.trim().length, 0);
  const fontNames = new Set(items.filter((item) => item.str.trim() !== '').map((item) => item.fontName));
  const hasUnknownFont = [...fontNames].some((name) => !weights.isBoldByFont.has(name));
  const annotations = readAnnotations(await page.getAnnotations({ intent: 'display' }).catch(() => []));
  let isPicture = characters > 0 && namelessShareOf(items) > namelessShare;
  if (characters < fewCharacters) {
    const wanted = characters === 0 && annotations.placed.length === 0 ? paintOperators : imageOperators;
    const pictured = await getPictured();
    const operators = await pictured.getOperatorList();
    isPicture ||= operators.fnArray.some((operator) => wanted.has(operator));
    pictured.cleanup();
  }
  if (hasUnknownFont && weights.budgetMs > 0) {
    const startedAt = performance.now();
    await page.getOperatorList();
    weights.budgetMs -= performance.now() - startedAt;
    for (const name of fontNames) weights.isBoldByFont.set(name, isBoldFont(page, name));
  }

  const viewport = page.getViewport({ scale: 1 });
  const turned: { readonly quarter: number; readonly fragment: Fragment }[] = [];
  for (const item of items) {
    if (item.str.trim() === '') continue;
    const matrix = multiply(viewport.transform, item.transform);
    const style = content.styles[item.fontName];
    const quarter = quarterTurns(matrix);
    const [x, y] = upright({
      x: matrix[4],
      y: matrix[5],
      quarter,
      width: viewport.width,
      height: viewport.height,
    });
    const isRightToLeft = item.dir === 'rtl' && item.width < 0;
    turned.push({
      quarter,
      fragment: {
        text: item.str,
        x0: isRightToLeft ? x + item.width : x,
        x1: isRightToLeft ? x : x + item.width,
        y,
        size: Math.hypot(matrix[2], matrix[3]) || 1,
        isBold: weights.isBoldByFont.get(item.fontName) ?? false,
        isMonospaced: style?.fontFamily === 'monospace',
      },
    });
  }
  page.cleanup();
  const main = mainQuarter(turned);
  const sizeOf = (quarter: number) =>
    quarter % 2 === 1
      ? { width: viewport.height, height: viewport.width }
      : { width: viewport.width, height: viewport.height };
  const fragmentsOf = (quarter: number) =>
    turned.filter((item) => item.quarter === quarter).map((item) => item.fragment);
  const toUpright = (point: readonly [number, number]) => {
    const [, , , , x, y] = multiply(viewport.transform, [1, 0, 0, 1, ...point]);
    return upright({ x, y, quarter: main, width: viewport.width, height: viewport.height });
  };
  return {
    page: page.pageNumber,
    ...sizeOf(main),
    fragments: fragmentsOf(main),
    placed: annotations.placed.flatMap((text) => placeText(text, toUpright)),
    asides: [0, 1, 2, 3]
      .filter((quarter) => quarter !== main)
      .map((quarter) => ({ height: sizeOf(quarter).height, fragments: fragmentsOf(quarter) }))
      .filter(({ fragments }) => fragments.length > 0),
    annotations,
    isPicture,
  };
}

function namelessShareOf(items: readonly { readonly str: string }[]): number {
  const text = items
    .map(({ str }) => str)
    .join('')
    .replace(/\s/gu, '');
  return (text.match(/[\p{Co}\p{Cn}\p{Cc}\ufffd]/gu)?.length ?? 0) / Math.max(1, text.length);
}

function isBoldFont(page: PDFPageProxy, fontName: string): boolean {
  try {
    const font: unknown = page.commonObjs.get(fontName);
    if (typeof font !== 'object' || font === null) return false;
    if ('bold' in font && font.bold === true) return true;
    if ('black' in font && font.black === true) return true;
    const name = 'name' in font && typeof font.name === 'string' ? font.name : '';
    return /bold|black|heavy|semibold|demi|CMBX|SFBX|ecbx|LMRoman\d*-?Bold/iu.test(name);
  } catch {
    return false;
  }
}

type Matrix = readonly [number, number, number, number, number, number];

function multiply(a: readonly number[], b: readonly number[]): Matrix {
  const [a0 = 1, a1 = 0, a2 = 0, a3 = 1, a4 = 0, a5 = 0] = a;
  const [b0 = 1, b1 = 0, b2 = 0, b3 = 1, b4 = 0, b5 = 0] = b;
  return [
    a0 * b0 + a2 * b1,
    a1 * b0 + a3 * b1,
    a0 * b2 + a2 * b3,
    a1 * b2 + a3 * b3,
    a0 * b4 + a2 * b5 + a4,
    a1 * b4 + a3 * b5 + a5,
  ];
}

/** Writing direction in quarter turns clockwise from left-to-right. */
function quarterTurns([a, b]: Matrix): number {
  return (Math.round(Math.atan2(b, a) / (Math.PI / 2)) + 4) % 4;
}

function upright(input: {
  readonly x: number;
  readonly y: number;
  readonly quarter: number;
  readonly width: number;
  readonly height: number;
}): readonly [number, number] {
  const { x, y, quarter, width, height } = input;
  if (quarter === 1) return [y, width - x];
  if (quarter === 2) return [width - x, height - y];
  if (quarter === 3) return [height - y, x];
  return [x, y];
}

function mainQuarter(turned: readonly { readonly quarter: number; readonly fragment: Fragment }[]): number {
  const counts = [0, 0, 0, 0];
  for (const { quarter, fragment } of turned) counts[quarter] = (counts[quarter] ?? 0) + fragment.text.length;
  return counts.indexOf(Math.max(...counts));
}
