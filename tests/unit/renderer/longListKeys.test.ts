import { expect, test } from 'vitest';
import { rowKeyTarget } from '../../../renderer/ui/longListKeys.ts';

// Catches a key that leads past the list's ends, or is taken from the page although it leads nowhere.
test.each([
  ['ArrowDown', 4, 5],
  ['ArrowUp', 4, 3],
  ['PageDown', 4, 13],
  ['PageUp', 4, 0],
  ['PageDown', 9_995, 9_999],
  ['Home', 4, 0],
  ['End', 4, 9_999],
  ['ArrowUp', 0, null],
  ['ArrowDown', 9_999, null],
  ['a', 4, null],
])('%s in row %i leads to %s', (key, row, expected) => {
  expect(rowKeyTarget({ key, row, total: 10_000, visibleRows: 10 })).toBe(expected);
});
