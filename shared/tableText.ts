/**
 * A table as its block's text: a line per row, cells between " | ", the first line naming the columns.
 * A cell's own line breaks become spaces, and a bar alone becomes a broken one, so that `cellsOf` gets the
 * same cells back.
 */
export function tableText(rows: readonly (readonly string[])[]): string {
  return rows
    .filter((row) => row.some((cell) => cell.trim() !== ''))
    .map((row) => row.map(cellText).join(' | '))
    .join('\n');
}

/** The cells of one line of a table's text. */
export function cellsOf(line: string): string[] {
  return line.split(/(?:^|\s)\|(?=\s|$)/u).map((cell) => cell.trim());
}

function cellText(cell: string): string {
  return cell
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/(?<=^|\s)\|(?=\s|$)/gu, '¦');
}
