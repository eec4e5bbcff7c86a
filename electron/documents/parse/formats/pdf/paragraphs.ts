import type { BlockList } from '../../blockList.ts';
import { splitAtSentenceEnd } from '../../sentenceTail.ts';
import type { HeadingRule } from './headings.ts';
import { appendLine, type Vocabulary } from './hyphens.ts';
import type { Line } from './readingOrder.ts';

const listMark = /^(?:[•◦▪‣●○■–—·∙*-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+\S/u;
const dotLeader = /(?:\s?\.){4,}|…{2,}|(?:\s·){4,}/u;
const sentenceEnd = /[.!?…:。！？؟۔]["'”’»)\]]*$/u;

/** Joins lines to headings, paragraphs, lists, tables and code. */
export function addPdfBlocks(input: {
  readonly list: BlockList;
  readonly lines: readonly Line[];
  readonly headingRule: HeadingRule;
  readonly vocabulary: Vocabulary;
}): void {
  const { list, lines, headingRule, vocabulary } = input;
  let open: OpenParagraph | null = null;
  const close = () => {
    if (open) addParagraph(open);
    open = null;
  };
  const addParagraph = ({ lines: own, text }: OpenParagraph) => {
    const first = own[0];
    if (!first) return;
    const page = first.page;
    const level = headingRule.levelOf(own, text);
    if (level !== null) list.addHeading({ level, text, page });
    else if (listMark.test(text)) list.add({ kind: 'list', text, page });
    else list.add({ kind: 'paragraph', text, page });
  };

  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line) break;
    const contents = countContents(lines, index);
    if (contents > 0) {
      close();
      const text = lines
        .slice(index, index + contents)
        .map((row) => contentsLine(row.text))
        .join('\n');
      list.add({ kind: 'list', text, page: line.page });
      index += contents - 1;
      continue;
    }
    const table = takeTable(lines, index);
    if (table > 0) {
      close();
      list.add({ kind: 'table', text: tableText(lines.slice(index, index + table)), page: line.page });
      index += table - 1;
      continue;
    }
    const code = countWhile(
      lines,
      index,
      (candidate) => candidate.isMonospaced && candidate.page === line.page,
    );
    if (code > 1) {
      close();
      list.add({ kind: 'code', text: codeText(lines.slice(index, index + code)), page: line.page });
      index += code - 1;
      continue;
    }
    if (open && continues({ open, line, headingRule })) {
      const tail: string | null =
        line.page === open.lines.at(-1)?.page ? null : splitAtSentenceEnd(line.text).tail;
      open.text = appendLine(open.text, tail ?? line.text, vocabulary);
      open.lines.push(line);
      if (tail !== null && tail.length < line.text.length) {
        close();
        open = { lines: [line], text: line.text.slice(tail.length).trim() };
      }
      continue;
    }
    close();
    open = { lines: [line], text: line.text };
  }
  close();
}

interface OpenParagraph {
  readonly lines: Line[];
  text: string;
}

function continues(input: {
  readonly open: OpenParagraph;
  readonly line: Line;
  readonly headingRule: HeadingRule;
}): boolean {
  const { open, line, headingRule } = input;
  const previous = open.lines.at(-1);
  if (!previous) return false;
  const isSameSize = Math.abs(previous.size - line.size) < 0.08 * Math.max(previous.size, line.size);
  if (
    headingRule.isLarge(previous) !== headingRule.isLarge(line) ||
    (headingRule.isLarge(line) && !isSameSize)
  )
    return false;
  if (listMark.test(line.text)) return false;
  if (previous.isBold && !line.isBold && open.lines.every((own) => own.isBold)) return false;
  if (line.isBold && !previous.isBold && sentenceEnd.test(open.text)) return false;
  if (previous.page !== line.page || previous.column !== line.column) {
    // Only a sentence that clearly goes on is carried over a column or a page.
    return (
      isSameSize &&
      !sentenceEnd.test(open.text) &&
      !headingRule.isLarge(line) &&
      /^[\p{Ll}\p{Lo}\d(„“"]/u.test(line.text)
    );
  }
  const gap = line.y - previous.y;
  const usual = usualGap(open.lines) ?? 1.25 * previous.size;
  if (gap < 0 || gap > Math.max(usual * 1.35, 1.5 * Math.min(previous.size, line.size))) return false;
  if (!isSameSize && gap > 1.6 * line.size) return false;
  const isIndented = line.x0 > previous.x0 + 0.8 * line.size;
  const isShortEnd = previous.x1 < Math.max(...open.lines.map((own) => own.x1), line.x1) - 2 * line.size;
  if (sentenceEnd.test(open.text) && (isIndented || isShortEnd)) return false;
  return true;
}

function usualGap(lines: readonly Line[]): number | null {
  const last = lines.at(-1);
  const before = lines.at(-2);
  return last && before && last.page === before.page && last.column === before.column && last.y > before.y
    ? last.y - before.y
    : null;
}

/** How many lines from here on are rows of one table: cells that begin or end at the same places. */
function takeTable(lines: readonly Line[], start: number): number {
  let count = 0;
  let rows = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    const previous = lines[index - 1];
    if (!line || line.page !== lines[start]?.page || line.column !== lines[start]?.column) break;
    if (index > start && previous && line.y - previous.y > 3.2 * line.size) break;
    if (line.cells.length >= 2 && (index === start || sharesEdge(line, lines.slice(start, index)))) {
      rows += 1;
      count = index - start + 1;
    } else if (index === start || line.cells.length >= 2 || index - start - count >= 2) break;
  }
  return rows >= 3 ? count : 0;
}

function sharesEdge(line: Line, rows: readonly Line[]): boolean {
  const above = rows.filter((row) => row.cells.length >= 2).at(-1);
  const tolerance = 0.5 * line.size;
  const shared = line.cells.filter((cell) =>
    above?.cells.some(
      (other) => Math.abs(other.x0 - cell.x0) < tolerance || Math.abs(other.x1 - cell.x1) < tolerance,
    ),
  );
  return shared.length >= 2 || (shared.length >= 1 && line.cells.length === 2);
}

function tableText(rows: readonly Line[]): string {
  return rows.map((row) => row.cells.map((cell) => cell.text).join(' | ')).join('\n');
}

function codeText(lines: readonly Line[]): string {
  const left = Math.min(...lines.map((line) => line.x0));
  return lines
    .map((line) => ' '.repeat(Math.max(0, Math.round((line.x0 - left) / (line.size * 0.6)))) + line.text)
    .join('\n');
}

/** Lines of a table of contents: filled up with dots, or ending in a page number beside such lines. */
function countContents(lines: readonly Line[], start: number): number {
  const isFilled = (line: Line | undefined) => line !== undefined && dotLeader.test(line.text);
  if (!isFilled(lines[start]) && !isFilled(lines[start + 1])) return 0;
  const count = countWhile(
    lines,
    start,
    (line) => isFilled(line) || /\S\s+(?:\d{1,4}|[ivxlc]+)$/u.test(line.text),
  );
  return lines.slice(start, start + count).some(isFilled) ? count : 0;
}

function contentsLine(text: string): string {
  return text
    .replace(dotLeader, ' … ')
    .replace(/\s(?=(?:\d{1,4}|[ivxlc]+)$)/u, ' … ')
    .replace(/(?:[\s.]*…[\s.]*)+/gu, ' … ');
}

function countWhile(lines: readonly Line[], start: number, matches: (line: Line) => boolean): number {
  const page = lines[start]?.page;
  let count = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || line.page !== page || !matches(line)) break;
    count += 1;
  }
  return count;
}
