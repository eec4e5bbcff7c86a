import { describe, expect, test } from 'vitest';
import { markPassage } from '../../../renderer/parts/markPassage.ts';

function marked(texts: readonly string[], passage: string): string[][] {
  return markPassage(texts, passage).map((spans, index) =>
    spans.map(({ start, end }) => texts[index]?.slice(start, end) ?? ''),
  );
}

describe('the marked passage', () => {
  test('is found across blocks, whatever the white space between them', () => {
    expect(marked(['The lease', 'begins in  March. It ends later.'], 'lease begins\nin March.')).toEqual([
      ['lease'],
      ['begins in  March.'],
    ]);
  });

  test('is found where the page hyphenates and the chunk does not', () => {
    expect(marked(['a nota-\ntion of old'], 'notation')).toEqual([['nota-\ntion']]);
  });

  test('keeps its place behind letters that take two units or change length in lower case', () => {
    expect(marked(['😀 İstanbul is large'], 'is large')).toEqual([['is large']]);
  });

  test('is found sentence by sentence where the pages hold only a part of it', () => {
    expect(
      marked(
        ['It goes on to the second page here.', 'Something else.'],
        'It began on the first page before. It goes on to the second page here.',
      ),
    ).toEqual([['It goes on to the second page here.'], []]);
  });

  test('is marked nowhere when it is not there', () => {
    expect(marked(['One.', 'Two.'], 'A sentence that nobody wrote.')).toEqual([[], []]);
  });
});
