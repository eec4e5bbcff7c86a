import { describe, expect, test } from 'vitest';
import { actionLines } from '../../../electron/documents/instant/actionLines.ts';
import { datesOf } from '../../../electron/documents/instant/datesOf.ts';
import { findDates } from '../../../electron/documents/instant/findDates.ts';
import { pickInstant } from '../../../electron/documents/instant/pickInstant.ts';
import type { Block } from '../../../shared/contract/documents.ts';

const paragraph = (text: string, page = 1, headings: string[] = []): Block => ({
  kind: 'paragraph',
  text,
  page,
  headings,
});

describe('dates', () => {
  // Catches months of another language being missed, and numbers that are no dates.
  test.each([
    ['en', 'due on March 3rd, 2026 or 4 April 2026', ['2026-03-03', '2026-04-04']],
    ['en', 'since May 2024; on 5 June', ['2024-05', '--06-05']],
    ['de', 'bis 3. März 2026, spätestens am 31.12.2026', ['2026-03-03', '2026-12-31']],
    ['fr', 'le 1er août 2025', ['2025-08-01']],
    ['es', 'el 15 de enero de 2026', ['2026-01-15']],
    ['ru', 'до 21 ноября 2026 г.', ['2026-11-21']],
    ['ja', '締め切りは2026年4月1日です', ['2026-04-01']],
    ['ko', '2026년 4월 1일까지', ['2026-04-01']],
    [null, '2026-02-28 and 2026-02-30', ['2026-02-28']],
    ['en', 'version 1.2.2026.4, 12/50 of 1999, page 3-4-5, 30 February 2026', []],
    ['en', 'may 20 people decide, or march 100 miles', ['--05-20']],
  ])('in %s: %s', (language, text, expected) => {
    expect(findDates(text, { language, order: null }).map(({ date }) => date)).toEqual(expected);
  });

  // Catches 03/04 being guessed where nothing tells which is the month.
  test('in numbers only are read as the rest of the document has them, else left out', () => {
    const dates = (text: string) => datesOf([paragraph(text)], 'en').map(({ date }) => date);
    expect(dates('Paid on 03/04/2026.')).toEqual([]);
    expect(dates('Paid on 03/04/2026, sent on 25/04/2026.')).toEqual(['2026-04-03', '2026-04-25']);
    expect(dates('Paid on 03/04/2026, sent on 04/25/2026.')).toEqual(['2026-03-04', '2026-04-25']);
  });

  test('come with their sentence and page', () => {
    const blocks = [paragraph('It rained. The term ends on 1 May 2026. It snowed.', 7)];
    expect(datesOf(blocks, 'en')).toEqual([
      { text: '1 May 2026', date: '2026-05-01', sentence: 'The term ends on 1 May 2026.', page: 7 },
    ]);
  });
});

test.each([
  ['en', 'The hall is old. The tenant must pay the rent.', 'The tenant must pay the rent.'],
  ['de', 'Der Saal ist alt. Die Miete ist fällig am Ersten.', 'Die Miete ist fällig am Ersten.'],
  ['fr', 'La salle est vieille. Le locataire doit payer.', 'Le locataire doit payer.'],
  ['ja', '部屋は古い。家賃を月末までに払ってください。', '家賃を月末までに払ってください。'],
])('sentences that ask for something are told from the others (%s)', (language, text, expected) => {
  const lines = actionLines([paragraph(text)], { count: 9, language, hasQuestions: false });
  expect(lines).toEqual([{ text: expected, pages: [1, 1] }]);
});

describe('without a model', () => {
  const document = { title: 'Town', language: 'en', words: 400 };
  const text = (name: string) =>
    `The ${name} was built by the people of the town. It stands near the old harbour wall. Every ${name} needs care.`;
  const blocks = ['mill', 'tower'].flatMap((name, index): Block[] => [
    { kind: 'heading', text: name, page: index + 1, headings: [] },
    paragraph(text(name), index + 1, [name]),
  ]);

  test('every chapter has its own sentences', () => {
    const { points } = pickInstant({ document, blocks, length: 'short', style: 'chapters' });
    expect(points.map(({ heading, pages }) => ({ heading, pages }))).toEqual([
      { heading: 'mill', pages: [1, 1] },
      { heading: 'tower', pages: [2, 2] },
    ]);
  });

  // Catches a note that is cut although whole sentences fit, or that is too long.
  test('a note is made of whole sentences and fits', () => {
    const note = (from: Block[]) =>
      pickInstant({ document, blocks: from, length: 'long', style: 'note' })
        .points.map((point) => point.text)
        .join(' ');
    expect(note(blocks)).toMatch(/^(The|It|Every).*\.$/);
    expect(note(blocks).length).toBeLessThanOrEqual(280);
    const endless = note([paragraph(`The harbour ${'is wide and deep and old and '.repeat(30)}ends here.`)]);
    expect(endless).toMatch(/^The harbour .* …$/);
    expect(endless.length).toBeLessThanOrEqual(280);
  });

  test('the questions of a mail are told', () => {
    const mail = [
      paragraph('Hello Ann. Can we meet on 3 May 2026? The weather is fine. Please bring the keys.'),
    ];
    const { points, dates } = pickInstant({ document, blocks: mail, length: 'short', style: 'reply' });
    expect(points.map((point) => point.text)).toEqual([
      'Can we meet on 3 May 2026?',
      'Please bring the keys.',
    ]);
    expect(dates.map(({ date }) => date)).toEqual(['2026-05-03']);
  });
});
