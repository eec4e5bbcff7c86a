import { expect, test } from 'vitest';
import { retrieve } from '../../../electron/documents/retrieve.ts';
import { documentIdSchema } from '../../../shared/ids.ts';
import { libraryOf } from '../../support/documents/libraryOf.ts';

const texts = (passages: readonly { text: string }[]) => passages.map((passage) => passage.text);

test('a whole-sentence question finds the passage although most of its words occur nowhere', () => {
  const { search } = libraryOf({ lease: ['The deposit is two rents.', 'Pets need consent.'] });
  expect(texts(search.search({ query: 'Could you please tell me about deposits?', limit: 5 }))).toEqual([
    'The deposit is two rents.',
  ]);
});

test.each([
  ['請求書の金額', '請求書の合計金額は五千円です。'],
  ['ค่าเช่า', 'ค่าเช่าต่อเดือน'],
  ['Mietvertrage', 'Der Mietverträge Inhalt'],
  ['ΑΘΗΝΑ', 'η Αθήνα είναι'],
])('finds %s', (query, text) => {
  const { search } = libraryOf({ one: [text, 'Something else entirely.'] });
  expect(texts(search.search({ query, limit: 5 }))).toEqual([text]);
});

test.each(['', '   ', '"', 'NOT', 'a AND (', 'text:x*', '^"]['])(
  'query %j is text, never syntax',
  (query) => {
    const { search } = libraryOf({ one: ['plain'] });
    expect(search.search({ query, limit: 5 })).toEqual([]);
  },
);

test('one passage per document, the best first', () => {
  const { search } = libraryOf({
    a: ['rent rent rent', 'rent and much else that is said here'],
    b: ['one word about rent among many other words'],
  });
  const found = search.search({ query: 'rent', limit: 10, isOnePerDocument: true });
  expect(texts(found)).toEqual(['rent rent rent', 'one word about rent among many other words']);
});

test('search stays within the documents it is given', () => {
  const { search, ids } = libraryOf({ a: ['rent in a'], b: ['rent in b'] });
  expect(texts(search.search({ query: 'rent', limit: 10, scope: { documentIds: ids.slice(1) } }))).toEqual([
    'rent in b',
  ]);
  expect(search.search({ query: 'rent', limit: 10, scope: { documentIds: [] } })).toEqual([]);
});

test('removing a document removes its text, chunks and index entries', () => {
  const { database, store, search, ids } = libraryOf({ a: ['secret rent'] });
  expect(store.remove(ids[0] ?? documentIdSchema.parse('none'))).toBe(true);
  expect(search.search({ query: 'secret', limit: 10 })).toEqual([]);
  for (const table of ['documents', 'blocks', 'chunks', 'chunk_index']) {
    expect(database.prepare(`select count(*) from ${table}`).pluck().get()).toBe(0);
  }
});

test('writing a document anew leaves nothing of the old version in the index', () => {
  const { search, put } = libraryOf({ a: ['alpha'] });
  put('a', ['beta']);
  expect(search.search({ query: 'alpha', limit: 10 })).toEqual([]);
  expect(texts(search.search({ query: 'beta', limit: 10 }))).toEqual(['beta']);
});

const countWords = async (list: readonly string[]) => list.map((text) => text.split(/\s+/).length);

test('everything is given to the model when it fits, in reading order', async () => {
  const { search, ids } = libraryOf({ a: ['one', 'two', 'three'] });
  const grounding = await retrieve(search, {
    scope: { documentIds: ids },
    question: 'three',
    maxTokens: 1000,
    countTokens: countWords,
    signal: new AbortController().signal,
  });
  expect({ mode: grounding.mode, texts: texts(grounding.passages) }).toEqual({
    mode: 'wholeDocument',
    texts: ['one', 'two', 'three'],
  });
});

test('what matches the question is given when not everything fits, in reading order', async () => {
  const filler = Array.from({ length: 200 }, (_, index) => `filler ${index} `.repeat(20));
  const { search, ids } = libraryOf({ a: ['first about rent', ...filler, 'last rent rent'] });
  const grounding = await retrieve(search, {
    scope: { documentIds: ids },
    question: 'how high is the rent?',
    maxTokens: 300,
    countTokens: countWords,
    signal: new AbortController().signal,
  });
  expect({ mode: grounding.mode, texts: texts(grounding.passages) }).toEqual({
    mode: 'passages',
    texts: ['first about rent', 'last rent rent'],
  });
});

test('a question whose words occur nowhere still gets passages from across the document', async () => {
  const filler = Array.from({ length: 200 }, (_, index) => `Part${index} `.repeat(20).trim());
  const { search, ids } = libraryOf({ a: filler });
  const grounding = await retrieve(search, {
    scope: { documentIds: ids },
    question: 'worum geht es hier',
    maxTokens: 600,
    countTokens: countWords,
    signal: new AbortController().signal,
  });
  const places = grounding.passages.map((passage) => passage.pages[0]);
  expect(places[0]).toBe(1);
  expect(places.at(-1)).toBeGreaterThan(150);
});
