import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countWords } from '../../../electron/documents/countWords.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
const counted = (text: string) => [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length;

// Catches a count of plain text that differs from that of any other text.
test('counts as the segmenter does, in plain text and in any other', () => {
  const pieces = [...'ab1 2._:\',;-\n"(x', 'é', '日本', 'don’t', "it's", '3.14'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      expect(countWords(text, null), JSON.stringify(text)).toBe(counted(text));
    }),
    { numRuns: 3000 },
  );
});
