import { expect, test } from 'vitest';
import { nameTestFile } from '../../../electron/code/language.ts';
import { languageOf } from '../../../shared/codeLanguage.ts';

// Catches test files that the language's own runner would not find.
test.each([
  ['sum.ts', 'sum.test.ts'],
  ['sum.py', 'test_sum.py'],
  ['sum.go', 'sum_test.go'],
  ['Sum.java', 'SumTest.java'],
  ['Sum.cs', 'SumTests.cs'],
  ['sum.rb', 'sum_test.rb'],
  ['sum.ex', 'sum_test.exs'],
  ['sum', 'sum.test'],
])('the tests of %s are called %s', (fileName, testName) => {
  expect(nameTestFile({ fileName, number: 1 })).toBe(testName);
});

// Catches the second test file getting the first one's name.
test('a later test file gets a number', () => {
  expect(nameTestFile({ fileName: 'sum.py', number: 2 })).toBe('test_sum2.py');
});

// Catches names without extension, and capital letters, being taken for unknown.
test.each([
  ['Dockerfile', 'dockerfile'],
  ['src/App.TSX', 'tsx'],
  ['notes.unknown', null],
])('%s is written in %s', (fileName, language) => {
  expect(languageOf(fileName)).toBe(language);
});
