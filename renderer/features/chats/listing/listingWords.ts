import type { Listing } from '../../../../shared/contract/listings.ts';
import type { CoverageCell } from '../../../ui/CoverageGrid.tsx';
import { formatCount, formatNumber, formatPagesInWords, formatRemaining } from '../../../words/formats.ts';

export function progressTitle(listing: Listing, isRunning: boolean): string {
  if (!isRunning) return listing.state === 'interrupted' ? 'Interrupted' : 'Paused';
  return listing.state === 'merging' ? 'Bringing it together' : 'Reading everything';
}

/** '37 of 123 passages · about 2 min left' */
export function listingProgress(listing: Listing, isRunning: boolean): string {
  const { read, failed, total } = listing.coverage;
  const passages = `${formatNumber(read + failed)} of ${formatCount(total, { one: 'passage', many: 'passages' })}`;
  const remaining = isRunning ? formatRemaining(listing.remainingMs) : null;
  return remaining ? `${passages} · ${remaining}` : passages;
}

export function gridCells(listing: Listing, isRunning: boolean): CoverageCell[] {
  const next =
    isRunning && listing.state === 'reading'
      ? listing.cells.findIndex((cell) => cell.read + cell.failed < cell.total)
      : -1;
  return listing.cells.map((cell, index) => ({
    isRead: cell.read + cell.failed === cell.total,
    isBeingRead: index === next,
    title: [
      `${cell.title}, ${formatPagesInWords(cell.pages)}`,
      ...(cell.found > 0 ? ['something found'] : []),
      ...(cell.failed > 0 ? ['could not be read'] : []),
    ].join(', '),
  }));
}

/** What the result stands on, and what it leaves out. */
export function resultNotes(listing: Listing): string[] {
  const { way, coverage, mentions, found, dropped, table, modelName } = listing;
  if (table) return [];
  const documents = formatCount(coverage.documents, { one: 'document', many: 'documents' });
  if (way === 'words')
    return [
      `Looked for in all ${formatCount(coverage.total, { one: 'passage', many: 'passages' })} of ${documents}. No model has read them, so the same thing may stand in the list several times.`,
    ];
  const notes = [
    `${formatNumber(coverage.read)} of ${formatCount(coverage.total, { one: 'passage', many: 'passages' })} of ${documents} read${modelName ? ` by ${modelName}` : ''}${mentions > found ? `; named in ${formatNumber(mentions)} places` : ''}.`,
  ];
  if (coverage.failed > 0)
    notes.push(
      `${formatCount(coverage.failed, { one: 'passage', many: 'passages' })} could not be read, so something may be missing.`,
    );
  if (dropped > 0)
    notes.push(
      `${formatCount(dropped, { one: 'thing was', many: 'things were' })} left out, because the words the model quoted do not stand in the passage.`,
    );
  return notes;
}

/** '1234567.50' as '1,234,567.50', digit by digit: no rounding. */
export function formatDecimal(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
