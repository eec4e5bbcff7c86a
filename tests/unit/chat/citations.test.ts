import { expect, test } from 'vitest';
import { citedNumbers } from '../../../electron/chat/citations.ts';

test.each([
  ['Three months [2]. Two rents [1].', [2, 1]],
  ['Both [1, 3] and again [3].', [1, 3]],
  ['Ranges [1–3] too.', [1, 2, 3]],
  ['Nonsense ranges [3-1] give one number.', [3]],
  ['No passage nine [9], none nought [0].', []],
  ['Code `list[1]` and\n```\nrow[2]\n```\ncite nothing.', []],
  ['An unclosed fence\n```js\na[1]', []],
])('%s', (text, numbers) => {
  expect(citedNumbers(text, 3)).toEqual(numbers);
});
