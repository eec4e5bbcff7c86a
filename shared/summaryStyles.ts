import type { SummaryLength } from './contract/settings.ts';
import type { SummaryStyle } from './contract/summaries.ts';

/** Styles that have one length only, whatever is chosen for the others. */
const fixedLengths: Readonly<Partial<Record<SummaryStyle, SummaryLength>>> = {
  note: 'short',
  actions: 'medium',
  reply: 'medium',
};

export function hasLengths(style: SummaryStyle): boolean {
  return fixedLengths[style] === undefined;
}

/** The length under which a summary of this style is known. */
export function lengthOfStyle(style: SummaryStyle, length: SummaryLength): SummaryLength {
  return fixedLengths[style] ?? length;
}

/** Whether a document is a mail that can be answered. @param format as in `formats`. */
export function isMail(format: string): boolean {
  return format === 'eml' || format === 'msg';
}
