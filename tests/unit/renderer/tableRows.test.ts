import { expect, test } from 'vitest';
import { tableRows } from '../../../renderer/parts/tableRows.ts';
import { cellsOf, tableText } from '../../../shared/tableText.ts';

// Catches cells that are cut elsewhere than the table's text was put together, so that marks slip into the next cell.
test('the cells of a table are where its text has them', () => {
  const text = tableText([
    ['Region', '2022', ''],
    ['North | East', '410', 'a|b'],
    ['', '', 'last'],
  ]);
  const rows = tableRows(text).map((cells) => cells.map(({ start, end }) => text.slice(start, end)));
  expect(rows).toEqual([
    ['Region', '2022', ''],
    ['North ¦ East', '410', 'a|b'],
    ['', '', 'last'],
  ]);
  expect(rows).toEqual(text.split('\n').map(cellsOf));
});
