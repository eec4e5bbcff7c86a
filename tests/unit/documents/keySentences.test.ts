import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countForLength, pickKeySentences } from '../../../electron/documents/keySentences/keySentences.ts';
import type { Block } from '../../../shared/contract/documents.ts';
import {
  chooseByLexRank,
  chooseFirst,
  chooseOurs,
  measure,
  newsFolder,
  readNewsSet,
} from '../../support/documents/newsSet.ts';

const paragraph = (text: string, page = 1, headings: string[] = []): Block => ({
  kind: 'paragraph',
  text,
  page,
  headings,
});

function pick(blocks: readonly Block[], count: number): string[] {
  return pickKeySentences(blocks, { count, language: 'en', title: 'The harbour' }).points.map(
    (point) => point.text,
  );
}

describe('key sentences', () => {
  it('come from headings, rows and code where a document has nothing else', () => {
    const blocks: Block[] = [
      { kind: 'heading', text: 'Opening hours', page: 1, headings: [] },
      { kind: 'table', text: 'Monday | nine to five', page: 2, headings: ['Opening hours'] },
      { kind: 'code', text: 'const isOpen = true;', page: 3, headings: ['Opening hours'] },
    ];
    expect(pick(blocks, 10)).toEqual(['Opening hours', 'Monday | nine to five', 'const isOpen = true;']);
  });

  it('are never headings, contents, formulas or captions while there are sentences', () => {
    const blocks: Block[] = [
      { kind: 'heading', text: 'The harbour was built in three stages.', page: 1, headings: [] },
      {
        kind: 'list',
        text: 'The harbour and its walls … 12\nThe harbour and its ships … 15',
        page: 1,
        headings: [],
      },
      paragraph('Figure 3 The harbour and the harbour wall were drawn by hand.'),
      paragraph('x ∈ A ∩ B ⇒ f(x) = g(x) ∘ h(x) for the harbour.'),
      paragraph('The harbour wall was finished in the third year.'),
      paragraph('Ships of the Hansa paid a toll at the harbour wall.'),
      { kind: 'table', text: 'The harbour | was | wide.', page: 1, headings: [] },
    ];
    expect(pick(blocks, 2)).toEqual([
      'The harbour wall was finished in the third year.',
      'Ships of the Hansa paid a toll at the harbour wall.',
    ]);
  });

  it('do not repeat each other', () => {
    const said = [
      'The harbour wall was built from quarry stone in three years.',
      'The harbour wall was built in three years from quarry stone.',
      'Ships of the Hansa paid a toll at the harbour wall.',
    ];
    const chosen = pick(
      said.map((text) => paragraph(text)),
      2,
    );
    expect(chosen).toContain('Ships of the Hansa paid a toll at the harbour wall.');
  });

  it('come from every part of a long document, in its order, with their pages', () => {
    const topics = ['harbour', 'quarry', 'market', 'school', 'bridge', 'mill'];
    const blocks = topics.flatMap((topic, part) =>
      Array.from({ length: 40 }, (_, index) =>
        paragraph(
          `The ${topic} of the town had its rule number ${index} for the people of the ${topic}.`,
          part * 40 + index + 1,
        ),
      ),
    );
    const { points } = pickKeySentences(blocks, { count: 6, language: 'en', title: 'Town' });
    expect(points.map((point) => topics.findIndex((topic) => point.text.includes(topic)))).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
    expect(points.every((point) => blocks[point.pages[0] - 1]?.text === point.text)).toBe(true);
  });

  it('are exactly as many as asked for where the document has them', () => {
    const blocks = fc.array(
      fc.array(fc.constantFrom('Harbour', 'wall', 'sea', 'ship.', 'toll', '12', 'x', '東京。'), {
        minLength: 1,
        maxLength: 12,
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 40 }), (paragraphs, count) => {
        const document = paragraphs.map((words) => paragraph(words.join(' ')));
        const all = pick(document, 1000).length;
        expect(pick(document, count)).toHaveLength(Math.min(count, all));
      }),
      { numRuns: 200 },
    );
  });

  it('are found in scripts without spaces', () => {
    const text =
      '港は三つの段階で建設された。港の壁は石で造られた。船は港で税を払った。昨日は雨が降った。港の壁は嵐に耐えた。';
    const points = pickKeySentences([paragraph(text)], { count: 2, language: 'ja', title: '港の壁' }).points;
    expect(points.map((point) => point.text)).not.toContain('昨日は雨が降った。');
    expect(points).toHaveLength(2);
  });

  it('cover all sections they say they cover', () => {
    const blocks = Array.from({ length: 300 }, (_, index) =>
      paragraph(`Sentence number ${index} about the long harbour wall.`, index + 1),
    );
    const { sectionsRead, sectionsTotal } = pickKeySentences(blocks, { count: 5, language: 'en', title: '' });
    expect(sectionsTotal).toBeGreaterThan(1);
    expect(sectionsRead).toBe(sectionsTotal);
  });

  it('are none where there is no text', () => {
    expect(pickKeySentences([], { count: 5, language: null, title: '' })).toEqual({
      points: [],
      sectionsRead: 0,
      sectionsTotal: 0,
    });
  });
});

describe('text without stops', () => {
  // Catches a "key sentence" of megabytes: a list of words, or data on one line.
  it('is cut between words, or anywhere where there are none', () => {
    const words = Array.from({ length: 600 }, (_, index) => `word${index}`).join(' ');
    const pick = (text: string) =>
      pickKeySentences([paragraph(text)], { count: 9, language: 'en', title: '' }).points.map(
        (point) => point.text,
      );
    expect(pick(words).map((text) => text.length)).toEqual([993, 999, 999, 999, 695]);
    expect(pick(words).join(' ')).toBe(words);
    expect(pick('a'.repeat(2500))).toEqual(['a'.repeat(1000)]);
  });
});

describe('the number of key sentences', () => {
  it('grows with the document and the length asked for, within bounds', () => {
    const counts = (['short', 'medium', 'long'] as const).map((length) =>
      [50, 2000, 100_000].map((words) => countForLength(length, words)),
    );
    expect(counts).toEqual([
      [3, 5, 6],
      [5, 10, 12],
      [8, 20, 30],
    ]);
  });
});

const articles = readNewsSet();

describe.skipIf(articles === null)(
  `on the news set${articles ? '' : ` (skipped: ${newsFolder} is not on this machine)`}`,
  () => {
    it('match what people marked better than the first sentences and LexRank do', () => {
      const ours = measure(articles ?? [], chooseOurs()).rouge2;
      expect(ours).toBeGreaterThan(measure(articles ?? [], chooseFirst).rouge2);
      expect(ours).toBeGreaterThan(measure(articles ?? [], chooseByLexRank).rouge2);
      // The README's own figures, in case the baselines here are set up too weak.
      expect(ours).toBeGreaterThan(0.57);
    });
  },
);
