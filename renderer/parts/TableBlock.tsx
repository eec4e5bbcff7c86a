import type { ReactNode } from 'react';
import { tableRows } from './tableRows.ts';

interface TableBlockProps {
  readonly text: string;
  /** The text from `start` to `end` with its marks. */
  readonly renderText: (start: number, end: number) => ReactNode;
}

/** A table with the names of its columns above and of its rows before them. */
export function TableBlock({ text, renderText }: TableBlockProps) {
  const [header, ...rows] = tableRows(text);
  if (!header) return null;
  return (
    <div className="pageBlocks-table">
      <table dir="auto">
        <thead>
          <tr>
            {header.map(({ start, end }) => (
              <th key={start} scope="col">
                {renderText(start, end)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells[0]?.start}>
              {cells.map(({ start, end }, column) =>
                column === 0 && cells.length > 1 ? (
                  <th key={start} scope="row">
                    {renderText(start, end)}
                  </th>
                ) : (
                  <td key={start}>{renderText(start, end)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
