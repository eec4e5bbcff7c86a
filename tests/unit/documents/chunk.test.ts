import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkBlocks, sectionsOf } from '../../../electron/documents/chunk.ts';
import { estimateTokens } from '../../../electron/documents/estimateTokens.ts';
import type { Block } from '../../../shared/contract/documents.ts';
import { tableText } from '../../../shared/tableText.ts';

const countWords = (text: string) => text.match(/\S+/gu)?.length ?? 0;
const countCharacters = (text: string) => [...text].length;

function withoutSpace(texts: readonly string[]): string {
  return texts.join('').replace(/\s+/gu, '');
}

/** Documents as parsers give them: headings that nest, pages that only grow. */
const blocks: fc.Arbitrary<Block[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<Block['kind']>('heading', 'paragraph', 'paragraph', 'paragraph', 'list', 'code'),
      words: fc.array(
        fc.oneof(
          {
            weight: 8,
            arbitrary: fc.constantFrom(
              'sea',
              'harbour',
              'Hafen.',
              'Ende?',
              'x',
              '東京は大きい。',
              'البحر',
              'line\nbreak',
              '😀',
            ),
          },
          { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }) },
        ),
        { minLength: 1, maxLength: 60 },
      ),
      turnsPage: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((drafts) => {
    let page = 1;
    let headings: string[] = [];
    return drafts.flatMap(({ kind, words, turnsPage }): Block[] => {
      if (turnsPage) page += 1;
      const text = (kind === 'heading' ? words.slice(0, 4) : words).join(' ').trim();
      if (text === '') return [];
      const block = { kind, text, page, headings };
      if (kind === 'heading') headings = [text];
      return [kind === 'heading' ? { ...block, headings: [] } : block];
    });
  });
const counters = fc.constantFrom(countCharacters, estimateTokens);

