import type { CodeRun, Hunk } from '../../shared/contract/code.ts';

/** A unified diff that `git apply` and `patch -p1` take. @param path with slashes, below the folder it is applied in. */
export function formatPatch(input: {
  readonly codeRun: CodeRun;
  readonly hunks: readonly Hunk[];
  readonly path: string;
}): string {
  const { codeRun, hunks, path } = input;
  const isNew = codeRun.target?.isNew === true;
  const sourceLines = isNew ? [] : codeRun.source.text.split('\n');
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

/** Both texts end without a line break, so the last line of each side is marked. */
function markOpenLine(lines: readonly string[]): string[] {
  const lastOld = lines.findLastIndex((line) => !line.startsWith('+'));
  const lastNew = lines.findLastIndex((line) => !line.startsWith('-'));
  return lines.flatMap((line, index) =>
    index === lastOld || index === lastNew ? [line, '\\ No newline at end of file'] : [line],
  );
}
