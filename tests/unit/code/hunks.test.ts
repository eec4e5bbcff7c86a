import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyHunks, diffTexts } from '../../../electron/code/hunks.ts';

const line = fc.constantFrom('', 'a', 'b', '  a', '}', '-', '+x', '\\ No newline');
const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.map((each) => `${each}\n`).join(''));

// Catches an off-by-one in any place of a hunk: wrong starts, empty files, changes at either end.
test('puts every change back exactly', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applyHunks({ text: before, hunks: diffTexts({ before, after }) })).toBe(after);
    }),
    { numRuns: 500 },
  );
});

// Catches line endings being normalised in lines that nobody changed.
test('keeps the line endings of the file', () => {
  const hunks = diffTexts({ before: 'a\nb\nc\n', after: 'a\nB\nc\nd\n' });
  expect(applyHunks({ text: 'a\r\nb\r\nc\r\n', hunks })).toBe('a\r\nB\r\nc\r\nd\r\n');
  expect(applyHunks({ text: 'a\r\nb\nc\r\n', hunks })).toBe('a\r\nB\r\nc\r\nd\r\n');
});

// Catches a line break being added to a file that ends without one.
test('keeps a last line without line break', () => {
  expect(diffTexts({ before: 'a\nb', after: 'a\nb\n' })).toEqual([]);
  expect(applyHunks({ text: 'a\nb', hunks: diffTexts({ before: 'a\nb', after: 'a\nB\nc\n' }) })).toBe(
    'a\nB\nc',
  );
});

// Catches hunks that depend on the ones before them being applied too.
test('applies one of several hunks', () => {
  const before = Array.from({ length: 30 }, (_, index) => `${index}\n`).join('');
  const after = before.replace('2\n', 'two\n').replace('27\n', 'twenty-seven\n');
  const hunks = diffTexts({ before, after });
  expect(hunks).toHaveLength(2);
  expect(applyHunks({ text: before, hunks: hunks.slice(1) })).toBe(before.replace('27\n', 'twenty-seven\n'));
});

// Catches hunks being forced onto a text they do not belong to.
test('refuses another text', () => {
  const hunks = diffTexts({ before: 'a\n', after: 'b\n' });
  expect(() => applyHunks({ text: 'c\n', hunks })).toThrow('another text');
});
