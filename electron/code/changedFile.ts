import { longestBlock } from './fences.ts';

/** From this share of the source's lines on, an answer counts as the whole file. */
const wholeFileRatio = 0.6;

/**
 * What the file becomes when the answer is followed; null where the answer holds no usable code. Small
 * models often answer with the changed function alone, which is put back where it came from, and sometimes
 * leave lines out with a remark, which must never delete them.
 * @param isComplete whether the model ended the answer by itself.
 */
export function readChangedFile(input: {
  readonly source: string;
  readonly answer: string;
  readonly isComplete: boolean;
}): string | null {
  const block = longestBlock(input.answer);
  if (block === null || (!block.isClosed && !input.isComplete)) return null;
  const source = toLines(input.source);
  const changed = trimBlankEnds(toLines(block.text));
  if (changed.length === 0 || leavesLinesOut({ source, changed })) return null;
  const lines = isWholeFile({ source, changed }) ? changed : placeFragment({ source, fragment: changed });
  return lines === null ? null : `${lines.join('\n')}\n`;
}

/** The tests an answer holds; null where it holds none, or only a part of them. */
export function readNewFile(input: { readonly answer: string; readonly isComplete: boolean }): string | null {
  const block = longestBlock(input.answer);
  if (block === null || (!block.isClosed && !input.isComplete)) return null;
  return block.text.trim() === '' ? null : block.text;
}

function isWholeFile({
  source,
  changed,
}: {
  source: readonly string[];
  changed: readonly string[];
}): boolean {
  const answered = new Set(changed.map((line) => line.trim()));
  const meaningful = source.map((line) => line.trim()).filter((line) => /\w/.test(line));
  const kept = meaningful.filter((line) => answered.has(line)).length;
  return (
    meaningful.length <= 5 || kept / meaningful.length >= wholeFileRatio || changed.length >= source.length
  );
}

const gapRemarks = [
  /^(?:\.{3}|…)/,
  /^(?:the )?(?:rest|remaining|existing|other|previous)\b.*(?:\.{3}|…|\b(?:unchanged|same|here|omitted|before)\b)/i,
  /^(?:the )?(?:rest of|existing) (?:the |your )?(?:code|file|class|functions?|methods?|implementation)\W*$/i,
  /\b(?:remains?|stays?) (?:unchanged|the same)\b/i,
];

/** A remark such as `// ... rest of the code` stands for lines that are not there. */
function leavesLinesOut({
  source,
  changed,
}: {
  source: readonly string[];
  changed: readonly string[];
}): boolean {
  const own = new Set(source.map((line) => line.trim()));
  return changed.some((line) => {
    if (own.has(line.trim())) return false;
    const remark = /^\s*(?:\/\/|\/\*|#|--|<!--|%|;|\*)\s*(.*)$/.exec(line)?.[1];
    if (remark === undefined) return /^(?:\.{3}|…)$/.test(line.trim());
    return gapRemarks.some((pattern) => pattern.test(remark));
  });
}

/** Puts one changed definition back where it stands in the source; null where that place is not certain. */
function placeFragment(input: {
  readonly source: readonly string[];
  readonly fragment: readonly string[];
}): string[] | null {
  const { source, fragment } = input;
  const lead = fragment.findIndex((line) => !isRemarkLine(line));
  const first = fragment[lead];
  const last = fragment.at(-1);
  if (first === undefined || last === undefined) return null;
  const base = indentOf(first);
  const definitions = fragment.slice(lead).filter((line) => indentOf(line) === base && /^\s*\w/.test(line));
  const starts = source.flatMap((line, index) => (line.trim() === first.trim() ? [index] : []));
  const [start] = starts;
  if (start === undefined || starts.length > 1 || definitions.length > 1) return null;

  const sourceBase = indentOf(source[start] ?? '');
  const end =
    indentOf(last).length > base.length
      ? findIndentedEnd({ source, start })
      : source.findIndex((line, index) => index > start && line === sourceBase + last.trim());
  if (end === -1) return null;
  let from = start;
  while (lead > 0 && from > 0 && isRemarkLine(source[from - 1] ?? '')) from -= 1;
  const placed = fragment.map((line) => reindent({ line, from: base, to: sourceBase }));
  return [...source.slice(0, from), ...placed, ...source.slice(end + 1)];
}

/** Where indentation makes the blocks, one ends before the next line that stands no deeper than its first. */
function findIndentedEnd({ source, start }: { source: readonly string[]; start: number }): number {
  const depth = indentOf(source[start] ?? '').length;
  let end = start;
  for (let index = start + 1; index < source.length; index += 1) {
    const line = source[index] ?? '';
    if (line.trim() === '') continue;
    if (indentOf(line).length <= depth) break;
    end = index;
  }
  return end;
}

/** Comments and decorators belong to the definition below them. */
function isRemarkLine(line: string): boolean {
  return /^\s*(?:\/\/|\/\*|\*|#(?!include|define|if|endif)|@|--|<!--|"""|''')/.test(line);
}

function reindent({ line, from, to }: { line: string; from: string; to: string }): string {
  return line.startsWith(from) && line.trim() !== '' ? to + line.slice(from.length) : line;
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function toLines(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

function trimBlankEnds(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}
