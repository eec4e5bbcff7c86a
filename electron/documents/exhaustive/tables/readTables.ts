import type { Block, Document } from '../../../../shared/contract/documents.ts';
import type { TableId } from '../../../../shared/contract/listings.ts';
import { cellsOf } from '../../../../shared/tableText.ts';
import { isTotalRow } from './totalRows.ts';

export interface TableRow {
  /** As many as the table has columns. */
  readonly cells: readonly string[];
  readonly page: number;
  /** The line of the document's text, to be marked there. */
  readonly line: string;
  /** It sums up others, so it counts for none. */
  readonly isTotal: boolean;
}

/** One table of a document, whole: parts that were stored one by one are joined again. */
export interface Table {
  readonly id: TableId;
  readonly document: Pick<Document, 'id' | 'title' | 'path' | 'language' | 'format'>;
  /** The heading it stands under, such as a sheet's name; else the document's title. */
  readonly name: string;
  /** All different. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

interface Part {
  readonly header: string;
  readonly heading: string;
  readonly first: number;
  /** The block after its last one. */
  end: number;
  readonly blocks: Block[];
}

/** A block and its place in the document. */
export type PlacedBlock = Block & { readonly position: number };

/** The tables of a document with at least two columns and one row below their header. */
export function readTables(document: Table['document'], blocks: readonly PlacedBlock[]): Table[] {
  const parts: Part[] = [];
  for (const { position, ...block } of blocks) {
    if (block.kind !== 'table') continue;
    const [header = ''] = block.text.split('\n');
    const heading = block.headings.join('\n');
    const last = parts.at(-1);
    const goesOn = last !== undefined && last.end === position && last.header === header;
    if (goesOn && last.heading === heading) {
      last.blocks.push(block);
      last.end += 1;
    } else parts.push({ header, heading, first: position, end: position + 1, blocks: [block] });
  }
  return parts.flatMap(({ header, first, blocks: joined }) => {
    const columns = columnNames(cellsOf(header));
    const rows = joined.flatMap((block) => rowsOf(block, columns.length));
    if (columns.length < 2 || rows.length === 0) return [];
    const name = joined[0]?.headings.at(-1) ?? document.title;
    return [{ id: `${document.id}:${first}`, document, name, columns, rows }];
  });
}

function rowsOf(block: Block, columns: number): TableRow[] {
  return block.text
    .split('\n')
    .slice(1)
    .map((line) => {
      const cells = cellsOf(line);
      const padded = Array.from({ length: columns }, (_, index) => cells[index] ?? '');
      return { cells: padded, page: block.page, line, isTotal: isTotalRow(padded) };
    });
}

/** Columns without a name get their place's; names that come again get a number. */
function columnNames(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((cell, index) => {
    const name = cell === '' ? `#${index + 1}` : cell;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