describe('chunks of any document', () => {
  it('hold all of its text in order, and none is too long', () => {
    fc.assert(
      fc.property(blocks, counters, fc.integer({ min: 8, max: 200 }), (document, countTokens, maxTokens) => {
        const chunks = chunkBlocks(document, { maxTokens, overlapTokens: 0, countTokens });
        expect(withoutSpace(chunks.map((chunk) => chunk.text))).toBe(
          withoutSpace(document.map((block) => block.text)),
        );
        expect(chunks.filter((chunk) => countTokens(chunk.text) > maxTokens)).toEqual([]);
        expect(chunks.map((chunk) => chunk.index)).toEqual(chunks.map((_, index) => index));
      }),
      { numRuns: 300 },
    );
  });

  it('name exactly the blocks and pages their text comes from, overlap included', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 20, max: 200 }), (document, maxTokens) => {
        const chunks = chunkBlocks(document, { maxTokens, overlapTokens: 15, countTokens: estimateTokens });
        for (const chunk of chunks) {
          const own = document.slice(chunk.firstBlock, chunk.lastBlock + 1);
          expect(withoutSpace(own.map((block) => block.text))).toContain(withoutSpace([chunk.text]));
          expect(chunk.pages).toEqual([own[0]?.page, own.at(-1)?.page]);
          expect(estimateTokens(chunk.text)).toBeLessThanOrEqual(maxTokens);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('and sections as well cover every text exactly once, in order', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 20, max: 400 }), (document, maxTokens) => {
        const sections = sectionsOf(document, { maxTokens, countTokens: estimateTokens });
        expect(withoutSpace(sections.map((section) => section.text))).toBe(
          withoutSpace(document.map((block) => block.text)),
        );
        expect(sections.filter((section) => estimateTokens(section.text) > maxTokens)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

const cell = fc.stringMatching(/^[a-zé東]{1,7}(?: [a-z]{1,4})?$/u);

describe('chunks of any table', () => {
  // A row without its columns' names answers no question; a lost cell is a wrong answer.
  it('hold every row under its header, or every cell with its column, and none is too long', () => {
    const tables = fc
      .integer({ min: 2, max: 6 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 30 }),
      );
    fc.assert(
      fc.property(tables, fc.integer({ min: 60, max: 300 }), (rows, maxTokens) => {
        const [header = [], ...body] = rows;
        const table: Block = { kind: 'table', text: tableText(rows), page: 1, headings: [] };
        const chunks = chunkBlocks([table], { maxTokens, overlapTokens: 10, countTokens: countCharacters });
        const lines = chunks.flatMap(({ text }) => {
          const own = text.split('\n');
          const isUnderHeader = own[0] === header.join(' | ');
          return own.filter((line) => isUnderHeader || line.includes(': '));
        });
        const text = lines.join('\n');
        for (const row of body) {
          const isWhole = lines.includes(row.join(' | '));
          const isNamed = row.every((value, column) => text.includes(`${header[column]}: ${value}`));
          expect(isWhole || isNamed).toBe(true);
        }
        expect(chunks.filter((chunk) => countCharacters(chunk.text) > maxTokens)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('go on over blocks without repeating the header inside a chunk', () => {
    const part = (...rows: string[]): Block => ({
      kind: 'table',
      text: ['Port | Ships', ...rows].join('\n'),
      page: 1,
      headings: ['Sheet1'],
    });
    const chunks = chunkBlocks([part('Hamburg | 12', 'Bremen | 7'), part('Kiel | 3', 'Emden | 1')], {
      maxTokens: 16,
      overlapTokens: 0,
      countTokens: countWords,
    });
    expect(chunks.map(({ text, firstBlock, lastBlock }) => ({ text, firstBlock, lastBlock }))).toEqual([
      { text: 'Port | Ships\nHamburg | 12\nBremen | 7\nKiel | 3', firstBlock: 0, lastBlock: 1 },
      { text: 'Port | Ships\nEmden | 1', firstBlock: 1, lastBlock: 1 },
    ]);
  });
});

const heading = (text: string, headings: string[] = []): Block => ({
  kind: 'heading',
  text,
  page: 1,
  headings,
});
const paragraph = (text: string, headings: string[] = [], page = 1): Block => ({
  kind: 'paragraph',
  text,
  page,
  headings,
});

describe('chunks', () => {
  it('break at headings, and a heading stays with what it heads', () => {
    const document = [
      heading('One'),
      paragraph('a b c d e f', ['One']),
      heading('Two'),
      paragraph('g h i j k l', ['Two'], 2),
    ];
    expect(chunkBlocks(document, { maxTokens: 12, overlapTokens: 0, countTokens: countWords })).toEqual([
      { index: 0, text: 'One\n\na b c d e f', pages: [1, 1], headings: ['One'], firstBlock: 0, lastBlock: 1 },
      { index: 1, text: 'Two\n\ng h i j k l', pages: [1, 2], headings: ['Two'], firstBlock: 2, lastBlock: 3 },
    ]);
  });

  it('break between sentences where a paragraph is too long, and repeat the last one', () => {
    const document = [paragraph('One two three four. Five six seven eight. Nine ten eleven twelve.')];
    const chunks = chunkBlocks(document, { maxTokens: 13, overlapTokens: 4, countTokens: countWords });
    expect(chunks.map((chunk) => chunk.text)).toEqual([
      'One two three four. Five six seven eight.',
      'Five six seven eight. Nine ten eleven twelve.',
    ]);
  });

  it('cut rows, not cells, of a table that is too long', () => {
    const document: Block[] = [{ kind: 'table', text: 'a | 1\nb | 2\nc | 3', page: 1, headings: [] }];
    const chunks = chunkBlocks(document, { maxTokens: 8, overlapTokens: 0, countTokens: countWords });
    expect(chunks.map((chunk) => chunk.text)).toEqual(['a | 1\nb | 2', 'a | 1\nc | 3']);
  });
});

describe('sections', () => {
  it('break at the outermost heading in reach and are named after their first one', () => {
    const document = [
      heading('Chapter one'),
      paragraph('a b c d', ['Chapter one']),
      heading('Part', ['Chapter one']),
      paragraph('e f', ['Chapter one', 'Part']),
      heading('Chapter two'),
      heading('Part', ['Chapter two']),
      paragraph('g h i', ['Chapter two', 'Part'], 3),
      paragraph('j k l m n o p', ['Chapter two', 'Part'], 4),
    ];
    expect(sectionsOf(document, { maxTokens: 20, countTokens: countWords })).toEqual([
      { index: 0, heading: 'Chapter one', pages: [1, 1], text: 'Chapter one\n\na b c d\n\nPart\n\ne f' },
      {
        index: 1,
        heading: 'Chapter two',
        pages: [1, 4],
        text: 'Chapter two\n\nPart\n\ng h i\n\nj k l m n o p',
      },
    ]);
  });

  it('of a document without text are none', () => {
    expect(sectionsOf([], { maxTokens: 100, countTokens: countWords })).toEqual([]);
  });
});

describe('estimating tokens', () => {
  // Too low an estimate overflows a model's context; one token per 4 characters holds for English only.
  it.each([
    ['English', 'The committee met on Tuesday to discuss the new budget.', 55 / 4, 55 / 2],
    ['a German compound', 'Donaudampfschifffahrtsgesellschaft', 34 / 4, 34 / 2],
    ['Japanese', '委員会は火曜日に新しい予算について話し合った。', 23, 23 * 1.5],
    ['Arabic', 'اجتمعت اللجنة يوم الثلاثاء لمناقشة الميزانية', 44 / 3, 44],
    ['digits', '3141592653', 10, 10],
    ['nothing', '', 0, 0],
  ])('stays within reason for %s', (_, text, atLeast, atMost) => {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(atLeast);
    expect(estimateTokens(text)).toBeLessThanOrEqual(atMost);
  });

  it('never shrinks when text is added, which packing chunks relies on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (first, second) => {
        expect(estimateTokens(first + second)).toBeGreaterThanOrEqual(estimateTokens(first));
      }),
      { numRuns: 500 },
    );
  });
});
