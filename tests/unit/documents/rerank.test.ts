import { expect, test } from 'vitest';
import { rerank } from '../../../electron/documents/search/rerank.ts';
import { codeOf, decodeTerms, encodeTerms } from '../../../electron/documents/search/termCodes.ts';
import { queryWords } from '../../../electron/documents/search/terms.ts';

const words = queryWords('boundary layer', ['en']).map(({ forms }) => ({
  codes: [...forms].map(codeOf),
  passages: 10,
}));
const candidate = (own: string, around = '') => {
  const [ownTerms, aroundTerms] = [own, around].map((text) => text.split(' ').filter((term) => term !== ''));
  const parts = [encodeTerms(ownTerms ?? []), encodeTerms(aroundTerms ?? [])];
  return { terms: decodeTerms(parts), ownTerms: ownTerms?.length ?? 0 };
};

test('words that stand together count more than the same words apart', () => {
  const [together = 0, apart = 0] = rerank({
    candidates: [
      candidate('one boundari layer two three four five six seven eight nine ten'),
      candidate('un boundari deux trois quatre cinq six sept huit neuf dix layer'),
    ],
    words,
    total: 1000,
  });
  expect(together).toBeGreaterThan(apart);
});

test('a word in the passage counts more than one beside it, and that more than none', () => {
  const [inside = 0, beside = 0, none = 0] = rerank({
    candidates: [
      candidate('boundari layer', 'some text'),
      candidate('boundari other', 'layer words'),
      candidate('boundari third', 'more lines'),
    ],
    words,
    total: 1000,
  });
  expect(inside).toBeGreaterThan(beside);
  expect(beside).toBeGreaterThan(none);
});

test('of two passages alike the one whose company was found with better scores goes first', () => {
  const good = 'boundari layer boundari layer';
  const [first = 0, second = 0] = rerank({
    candidates: [
      candidate('boundari kitchen recipe sugar butter bread'),
      candidate('boundari flow plate heat transfer bread'),
      candidate('kitchen recipe sugar butter'),
      candidate(`${good} flow plate heat transfer`),
      candidate('tax office form'),
    ],
    words,
    total: 1000,
  });
  expect(second).toBeGreaterThan(first);
});

test('one candidate, a word nobody has and an empty passage give numbers', () => {
  const none = words.map((word) => ({ ...word, passages: 0 }));
  for (const scores of [
    rerank({ candidates: [candidate('boundari')], words: none, total: 0 }),
    rerank({ candidates: [candidate('')], words, total: 1 }),
    rerank({ candidates: [], words, total: 5 }),
  ]) {
    expect(scores.every(Number.isFinite)).toBe(true);
  }
});

test('terms come back from their bytes as the same codes, whatever their script', () => {
  const terms = ['boundari', 'договор', '請求', 'ค่', ''];
  expect([...decodeTerms([encodeTerms(terms)])]).toEqual(terms.map(codeOf));
  expect(new Set(terms.map(codeOf)).size).toBe(terms.length);
});
