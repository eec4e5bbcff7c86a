import { expect, test } from 'vitest';
import { rerank } from '../../../electron/documents/search/rerank.ts';
import { queryWords } from '../../../electron/documents/search/terms.ts';

const words = queryWords('boundary layer', ['en']).map((word) => ({ ...word, passages: 10 }));
const candidate = (text: string, score = 1) => ({ score, terms: text.split(' ') });

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

test('of two passages alike the one whose company was found with better scores goes first', () => {
  const passage = (topic: string, score: number) => candidate(`boundari x layer ${topic}`, score);
  const [first = 0, , second = 0] = rerank({
    candidates: [
      passage('kitchen recipe sugar butter', 10),
      passage('kitchen recipe sugar butter bread', 1),
      passage('flow plate heat transfer', 10),
      passage('flow plate heat transfer wing', 9),
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
    rerank({ candidates: [{ score: 0, terms: [] }], words, total: 1 }),
    rerank({ candidates: [], words, total: 5 }),
  ]) {
    expect(scores.every(Number.isFinite)).toBe(true);
  }
});
