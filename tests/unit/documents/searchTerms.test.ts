import { expect, test } from 'vitest';
import { queryWords, termsOf } from '../../../electron/documents/search/terms.ts';

const formsOf = (query: string, languages: readonly (string | null)[]) =>
  queryWords(query, languages).map(({ forms }) => [...forms]);

test.each([
  ['en', 'deposits deposited', 'deposit'],
  ['de', 'Mietverträge Mietvertrag', 'mietvertrag'],
  ['es', 'pago pagos', 'pag'],
  ['ru', 'договор договоры', 'договор'],
])('in %s the inflections of a word are one term', (language, text, stem) => {
  expect([...new Set(termsOf(text, language))]).toEqual([stem]);
});

test('a language without rules, and one nobody could tell, are no reason to fail', () => {
  expect(termsOf('Vertrag číslo', 'cs')).toEqual(['vertrag', 'cislo']);
  expect(termsOf('deposits', null)).toEqual(['deposit']);
});

test('scripts without spaces become pairs of characters, beside words of others', () => {
  expect(termsOf('PDFの請求書', 'ja')).toEqual(['pdf', 'の請', '請求', '求書', '書']);
});

test('full-width letters, ligatures and accents do not keep a word from being found', () => {
  expect(termsOf('ＡＢＣ ﬁnal café', null)).toEqual(['abc', 'final', 'cafe']);
});

test('words that only hold the question together are left out, in the language that has most of them', () => {
  expect(formsOf('What are the problems of die casting?', ['de', 'en']).map(([first]) => first)).toEqual([
    'problems',
    'die',
    'casting',
  ]);
  expect(formsOf('Wie hoch ist die Miete?', ['de', 'en']).map(([first]) => first)).toEqual(['hoch', 'miete']);
});

test('a query of nothing but such words still looks for them', () => {
  expect(formsOf('to be or not to be', ['en']).length).toBeGreaterThan(0);
});

test('a word is looked for in the forms of all languages of the library', () => {
  expect(formsOf('Häuser', ['de', 'en'])).toEqual([expect.arrayContaining(['hauser', 'haus'])]);
});

test('a very long run of letters is kept as it is', () => {
  const run = 'a'.repeat(5000);
  expect(termsOf(run, 'en')).toEqual([run]);
});
