import { expect, test } from 'vitest';
import { withoutLongestBlock } from '../../../renderer/features/code/withoutLongestBlock.ts';

test('the block that became the changes goes, the words and smaller blocks around it stay', () => {
  const answer =
    'Call it so:\n\n```js\nadd(1);\n```\n\nThe file:\n\n````js\nconst fence = "```";\nadd(2);\n````\n\nDone.';
  expect(withoutLongestBlock(answer)).toBe('Call it so:\n\n```js\nadd(1);\n```\n\nThe file:\n\n\nDone.');
});

test('a block that the answer never closed goes up to its end', () => {
  expect(withoutLongestBlock('The sign was wrong.\n```js\nadd(2);\n')).toBe('The sign was wrong.');
});

test('an answer without code stays as it is', () => {
  expect(withoutLongestBlock('Nothing to mend.\n')).toBe('Nothing to mend.\n');
});
