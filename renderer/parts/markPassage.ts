/** Offsets in UTF-16 units; the end is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds a quoted text in the pieces of its pages (blocks, or what a PDF draws at once), whatever the white space,
 * ligatures and hyphenation between them.
 * @returns one list of spans per piece.
 */
export function markPassage(pieces: readonly string[], passage: string): Span[][] {
  const spans: Span[][] = pieces.map(() => []);
  const whole = squeeze(pieces);
  const wanted = squeeze([passage]).text;
  if (wanted === '') return spans;
  if (markAt(whole, whole.text.indexOf(wanted), wanted.length, spans)) return spans;
  // A passage may start or end outside these pages, or leave out a table: its lines are looked for one by one.
  let from = 0;
  for (const part of partsOf(passage)) {
    const text = squeeze([part]).text;
    if (text.length < 12) continue;
    const after = whole.text.indexOf(text, from);
    const at = after === -1 ? whole.text.indexOf(text) : after;
    if (markAt(whole, at, text.length, spans)) from = at + text.length;
  }
  return spans.map(mergeSpans);
}

interface Squeezed {
  readonly text: string;
  /** For each character of `text`: its block and its place there. */
  readonly places: readonly { readonly block: number; readonly offset: number }[];
}

/** Keeps letters, digits and signs only, in lower case: what survives re-flowing a text. */
function squeeze(texts: readonly string[]): Squeezed {
  let text = '';
  const places: { block: number; offset: number }[] = [];
  for (const [block, source] of texts.entries()) {
    let offset = 0;
    for (const character of source) {
      if (!/[\s\u00AD\u200B\u2010-]/.test(character)) {
        const lower = character.normalize('NFKC').toLowerCase();
        text += lower;
        for (let unit = 0; unit < lower.length; unit += 1) places.push({ block, offset });
      }
      offset += character.length;
    }
  }
  return { text, places };
}

function markAt(whole: Squeezed, at: number, length: number, spans: Span[][]): boolean {
  if (at === -1) return false;
  for (let index = at; index < at + length; ) {
    const first = whole.places[index];
    if (!first) break;
    let lastOffset = first.offset;
    while (index < at + length && whole.places[index]?.block === first.block) {
      lastOffset = whole.places[index]?.offset ?? lastOffset;
      index += 1;
    }
    spans[first.block]?.push({ start: first.offset, end: lastOffset + 1 });
  }
  return true;
}

function partsOf(passage: string): string[] {
  return passage
    .split(/\n+/)
    .flatMap((line) => [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(line)])
    .map((part) => part.segment.trim());
}

function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((first, second) => first.start - second.start)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end + 2)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else merged.push(span);
  }
  return merged;
}
