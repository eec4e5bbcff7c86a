import type { ItemOf } from '../../../shared/contract/index.ts';
import type { Summary } from '../../../shared/contract/summaries.ts';
import type { SummaryId } from '../../../shared/ids.ts';
import type { CoverageCell } from '../../ui/CoverageGrid.tsx';
import { formatPagesInWords, formatRemaining } from '../../words/formats.ts';

/** A summary as one watches it being written. */
export interface WatchedSummary {
  readonly summary: Summary;
  /** 0 to 1 while the model is loading, else null. */
  readonly loadingRatio: number | null;
}

/** Takes what a watched summary sent since. */
export function watchItem(watched: WatchedSummary, item: ItemOf<'documents.watchSummary'>): WatchedSummary {
  switch (item.kind) {
    case 'state':
      return { summary: item.summary, loadingRatio: null };
    case 'loading':
      return { ...watched, loadingRatio: item.progressRatio };
  }
}

export function isUnderWay(summary: Summary): boolean {
  return summary.state === 'reading' || summary.state === 'combining';
}

/** The summary to show: the one that was chosen, else one that is being written, else the newest. */
export function chooseSummary(summaries: readonly Summary[], chosenId: SummaryId | null): Summary | null {
  const newestFirst = summaries.toSorted((first, second) => second.createdAt.localeCompare(first.createdAt));
  return (
    newestFirst.find(({ id }) => id === chosenId) ?? newestFirst.find(isUnderWay) ?? newestFirst[0] ?? null
  );
}

/** Puts a summary in the place of what was known of it, or before all others. */
export function withSummary(summaries: readonly Summary[], summary: Summary): Summary[] {
  return summaries.some(({ id }) => id === summary.id)
    ? summaries.map((known) => (known.id === summary.id ? summary : known))
    : [summary, ...summaries];
}

/** '37 of 112 sections · about 1 min left'; how long is not said while it is held, since nobody knows. */
export function progressWords(
  { summary, loadingRatio }: WatchedSummary,
  { isHeld }: { readonly isHeld: boolean } = { isHeld: false },
): string {
  if (loadingRatio !== null) return `Loading the model, ${Math.round(loadingRatio * 100)} %`;
  const { sectionsRead, sectionsTotal } = summary.coverage;
  const parts =
    summary.state === 'combining' && summary.combining
      ? [`All ${sectionsTotal} sections read`, `step ${summary.combining.done} of ${summary.combining.total}`]
      : [`${sectionsRead} of ${sectionsTotal} sections`];
  const remaining = isUnderWay(summary) && !isHeld ? formatRemaining(summary.remainingMs) : null;
  return remaining ? [...parts, remaining].join(' · ') : parts.join(' · ');
}

export function coverageCells(
  summary: Summary,
  { isHeld }: { readonly isHeld: boolean } = { isHeld: false },
): CoverageCell[] {
  const next =
    summary.state === 'reading' && !isHeld ? summary.sections.findIndex((section) => !section.isRead) : -1;
  return summary.sections.map((section, index) => ({
    isRead: section.isRead,
    isBeingRead: index === next,
    title: [section.heading, formatPagesInWords(section.pages)].filter((part) => part !== null).join(', '),
  }));
}

/** What is copied: the words alone, a line for each statement. */
export function copyText({ text, points, actions }: Summary): string {
  const lines = actions.map(({ who, what, when }) => [who, what, when].filter(Boolean).join(' · '));
  return [text, ...points.map((point) => point.text), ...lines].filter((part) => part !== '').join('\n\n');
}
