import type { Block } from '../../../shared/contract/documents.ts';
import type { FoundDate } from '../../../shared/contract/summaries.ts';
import { splitSentences } from '../sentences.ts';
import { dateOrderOf, findDates } from './findDates.ts';

/** A document of tables may hold a date in every row; this many are read by people. */
const maxDates = 500;
const maxSentenceCharacters = 400;

/** The dates that stand in a document, each once for every sentence that names it, in the order of the text. */
export function datesOf(blocks: readonly Block[], language: string | null): FoundDate[] {
  const order = dateOrderOf(blocks.map(({ text }) => text));
  const dates: FoundDate[] = [];
  for (const { kind, text, page } of blocks) {
    if (kind === 'code' || !/\d/u.test(text)) continue;
    const sentences = kind === 'table' || kind === 'list' ? text.split('\n') : splitSentences(text, language);
    for (const sentence of sentences) {
      for (const found of findDates(sentence, { language, order })) {
        if (dates.length === maxDates) return dates;
        dates.push({
          text: found.text,
          date: found.date,
          sentence: around(sentence, found.start),
          page,
        });
      }
    }
  }
  return dates;
}

/** A sentence without end is shown from a little before its date. */
function around(sentence: string, start: number): string {
  const whole = sentence.replace(/\s+/gu, ' ').trim();
  if (whole.length <= maxSentenceCharacters) return whole;
  const from = Math.max(
    0,
    Math.min(start - maxSentenceCharacters / 2, sentence.length - maxSentenceCharacters),
  );
  const part = sentence
    .slice(from, from + maxSentenceCharacters)
    .replace(/\s+/gu, ' ')
    .trim();
  return `${from > 0 ? '… ' : ''}${part}${from + maxSentenceCharacters < sentence.length ? ' …' : ''}`;
}
