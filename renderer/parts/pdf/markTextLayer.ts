import { markPassage, type Span } from '../markPassage.ts';

const around = 'pdfPage-around';

/** Whether a mark is of the sentence that matters, or of a passage without one. */
export const isStrong = (mark: Element): boolean => mark.className !== around;

/**
 * Marks a passage in the text that pdf.js lays over a page: faintly all of it, strongly the sentence that matters.
 * @returns the first strong mark, else the first faint one; null where nothing of it is on this page.
 */
export function markTextLayer(input: {
  readonly divs: readonly HTMLElement[];
  readonly texts: readonly string[];
  readonly passage: string | null;
  readonly sentence: string | null;
}): HTMLElement | null {
  const { divs, texts, passage, sentence } = input;
  const faint = passage === null ? [] : markPassage(texts, passage);
  const strong = sentence === null ? [] : markPassage(texts, sentence);
  let first: HTMLElement | null = null;
  let firstStrong: HTMLElement | null = null;
  for (const [index, div] of divs.entries()) {
    const text = texts[index] ?? '';
    const own = { faint: faint[index] ?? [], strong: strong[index] ?? [] };
    if (own.faint.length === 0 && own.strong.length === 0) continue;
    div.replaceChildren(
      ...piecesOf(text, [...own.faint, ...own.strong]).map(({ start, end }) => {
        const piece = document.createTextNode(text.slice(start, end));
        const isStrong = isInside(own.strong, start);
        if (!isStrong && !isInside(own.faint, start)) return piece;
        const mark = document.createElement('mark');
        if (sentence !== null && !isStrong) mark.className = around;
        mark.append(piece);
        first ??= mark;
        if (isStrong) firstStrong ??= mark;
        return mark;
      }),
    );
  }
  return firstStrong ?? first;
}

function piecesOf(text: string, spans: readonly Span[]): Span[] {
  const edges = spans.flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, text.length, ...edges])].toSorted((one, other) => one - other);
  return cuts.slice(0, -1).map((start, index) => ({ start, end: cuts[index + 1] ?? text.length }));
}

function isInside(spans: readonly Span[], offset: number): boolean {
  return spans.some((span) => offset >= span.start && offset < span.end);
}
