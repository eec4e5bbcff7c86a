import type { Block, Document } from '../../../shared/contract/documents.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import {
  type FoundDate,
  maxNoteCharacters,
  type Point,
  type SummaryStyle,
} from '../../../shared/contract/summaries.ts';
import { chaptersOf } from '../chapters.ts';
import { countForLength, pickKeySentences } from '../keySentences/keySentences.ts';
import { actionLines } from './actionLines.ts';
import { datesOf } from './datesOf.ts';
import { countCharacters, fitNote } from './fitNote.ts';

export interface Instant {
  readonly points: readonly Point[];
  readonly dates: readonly FoundDate[];
  readonly sectionsRead: number;
  readonly sectionsTotal: number;
}

interface InstantInput {
  readonly document: Pick<Document, 'title' | 'language' | 'words'>;
  readonly blocks: readonly Block[];
  readonly length: SummaryLength;
  readonly style: SummaryStyle;
  /** Exactly so many key sentences, where the document has them. */
  readonly sentences?: number | undefined;
}

const sentencesPerChapter = { short: 1, medium: 2, long: 3 } as const;
const actionCounts = { short: 8, medium: 20, long: 60 } as const;

/** What can be told of a document in a style without a model: its own sentences, and the dates in it. */
export function pickInstant(input: InstantInput): Instant {
  const { blocks, length, style } = input;
  const { language, title, words } = input.document;
  const pick = (from: readonly Block[], count: number) => pickKeySentences(from, { count, language, title });
  const key = pick(blocks, style === 'note' ? 6 : (input.sentences ?? countForLength(length, words)));
  const coverage = { sectionsRead: key.sectionsRead, sectionsTotal: key.sectionsTotal };
  const hasQuestions = style === 'reply';
  switch (style) {
    case 'keyPoints':
    case 'abstract':
    case 'plain':
      return { points: key.points, dates: [], ...coverage };
    case 'chapters': {
      const count = input.sentences ?? sentencesPerChapter[length];
      const points = chaptersOf(blocks).flatMap(({ heading, blocks: own }) =>
        pick(own, count).points.map((point) => ({ ...point, ...(heading === null ? {} : { heading }) })),
      );
      return { points: points.length > 0 ? points : key.points, dates: [], ...coverage };
    }
    case 'actions':
    case 'reply':
      return {
        points: actionLines(blocks, { count: actionCounts[length], language, hasQuestions }),
        dates: datesOf(blocks, language),
        ...coverage,
      };
    case 'note':
      return { points: noteOf(key.points, language), dates: [], ...coverage };
  }
}

/** As many key sentences as a note has room for, in their order; the most telling one, cut, where none fits. */
function noteOf(points: readonly Point[], language: string | null): Point[] {
  const chosen: Point[] = [];
  let characters = 0;
  for (const point of points) {
    const more = countCharacters(fitNote(point.text, language)) + (chosen.length > 0 ? 1 : 0);
    const isWhole = fitNote(point.text, language) === point.text.replace(/\s+/gu, ' ').trim();
    if (!isWhole || characters + more > maxNoteCharacters) continue;
    chosen.push(point);
    characters += more;
  }
  const [first] = points;
  if (chosen.length > 0 || first === undefined) return chosen;
  return [{ ...first, text: fitNote(first.text, language) }];
}
