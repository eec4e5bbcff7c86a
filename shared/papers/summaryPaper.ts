import type { Paper, PaperPart } from '../contract/papers.ts';
import type { KeySentences, Point, Summary } from '../contract/summaries.ts';
import { summaryName } from '../summaryNames.ts';
import { pagesOf } from './pagesOf.ts';

/** A summary, the key sentences below it, or either alone, with its pages and how much was read. */
export function summaryPaper(input: {
  readonly title: string;
  readonly summary: Summary | null;
  readonly instant: { readonly heading: string; readonly picked: KeySentences } | null;
  readonly now: Date;
}): Paper {
  const { summary, instant } = input;
  return {
    title: input.title,
    facts: [input.now.toISOString().slice(0, 10), ...(summary ? factsOf(summary) : [])],
    parts: [...(summary ? partsOf(summary) : []), ...(instant ? instantParts(instant) : [])],
  };
}

function factsOf(summary: Summary): string[] {
  const { sectionsRead, sectionsTotal } = summary.coverage;
  return [summaryName(summary), summary.modelName, `${sectionsRead} of ${sectionsTotal} sections read`];
}

function partsOf({ text, points, actions, style }: Summary): PaperPart[] {
  const overview: PaperPart[] = text === '' ? [] : [{ kind: 'paragraph', text, source: null, look: 'plain' }];
  if (style === 'actions') {
    const rows = actions.map(({ what, who, when, date, pages }) => [
      what,
      who ?? '',
      [when, date === when ? null : date].filter((part) => part !== null).join(' = '),
      pagesOf(pages),
    ]);
    return [...overview, { kind: 'table', columns: ['What', 'Who', 'When', 'Page'], rows }];
  }
  return [...overview, ...pointParts(points)];
}

/** One paragraph for each point, under the chapters where there are some. */
function pointParts(points: readonly Point[]): PaperPart[] {
  return points.flatMap(({ text, pages, heading }, index): PaperPart[] => [
    ...(heading !== undefined && heading !== points[index - 1]?.heading
      ? [{ kind: 'heading', text: heading } as const]
      : []),
    { kind: 'paragraph', text, source: pagesOf(pages), look: 'plain' },
  ]);
}

function instantParts({ heading, picked }: { heading: string; picked: KeySentences }): PaperPart[] {
  if (picked.points.length === 0 && picked.dates.length === 0) return [];
  const rows = picked.dates.map(({ date, sentence, page }) => [date, sentence, `p. ${page}`]);
  return [
    { kind: 'heading', text: heading },
    { kind: 'list', lines: picked.points.map(({ text, pages }) => ({ text, source: pagesOf(pages) })) },
    ...(rows.length > 0
      ? [{ kind: 'table', columns: ['Date', 'What is said', 'Page'], rows } satisfies PaperPart]
      : []),
  ];
}
