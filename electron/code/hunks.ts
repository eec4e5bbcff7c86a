import { structuredPatch } from 'diff';
import type { Hunk } from '../../shared/contract/code.ts';

const contextLines = 3;
/** Two texts with nothing in common take quadratic time; they become one hunk instead. */
const diffTimeoutMs = 2000;

/** What changed between two texts, line by line; a missing line break at the end is no change. */
export function diffTexts({ before, after }: { before: string; after: string }): Hunk[] {
  const oldText = endLastLine(before);
  const newText = endLastLine(after);
  const patch = structuredPatch('', '', oldText, newText, undefined, undefined, {
    context: contextLines,
    timeout: diffTimeoutMs,
  });
  return patch?.hunks ?? [replaceAllLines(linesOf(oldText), linesOf(newText))];
}

/**
 * Puts hunks into the text they were made from. Untouched lines keep their own line endings; new ones get
 * the ending of the text's first line.
 */
export function applyHunks({ text, hunks }: { text: string; hunks: readonly Hunk[] }): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const lineEnding = lines[0]?.endsWith('\r\n') ? '\r\n' : '\n';
  const result: string[] = [];
  let position = 0;
  for (const hunk of [...hunks].sort((a, b) => a.oldStart - b.oldStart)) {
    const start = hunk.oldStart - 1;
    result.push(...lines.slice(position, start));
    position = start;
    for (const line of hunk.lines) {
      if (line.startsWith('+')) {
        result.push(line.slice(1) + lineEnding);
        continue;
      }
      const own = lines[position];
      if (own === undefined || own.replace(/\r?\n$/, '') !== line.slice(1))
        throw new Error('The hunks are of another text');
      if (line.startsWith(' ')) result.push(endLine({ line: own, lineEnding }));
      position += 1;
    }
  }
  result.push(...lines.slice(position));
  const isLastLineOpen = text !== '' && !text.endsWith('\n');
  return isLastLineOpen ? result.join('').replace(/\r?\n$/, '') : result.join('');
}

function endLine({ line, lineEnding }: { line: string; lineEnding: string }): string {
  return line.endsWith('\n') ? line : line + lineEnding;
}

function endLastLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.slice(0, -1).split('\n');
}

function replaceAllLines(before: readonly string[], after: readonly string[]): Hunk {
  return {
    oldStart: 1,
    oldLines: before.length,
    newStart: 1,
    newLines: after.length,
    lines: [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)],
  };
}
