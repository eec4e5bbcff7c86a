import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../electron/documents/parse/cleanText.ts';
import { cellsOf, tableText } from '../../../shared/tableText.ts';

describe('the text of a table', () => {
  // Empty cells, bars and line breaks inside cells must not move a value into another column.
  it('gives the same cells back', () => {
    const cell = fc.constantFrom('', 'a', 'a b', 'x|y', 'a | b', '|', 'two\nlines', '-1,5 %', '東京');
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 7 }), (cells) => {
        fc.pre(cells.some((each) => each !== ''));
        const read = cellsOf(cleanText(tableText([cells])));
        const expected = cells.map((each) => each.replace('\n', ' ').replace(/(?<=^|\s)\|(?=\s|$)/u, '¦'));
        expect(read).toEqual(expected);
      }),
    );
  });
});
