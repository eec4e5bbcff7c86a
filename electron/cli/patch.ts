import type { Hunk } from '../../shared/contract/code.ts';

/** A unified diff that `git apply` and `patch -p1` take. @param path with slashes, below the folder it is applied in. */
export function formatPatch(input: {
  /** The text the hunks are against; does not matter for a new file. */
  readonly source: string;
  readonly isNew: boolean;
  readonly hunks: readonly Hunk[];
  readonly path: string;
}): string {
  const { hunks, isNew, path } = input;
  const sourceLines = isNew ? [] : input.source.split('\n');
  /** Set where the last line has no line break: a patch must say so, or it does not apply. */
  const openLine = sourceLines.at(-1) ? sourceLines.length : null;
  const header = [isNew ? '--- /dev/null' : `--- a/${path}`, `+++ b/${path}`];
  return `${[...header, ...hunks.flatMap((hunk) => formatHunk({ hunk, openLine }))].join('\n')}\n`;
}

function formatHunk({ hunk, openLine }: { hunk: Hunk; openLine: number | null }): string[] {
  const { oldStart, oldLines, newStart, newLines } = hunk;
  // A side without lines is placed after the line before it.
  const range = (start: number, lines: number) => `${lines === 0 ? start - 1 : start},${lines}`;
  const header = `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`;
  const isAtEnd = openLine !== null && oldStart + oldLines - 1 >= openLine;
  return [header, ...(isAtEnd ? markOpenLine(hunk.lines) : hunk.lines)];
}

const noLineBreak = '\\ No newline at end of file';

/**
 * Both texts end without a line break, so the last line of each side is marked. A line that is the last on one
 * side only differs by its line break, and cannot stay common.
 */
function markOpenLine(lines: readonly string[]): string[] {
  const lastOld = lines.findLastIndex((line) => !line.startsWith('+'));
  const lastNew = lines.findLastIndex((line) => !line.startsWith('-'));
  const last = Math.min(lastOld, lastNew);
  const line = lines[last];
  if (lastOld === lastNew || line === undefined || !line.startsWith(' ')) {
    return lines.flatMap((each, index) =>
      index === lastOld || index === lastNew ? [each, noLineBreak] : [each],
    );
  }
  const [before, after] = [lines.slice(0, last), lines.slice(last + 1)];
  const [removed, added] = [`-${line.slice(1)}`, `+${line.slice(1)}`];
  return last === lastOld
    ? [...before, removed, noLineBreak, added, ...after, noLineBreak]
    : [...before, removed, ...after, noLineBreak, added, noLineBreak];
}
