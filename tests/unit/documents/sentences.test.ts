import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutSentences, splitSentences } from '../../../electron/documents/sentences.ts';

describe('splitting sentences', () => {
  // Each line was split in the wrong place by Intl.Segmenter alone, or would be by a rule that is too eager.
  it.each([
    ['en', ['Dr. Smith met Mr. Jones at 3.15 p.m. on Friday.', 'They shook hands.']],
    ['en', ['The U.S. Army landed.', 'J. R. R. Tolkien wrote it, e.g. in Oxford.']],
    ['en', ['He said "Stop!" and left.', '"It was my mistake."', 'Nobody answered.']],
    ['en', ['The value is 3.5 million.', 'See Fig. 2 for more.']],
    ['en', ['It began in 1980.[2]', 'Its campus grew.[3][note 1]', 'Nobody left.[41]: 20', 'Then all did.']],
    ['de', ['Am 3. Oktober kam z. B. Herr Prof. Dr. Herrlich.', 'Er blieb bis zum 5. Kapitel.']],
    ['de', ['Das gilt bzgl. der Metrik.', 'Die Axiome, d. h. alle vier, sind erfüllt.']],
    ['fr', ['M. Dupont est arrivé.', 'Où est-il ?', 'Voilà !']],
    ['es', ['¿Dónde está la Sra. García?', '¡Aquí!']],
    ['ja', ['委員会は火曜日に話し合った。', '「予算は足りない。」と彼は言った。']],
    ['zh', ['委员会开会了。', '预算不够！', '为什么？']],
    ['ar', ['اجتمعت اللجنة يوم الثلاثاء.', 'لماذا؟', 'لا نعرف.']],
  ])('keeps each whole (%s): %j', (language, sentences) => {
    const space = language === 'ja' || language === 'zh' ? '' : ' ';
    expect(splitSentences(sentences.join(space), language)).toEqual(sentences);
  });

  it('takes list items and lines for sentences of their own', () => {
    expect(splitSentences('- one item\n- another item\nA line', 'en')).toEqual([
      '- one item',
      '- another item',
      'A line',
    ]);
  });

  it('does without a language, and with one that does not exist', () => {
    expect([splitSentences('One. Two.'), splitSentences('One. Two.', 'not a tag')]).toEqual([
      ['One.', 'Two.'],
      ['One.', 'Two.'],
    ]);
  });

  it('loses no character of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(cutSentences(text, 'en').join('')).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});
