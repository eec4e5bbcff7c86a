import { expect, test } from 'vitest';
import { createFinder, type FindInput } from '../../../electron/documents/search/find.ts';
import { placedTermsOf, termsOf } from '../../../electron/documents/search/terms.ts';
import type { MarkedText, SearchResults } from '../../../shared/contract/search.ts';
import { documentIdSchema } from '../../../shared/ids.ts';
import { chunkOf } from '../../support/documents/chunkOf.ts';
import { libraryOf } from '../../support/documents/libraryOf.ts';

function finderOver(documents: Record<string, readonly string[]>, language: string | null = 'en') {
  const library = libraryOf({});
  for (const [name, texts] of Object.entries(documents))
    library.put(name, texts, { language, contentHash: name });
  const finder = createFinder({ ...library, getDocument: library.store.get });
  const find = (query: string, options: Partial<FindInput> = {}) =>
    finder.find({ query, limit: 50, signal: new AbortController().signal, ...options });
  return { ...library, finder, find };
}

/** The text with what is marked in brackets. */
function shown({ text, marks }: MarkedText): string {
  return [...marks]
    .reverse()
    .reduce(
      (part, [start, end]) => `${part.slice(0, start)}[${part.slice(start, end)}]${part.slice(end)}`,
      text,
    );
}

const snippets = (results: SearchResults) =>
  results.groups.flatMap(({ hits }) => hits.map(({ snippet }) => shown(snippet)));

test.each([
  ['en', 'running costs', 'He runs, and the cost of it rises.', 'He [runs], and the [cost] of it rises.'],
  [
    'de',
    'mietvertrage',
    'Der Mietvertrag und die Mietverträge.',
    'Der [Mietvertrag] und die [Mietverträge].',
  ],
  ['fr', 'final', 'Le ﬁnal — CAFÉ ＦＩＮＡＬ', 'Le [ﬁnal] — CAFÉ [ＦＩＮＡＬ]'],
  ['ru', 'договоры', 'Этот договор подписан.', 'Этот [договор] подписан.'],
  ['ja', '請求書', 'この請求書の合計', 'この[請求書]の合計'],
  ['ja', 'ガス', 'ｶﾞｽ代と水道代', '[ｶﾞｽ]代と水道代'],
  ['ko', '계약', '임대차계약서를 쓴다', '임대차[계약]서를 쓴다'],
  ['th', 'ค่าเช่า', 'จ่ายค่าเช่าต่อเดือน', 'จ่าย[ค่าเช่า]ต่อเดือน'],
])('in %s “%s” is marked in the words as they are written', async (language, query, text, expected) => {
  expect(snippets(await finderOver({ one: [text] }, language).find(query))).toEqual([expected]);
});

// Catches places that are worked out with other rules than those of the index: marks would stand beside the words.
test.each(['en', 'de', 'ja', 'ko', 'th', 'ar', null])(
  'the terms with places are the terms of the index (%s)',
  (language) => {
    const text =
      'Die Verträge, naïve ＡＢＣ ﬁn ｶﾞｽ 請求書の合計 계약서를 ค่าเช่า العقود 𠮷野家 3,5 m² e\u0301te\u0301';
    expect(placedTermsOf(text, language).map(({ term }) => term)).toEqual(termsOf(text, language));
  },
);

test.each([
  ['猫', 'これは猫', 'これは[猫]'],
  ['猫', '猫が好き', '[猫]が好き'],
  ['東京', '東京都に住む', '[東京]都に住む'],
  ['집', '우리 집', '우리 [집]'],
  ['집', '집에서 일한다', '[집]에서 일한다'],
  ['บ', 'อยู่ที่บ้าน', null],
])('one and two characters find what has them: %s in %s', async (query, text, expected) => {
  const found = snippets(await finderOver({ one: [text, 'nothing of that'] }, null).find(query));
  expect(found).toHaveLength(1);
  if (expected !== null) expect(found).toEqual([expected]);
});

test('a long passage is cut to where most words of the query stand together', async () => {
  const filler = 'Much is said about other things in this place. '.repeat(20);
  const { find } = finderOver({ lease: [`Rent. ${filler}The deposit is two months’ rent. ${filler}`] });
  const [hit] = (await find('rent deposit')).groups[0]?.hits ?? [];
  expect(hit?.snippet).toMatchObject({ isCutBefore: true, isCutAfter: true });
  expect(hit && shown(hit.snippet)).toContain('The [deposit] is two months’ [rent].');
  expect(hit?.snippet.text.length).toBeLessThanOrEqual(260);
});

