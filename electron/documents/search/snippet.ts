import type { MarkedText, Snippet } from '../../../shared/contract/search.ts';
import { isUnspaced, placedTermsOf, type QueryWord } from './terms.ts';

const snippetCharacters = 240;
/** Of the room that is left, the part that stands before the first match. */
const shareBefore = 0.35;
/** As far as a cut may move to the start of a word. */
const mostToWordStart = 24;
/** Another word of the query is worth more than the same word many times. */
const distinctWeight = 8;

interface Match {
  readonly start: number;
  readonly end: number;
  /** The place of its word in the query. */
  readonly word: number;
}

/** Where the words of a query stand in a text, in the text's own writing. */
export function markWords(text: string, words: readonly QueryWord[], language: string | null): MarkedText {
  return { text, marks: merge(findMatches(text, words, language)) };
}

/** The part of a passage where most words of the query stand closest together; its beginning where none does. */
export function cutSnippet(input: {
  readonly text: string;
  readonly words: readonly QueryWord[];
  readonly language: string | null;
}): Snippet {
  const text = input.text.replace(/\s+/g, ' ').trim();
  const matches = findMatches(text, input.words, input.language);
  const [start, end] = placeWindow(text, chooseSpan(matches));
  const marks = merge(matches.filter((match) => match.start >= start && match.end <= end));
  return {
    text: text.slice(start, end),
    marks: marks.map(([from, to]) => [from - start, to - start]),
    isCutBefore: start > 0,
    isCutAfter: end < text.length,
  };
}

function findMatches(text: string, words: readonly QueryWord[], language: string | null): Match[] {
  const wordOf = new Map(
    words.flatMap(({ forms }, index) => [...forms].map((form) => [form, index] as const)),
  );
  const singles = new Set(words.map(({ written }) => written).filter((written) => [...written].length === 1));
  const matches: Match[] = [];
  let chain: Match[] = [];
  const chains: Match[][] = [];
  for (const { term, start, end } of placedTermsOf(text, language)) {
    const word = wordOf.get(term);
    if (word === undefined) continue;
    // A pair that was found by its first character alone.
    const [first = ''] = [...term];
    const isHalf = isUnspaced(term) && singles.has(first);
    const match = { start, end: isHalf ? start + first.length : end, word };
    if (!isUnspaced(term)) matches.push(match);
    else if (start < (chain.at(-1)?.end ?? 0)) chain.push(match);
    else {
      chain = [match];
      chains.push(chain);
    }
  }
  // Where a whole run of the query stands, single pairs of it elsewhere are chance.
  const longest = Math.max(0, ...chains.map(({ length }) => length));
  const telling = chains.filter(({ length }) => length * 2 >= longest);
  return [...matches, ...telling.flat()].toSorted((a, b) => a.start - b.start);
}

/** From the first to the last of the matches that are best shown together. */
function chooseSpan(matches: readonly Match[]): readonly [number, number] {
  let best = { start: 0, end: 0, score: 0 };
  for (const [index, first] of matches.entries()) {
    const seen = new Set<number>();
    let count = 0;
    let { end } = first;
    for (const match of matches.slice(index)) {
      if (match.end - first.start > snippetCharacters) break;
      seen.add(match.word);
      count += 1;
      end = Math.max(end, match.end);
    }
    const score = seen.size * distinctWeight + count;
    if (score > best.score) best = { start: first.start, end, score };
  }
  return [best.start, best.end];
}

function placeWindow(text: string, [first, last]: readonly [number, number]): readonly [number, number] {
  const room = Math.max(0, snippetCharacters - (last - first));
  const latestStart = Math.max(0, text.length - snippetCharacters);
  const wanted = Math.max(0, Math.min(Math.floor(first - room * shareBefore), latestStart));
  const start = wanted === 0 ? 0 : toWordStart(text, wanted, first);
  const wantedEnd = Math.max(last, start + snippetCharacters);
  if (wantedEnd >= text.length) return [start, text.length];
  const space = text.lastIndexOf(' ', wantedEnd);
  return [
    start,
    space > Math.max(last, wantedEnd - mostToWordStart) ? space : wholeCharacters(text, wantedEnd),
  ];
}

function toWordStart(text: string, wanted: number, first: number): number {
  const space = text.indexOf(' ', wanted);
  const isNear = space >= 0 && space < first && space - wanted <= mostToWordStart;
  return isNear ? space + 1 : wholeCharacters(text, wanted);
}

/** Not between the two halves of a character beyond the first 65,536. */
function wholeCharacters(text: string, place: number): number {
  const isInside = /[\uDC00-\uDFFF]/.test(text[place] ?? '');
  return isInside ? place - 1 : place;
}

/** Ranges that touch or overlap become one. */
function merge(matches: readonly Match[]): [number, number][] {
  const merged: [number, number][] = [];
  for (const { start, end } of matches) {
    const before = merged.at(-1);
    if (before !== undefined && start <= before[1]) before[1] = Math.max(before[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
