import type { Block } from '../../shared/contract/documents.ts';
import { cellsOf } from '../../shared/tableText.ts';
import { type CountTokens, cutToFit, type Piece } from './cutText.ts';

/** A header that takes more of a chunk than this is named cell by cell instead of repeated. */
const maxHeaderRatio = 0.4;
/** A cell's name is not repeated at greater length. */
const maxNameLength = 60;

/**
 * Cuts a table into rows that know their header. A row too long to stand under it becomes lines of
 * "column: cell", each beginning with the row's first cell, so that no cell is without its column and row.
 */
export function cutTable(input: {
  readonly table: Block;
  /** A block that ends in the same table: its header is not repeated within one text. */
  readonly previous: Block | undefined;
  readonly maxTokens: number;
  readonly countTokens: CountTokens;
}): Piece[] {
  const { table, previous, maxTokens, countTokens } = input;
  const [header = '', ...rows] = table.text.split('\n');
  const isContinued = previous !== undefined && rows.length > 0 && isSameTable(previous, table, header);
  if (!isContinued && countTokens(table.text) <= maxTokens) return [{ text: table.text, separator: '' }];
  const headerTokens = countTokens(`${header}\n`);
  const columns = cellsOf(header).map(shortName);
  const isNamed = headerTokens > maxTokens * maxHeaderRatio;
  const lead = isNamed ? '' : header;
  const fits = (text: string) => countTokens(lead === '' ? text : `${lead}\n${text}`) <= maxTokens;
  const pieces: Piece[] = [];
  if (!isContinued)
    pieces.push(...cutToFit({ kind: 'table', text: header }, (text) => countTokens(text) <= maxTokens));
  for (const row of rows) {
    if (!isNamed && fits(row)) pieces.push({ text: row, separator: '\n', lead });
    else pieces.push(...nameCells({ columns, row, fits }).map((piece) => ({ ...piece, lead })));
  }
  return pieces;
}

function isSameTable(previous: Block, table: Block, header: string): boolean {
  return (
    previous.kind === 'table' &&
    previous.page === table.page &&
    previous.headings.join('\n') === table.headings.join('\n') &&
    previous.text.startsWith(`${header}\n`)
  );
}

function nameCells(input: {
  readonly columns: readonly string[];
  readonly row: string;
  readonly fits: (text: string) => boolean;
}): Piece[] {
  const { columns, fits } = input;
  const cells = cellsOf(input.row);
  const name = shortName(cells.find((cell) => cell !== '') ?? '');
  const lines: string[] = [];
  let open = '';
  for (const [index, cell] of cells.entries()) {
    if (cell === '') continue;
    const named = columns[index] ? `${columns[index]}: ${cell}` : cell;
    const longer = open === '' ? named : `${open} · ${named}`;
    if (open === '' || fits(longer)) open = longer;
    else {
      lines.push(open);
      open = fits(`${name} — ${named}`) ? `${name} — ${named}` : named;
    }
  }
  if (open !== '') lines.push(open);
  return lines.flatMap((line) =>
    cutToFit({ kind: 'table', text: line }, fits).map((piece, index) => ({
      text: piece.text,
      separator: index === 0 ? '\n' : piece.separator,
    })),
  );
}

function shortName(name: string): string {
  return name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name;
}