test('the headings that a passage stands under are told and marked, but not the title once more', async () => {
  const { store, finder } = finderOver({});
  store.put({
    document: {
      id: documentIdSchema.parse('lease'),
      title: 'Lease',
      fileName: 'lease.md',
      path: '/lease.md',
      format: 'md',
      sizeBytes: 1,
      contentHash: 'lease',
      language: 'en',
      pages: 1,
      words: 1,
      addedAt: '2026-01-01T00:00:00.000Z',
    },
    blocks: [],
    chunks: [chunkOf('It is 1,240 euros.', { headings: ['Lease', 'Rents'] })],
  });
  const [hit] =
    (await finder.find({ query: 'rent', limit: 5, signal: new AbortController().signal })).groups[0]?.hits ??
    [];
  expect(hit && shown(hit.headings)).toBe('[Rents]');
});

test('hits stand with their document, and the newest document first where that is asked for', async () => {
  const { find, put } = finderOver({});
  const say = (...texts: string[]) => texts;
  put('old', say('rent rent rent', 'rent again'), {
    contentHash: 'old',
    addedAt: '2025-01-01T00:00:00.000Z',
  });
  put('new', say('one word on rent among others'), {
    contentHash: 'new',
    addedAt: '2026-01-01T00:00:00.000Z',
  });
  const order = async (sort: 'relevance' | 'newest') =>
    (await find('rent', { sort })).groups.map(({ document, hits }) => `${document.title} ${hits.length}`);
  expect(await order('relevance')).toEqual(['old 2', 'new 1']);
  expect(await order('newest')).toEqual(['new 1', 'old 2']);
});

test('while typing, words that begin like the last one are found, also past the end of their stem', async () => {
  const { find } = finderOver({ one: ['The communication of the contract ended.'] });
  for (const typed of ['contr', 'the contract', 'communi', 'communicatio']) {
    expect((await find(typed, { isTyping: true })).groups, typed).toHaveLength(1);
  }
  expect((await find('contr')).groups).toEqual([]);
  // After a space the word is finished.
  expect((await find('contr ', { isTyping: true })).groups).toEqual([]);
});

test.each([
  ['contarct', 'contract'],
  ['recieve', 'receive'],
  ['comunication', 'communication'],
  ['xontract', 'contract'],
  ['ontract', 'contract'],
])('“%s”, which occurs nowhere, is looked for as “%s”, and that is said', async (typed, meant) => {
  const { find } = finderOver({ one: ['They receive the contract and the communication.'] });
  expect(await find(typed)).toMatchObject({
    groups: [{ document: { title: 'one' } }],
    replaced: [{ written: typed, words: [meant] }],
  });
});

test('where every word occurs nothing else is looked for, and short words and numbers are what they are', async () => {
  const { find } = finderOver({
    exact: ['The form was sent.'],
    near: ['The from and the forms 2024, a cat.'],
  });
  expect((await find('form')).replaced).toEqual([]);
  for (const query of ['cax', '2025', 'zzzzzzzz']) {
    expect(await find(query), query).toMatchObject({ groups: [], replaced: [] });
  }
});

test('names come first and forgive a slip, also inside a joined word', async () => {
  const { find, put } = finderOver({});
  put('a', ['x'], { title: 'AnnualReport2025', fileName: 'annualreport2025.pdf', contentHash: 'a' });
  put('b', ['x'], { title: 'Packing list', fileName: 'list.txt', contentHash: 'b' });
  const names = async (query: string) => (await find(query)).names.map(({ title }) => shown(title));
  expect(await names('report')).toEqual(['Annual[Report]2025']);
  expect((await find('anual report')).names.map(({ document }) => document.id)).toEqual(['a']);
  expect((await find('anualreport')).names.map(({ document }) => document.id)).toEqual(['a']);
  expect(await names('paking')).toHaveLength(1);
  expect(await names('100%')).toEqual([]);
});

test('what can be narrowed down to is told with its numbers, without folders that say nothing', async () => {
  const { finder, put } = finderOver({});
  put('a', ['x'], { path: '/home/ada/Flat/a.pdf', format: 'pdf', contentHash: 'a' });
  put('b', ['x'], { path: '/home/ada/Flat/2026/b.pdf', format: 'pdf', contentHash: 'b' });
  put('c', ['x'], { path: 'C:\\Users\\c.md', format: 'md', contentHash: 'c' });
  expect(finder.listFilters()).toEqual({
    formats: [
      { format: 'pdf', documents: 2 },
      { format: 'md', documents: 1 },
    ],
    folders: [
      { path: '/home/ada/Flat', documents: 2 },
      { path: '/home/ada/Flat/2026', documents: 1 },
      { path: 'C:\\Users', documents: 1 },
    ],
  });
});
