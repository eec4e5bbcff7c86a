import { maxNoteCharacters } from '../../../shared/contract/summaries.ts';
import { splitSentences } from '../sentences.ts';

/** As a person counts them, or more: a letter with marks may count twice. */
export function countCharacters(text: string): number {
  return [...text].length;
}

/** A text on one line that has at most `maxNoteCharacters`: its first whole sentences, else its first words. */
export function fitNote(text: string, language: string | null): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (countCharacters(line) <= maxNoteCharacters) return line;
  let fitting = '';
  for (const sentence of splitSentences(line, language)) {
    const longer = fitting === '' ? sentence : `${fitting} ${sentence}`;
    if (countCharacters(longer) > maxNoteCharacters) break;
    fitting = longer;
  }
  if (fitting !== '') return fitting;
  const start = [...line].slice(0, maxNoteCharacters - 2).join('');
  const space = start.lastIndexOf(' ');
  return `${(space > maxNoteCharacters / 2 ? start.slice(0, space) : start).trimEnd()} …`;
}
