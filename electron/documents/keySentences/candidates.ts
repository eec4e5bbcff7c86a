import type { Block } from '../../../shared/contract/documents.ts';
import { splitSentences } from '../sentences.ts';
import { termsOf } from './terms.ts';

export interface Candidate {
  readonly text: string;
  readonly page: number;
  readonly terms: readonly string[];
  /** The headings above it. */
  readonly headings: readonly string[];
  /** How many sentences its section has before it. */
  readonly indexInSection: number;
  /** 0: a whole sentence of running text; 1: readable, but not surely one; 2: anything else that is not a heading. */
  readonly rank: 0 | 1 | 2;
}

const proseless: ReadonlySet<Block['kind']> = new Set(['heading', 'code', 'table']);

/**
 * All sentences that could be chosen, in the document's order. A document without running text has its
 * headings, rows and lines of code instead: one that says something must not seem to say nothing.
 */
export function findCandidates(blocks: readonly Block[], language: string | null): Candidate[] {
  const prose = collect(
    blocks.filter(({ kind }) => !proseless.has(kind)),
    language,
  );
  return prose.length > 0 ? prose : collect(blocks, language);
}

function collect(blocks: readonly Block[], language: string | null): Candidate[] {
  const candidates: Candidate[] = [];
  let section = '';
  let indexInSection = 0;
  for (const block of blocks) {
    const key = block.headings.join('\n');
    if (key !== section) indexInSection = 0;
    section = key;
    const isBackMatter =
      backMatter.test(block.headings.at(-1) ?? '') || backMatter.test(block.headings[0] ?? '');
    for (const text of splitSentences(block.text, language).flatMap(cutEndless)) {
      const terms = termsOf(text, language);
      if (terms.length === 0) continue;
      const rank = rankOf({ text, terms, isProse: block.kind === 'paragraph' && !isBackMatter });
      candidates.push({
        text: text.replace(/\s+/gu, ' '),
        page: block.page,
        terms,
        headings: block.headings,
        indexInSection,
        rank,
      });
      indexInSection += 1;
    }
  }
  return candidates;
}

/** More than any person writes between two stops; lists of words and data without stops have more. */
const maxCharacters = 1000;

/** Text without stops would be one sentence of any length: it is cut between words, where there are some. */
function cutEndless(text: string): string[] {
  if (text.length <= maxCharacters) return [text];
  return (text.match(endlessPiece) ?? []).map((piece) => piece.trim()).filter((piece) => piece !== '');
}

const endlessPiece = new RegExp(`.{1,${maxCharacters}}(?=\\s|$)|.{1,${maxCharacters}}`, 'gsu');

const minWords = 4;
const maxWords = 70;

function rankOf(input: {
  readonly text: string;
  readonly terms: readonly string[];
  readonly isProse: boolean;
}): Candidate['rank'] {
  const { text, terms, isProse } = input;
  const isWhole = wholeSentence.test(text) && sentenceStart.test(text) && !footnote.test(text);
  if (!isReadable(text) || terms.length > maxWords) return 2;
  return isProse && isWhole && terms.length >= minWords && !caption.test(text) ? 0 : 1;
}

/** Words, not formulas, numbers or dots that lead to a page number. */
function isReadable(text: string): boolean {
  const characters = text.replace(/\s/gu, '');
  const letters = text.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
  if (letters < characters.length * 0.75 || /\.{4,}|…\s*\d+$/u.test(text)) return false;
  if ((text.match(/[\p{Sm}\\^_{}|∗∘→↦]/gu)?.length ?? 0) > 1) return false;
  const tokens = text.split(/\s+/u);
  const words = tokens.filter((token) => /\p{L}{2}/u.test(token)).length;
  // A script without spaces has few tokens, and all of them are words.
  return words >= tokens.length * 0.7;
}

const wholeSentence = /[.!?…。！？؟۔।]["'”’»)\]」』]*(?:\[\d+\])*$/u;
const sentenceStart = /^["'“„‘«([「『¿¡]*[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u;
/** The number in front of a footnote. */
const footnote = /^\d{1,2}\s+\p{Lu}/u;
const caption = /^(?:abb(?:ildung)?|fig(?:ure|ura)?|tab(?:elle|le|la)?|图|図|表)\.?\s*\d/iu;
const backMatter =
  /^[\d.\s]*(?:references|bibliograph|further reading|external links|see also|index\b|contents|acknowledge?ments?|literatur|bildquellen|quellen|stichwort|abkürzungs|symbolverz|inhaltsverz|danksagung|vorwort|références|bibliographie|table des mati|remerciements|referencias|bibliografía|índice|agradecimientos|riferimenti|bibliografia|参考文献|目次|謝辞|المراجع|المحتويات)/iu;
