import type { Block, PageRange } from '../../shared/contract/documents.ts';
import type { CountTokens } from './cutText.ts';
import { cutSentences } from './sentences.ts';
import { splitUnit, type TextUnit, toUnits } from './textUnits.ts';

export interface Chunk {
  /** From 0, in the document's order. */
  readonly index: number;
  readonly text: string;
  readonly pages: PageRange;
  /** The headings its text stands under, outermost first. */
  readonly headings: readonly string[];
  readonly firstBlock: number;
  readonly lastBlock: number;
}

export interface Section {
  readonly index: number;
  readonly heading: string | null;
  readonly pages: PageRange;
  readonly text: string;
}

/** A chunk this full ends at the next heading; a section, at the outermost heading in reach. */
const minChunkFill = 0.35;
const minSectionFill = 0.5;

/**
 * Splits a document for search. Chunks break at headings, else between paragraphs, else between sentences;
 * only what is longer than a chunk is cut inside a sentence. A chunk that begins inside a table begins with the
 * table's header.
 * @param options.maxTokens no chunk is longer, overlap included.
 * @param options.overlapTokens how much of a chunk's end is repeated where the next goes on in the same section.
 */
export function chunkBlocks(
  blocks: readonly Block[],
  options: { readonly maxTokens: number; readonly overlapTokens: number; readonly countTokens: CountTokens },
): Chunk[] {
  const { maxTokens, countTokens } = options;
  const overlapTokens = Math.min(options.overlapTokens, Math.floor(maxTokens / 3));
  const units = toUnits(blocks, { maxTokens: maxTokens - overlapTokens, countTokens });
  const groups = packUnits(units, {
    maxTokens: maxTokens - overlapTokens,
    minFill: minChunkFill,
    mayCutParagraphs: true,
    countTokens,
  });
  return groups.map((group, index) => {
    const previous = groups[index - 1];
    const overlap =
      previous && overlapTokens > 0 ? overlapOf({ previous, group, overlapTokens, countTokens }) : null;
    const withOverlap = overlap ? [overlap, ...group] : group;
    const text = joinUnits(withOverlap);
    const own = overlap && countTokens(text) > maxTokens ? group : withOverlap;
    return {
      index,
      text: joinUnits(own),
      pages: pagesOf(own),
      headings: headingsOf(group),
      firstBlock: own[0]?.block ?? 0,
      lastBlock: own.at(-1)?.block ?? 0,
    };
  });
}

/** Splits a document into the consecutive parts a whole-document summary reads one by one. Every text is in
 * exactly one, but for the headers of tables that go on. */
export function sectionsOf(
  blocks: readonly Block[],
  options: { readonly maxTokens: number; readonly countTokens: CountTokens },
): Section[] {
  const units = toUnits(blocks, options);
  return packUnits(units, { ...options, minFill: minSectionFill, mayCutParagraphs: false }).map(
    (group, index) => ({
      index,
      heading: group.find((unit) => unit.isHeading)?.text ?? headingsOf(group).at(-1) ?? null,
      pages: pagesOf(group),
      text: joinUnits(group),
    }),
  );
}

/** Fills groups up to the limit and moves each end back to the best place to break. */
function packUnits(
  given: readonly TextUnit[],
  options: {
    readonly maxTokens: number;
    readonly minFill: number;
    /** Where a group would be nearly empty: a title alone is no passage. */
    readonly mayCutParagraphs: boolean;
    readonly countTokens: CountTokens;
  },
): TextUnit[][] {
  const { maxTokens, minFill, countTokens } = options;
  const units = [...given];
  const groups: TextUnit[][] = [];
  let start = 0;
  while (start < units.length) {
    let end = fillFrom(units, start, maxTokens);
    const next = units[end];
    if (options.mayCutParagraphs && next !== undefined) {
      const filled = units.slice(start, end).reduce((sum, unit) => sum + unit.tokens + 1, 0);
      if (filled < maxTokens * minFill) {
        units.splice(end, 1, ...splitUnit(next, { firstTokens: maxTokens - filled, countTokens }));
        end = fillFrom(units, start, maxTokens);
      }
    }
    if (end < units.length) end = bestBreak({ units, start, end, minTokens: maxTokens * minFill });
    // Tokens of joined text are not the sum of the parts' tokens.
    while (end > start + 1 && countTokens(joinUnits(units.slice(start, end))) > maxTokens) end -= 1;
    groups.push(units.slice(start, end));
    start = end;
  }
  return groups;
}

function fillFrom(units: readonly TextUnit[], start: number, maxTokens: number): number {
  let tokens = 0;
  let end = start;
  for (let unit = units[end]; unit; unit = units[end]) {
    // One for what joins it.
    tokens += unit.tokens + (end > start ? 1 : unit.leadTokens);
    if (tokens > maxTokens && end > start) break;
    end += 1;
  }
  return end;
}

function bestBreak(input: {
  readonly units: readonly TextUnit[];
  readonly start: number;
  readonly end: number;
  readonly minTokens: number;
}): number {
  const { units, start, end, minTokens } = input;
  let filled = 0;
  let best: { at: number; depth: number } | null = null;
  let paragraph: number | null = null;
  for (let at = start; at <= end; at += 1) {
    const unit = units[at];
    if (!unit) break;
    if (at > start && filled >= minTokens) {
      const isAfterHeading = units[at - 1]?.isHeading ?? false;
      if (unit.isHeading && !isAfterHeading && (!best || unit.depth <= best.depth))
        best = { at, depth: unit.depth };
      if (unit.isBlockStart && !isAfterHeading) paragraph = at;
    }
    filled += unit.tokens + 1;
  }
  const chosen = best?.at ?? paragraph ?? end;
  // A heading stays with what it heads.
  let at = chosen;
  while (at > start + 1 && units[at - 1]?.isHeading) at -= 1;
  return units[at - 1]?.isHeading ? chosen : at;
}

function overlapOf(input: {
  readonly previous: readonly TextUnit[];
  readonly group: readonly TextUnit[];
  readonly overlapTokens: number;
  readonly countTokens: CountTokens;
}): TextUnit | null {
  const { previous, group, overlapTokens, countTokens } = input;
  const last = previous.at(-1);
  if (!last || last.isHeading || last.isTable || group[0]?.isHeading) return null;
  let text = '';
  for (const sentence of cutSentences(last.text).reverse()) {
    if (countTokens(sentence + text) > overlapTokens) break;
    text = sentence + text;
  }
  if (text.trim() === '') return null;
  return { ...last, text: text.trim(), separator: '\n\n' };
}

function joinUnits(units: readonly TextUnit[]): string {
  return units.reduce((text, unit, index) => {
    if (index > 0) return text + unit.separator + unit.text;
    return unit.lead === '' ? unit.text : `${unit.lead}\n${unit.text}`;
  }, '');
}

function pagesOf(units: readonly TextUnit[]): PageRange {
  const pages = units.map((unit) => unit.page);
  return [Math.min(...pages), Math.max(...pages)];
}

function headingsOf(units: readonly TextUnit[]): readonly string[] {
  return (units.find((unit) => !unit.isHeading) ?? units[0])?.headings ?? [];
}
