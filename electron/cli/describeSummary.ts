import type { Action, KeySentences, Point, Summary, SummaryStyle } from '../../shared/contract/summaries.ts';
import { pageRange } from './words.ts';

/** What is printed of a summary that a model wrote. */
export function describeSummary(summary: Summary): string {
  const { text, coverage, modelName } = summary;
  const source = `Written by ${modelName} from ${coverage.sectionsRead} of ${coverage.sectionsTotal} sections.`;
  const isEmpty = summary.style === 'actions' && summary.actions.length === 0;
  return [
    text.trim(),
    ...describePoints(summary.points, { isList: summary.style !== 'note' && summary.style !== 'reply' }),
    ...summary.actions.map(describeAction),
    isEmpty ? 'The document names nothing that somebody has to do.' : '',
    source,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What is printed where no model is there. */
export function describeInstant(input: {
  readonly title: string;
  readonly style: SummaryStyle;
  readonly picked: KeySentences;
}): string {
  const { title, style, picked } = input;
  const isAsking = style === 'actions' || style === 'reply';
  const head = isAsking ? `Sentences of ${title} that ask for something` : `Key sentences of ${title}`;
  const dates = picked.dates.map(({ date, sentence, page }) => `- ${date}: ${sentence} (p. ${page})`);
  return [
    head,
    ...(isAsking && picked.points.length === 0 ? ['None was found.'] : []),
    ...describePoints(picked.points, { isList: true }),
    ...(dates.length > 0 ? ['Dates in it', ...dates] : []),
  ].join('\n\n');
}

function describePoints(points: readonly Point[], { isList }: { readonly isList: boolean }): string[] {
  return points.map((point, index) => {
    const pages = `(${pageRange(point.pages)})`;
    const line = isList ? `- ${point.text} ${pages}` : `${point.text}\n\n${pages}`;
    const isNew = point.heading !== undefined && point.heading !== points[index - 1]?.heading;
    return isNew ? `${point.heading}\n\n${line}` : line;
  });
}

function describeAction({ who, what, when, date, pages }: Action): string {
  const dated = when === null ? [] : [date === null || date === when ? when : `${when} = ${date}`];
  return `- ${[...(who === null ? [] : [`${who}:`]), what, ...(dated.length > 0 ? [`[${dated[0]}]`] : [])].join(' ')} (${pageRange(pages)})`;
}
