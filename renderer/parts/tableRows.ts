import type { Span } from './markPassage.ts';

/** Where the cells of a table's text stand in it, row by row; the same cells that `cellsOf` gives. */
export function tableRows(text: string): Span[][] {
  const rows: Span[][] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (line !== '') rows.push(cellSpans(line, start));
    start += line.length + 1;
  }
  return rows;
}

function cellSpans(line: string, offset: number): Span[] {
  const cells: Span[] = [];
  let from = 0;
  const close = (to: number) => {
    const cell = line.slice(from, to);
    const lead = cell.length - cell.trimStart().length;
    const length = cell.trim().length;
    cells.push({ start: offset + from + lead, end: offset + from + lead + length });
  };
  for (const bar of line.matchAll(/(?:^|\s)\|(?=\s|$)/gu)) {
    close(bar.index);
    from = bar.index + bar[0].length;
  }
  close(line.length);
  return cells;
}
