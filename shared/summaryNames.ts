import type { Summary, SummaryStyle } from './contract/summaries.ts';
import { nativeName } from './languages.ts';
import { hasLengths } from './summaryStyles.ts';

/** What each kind of summary is called. */
export const styleNames: Readonly<Record<SummaryStyle, string>> = {
  keyPoints: 'Key points',
  abstract: 'Abstract',
  chapters: 'By chapter',
  actions: 'To do and dates',
  plain: 'In plain words',
  note: 'Short note',
  reply: 'Draft of a reply',
};

export const lengthNames = { short: 'Short', medium: 'Medium', long: 'Long' } as const;

/** For example 'Key points, long, Deutsch'. */
export function summaryName({
  style,
  length,
  language,
}: Pick<Summary, 'style' | 'length' | 'language'>): string {
  return [
    styleNames[style],
    ...(hasLengths(style) ? [lengthNames[length].toLowerCase()] : []),
    ...(language === null ? [] : [nativeName(language)]),
  ].join(', ');
}
