import type { LibraryFolder, LibraryRun, LibraryState } from '../../shared/contract/library.ts';
import { formatCount, formatNumber, formatRemaining, formatSeconds, formatWhen } from './formats.ts';

const files = { one: 'file', many: 'files' };

/** What the library does, as a heading. */
export function activityWords({ activity, pausedBy, files: { waiting } }: LibraryState): string {
  if (activity === 'checking') return 'Looking through your folders';
  if (pausedBy === 'person') return `Paused, ${formatCount(waiting, files)} to read`;
  if (pausedBy === 'power') return `Waiting, ${formatCount(waiting, files)} to read`;
  return 'Reading your documents';
}

/** How far it is, how fast, how long still; for example '12 of 300 files · 80 a minute · about 4 min left'. */
export function runWords(
  { done, total, filesPerMinute, remainingMs }: LibraryRun,
  isPaused: boolean,
): string {
  const counted = `${formatNumber(done)} of ${formatCount(total, files)}`;
  if (isPaused) return counted;
  return [
    counted,
    filesPerMinute === null ? null : `${formatNumber(Math.max(1, Math.round(filesPerMinute)))} a minute`,
    formatRemaining(remainingMs),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What can be done while nothing is read. */
export function waitingWords({ pausedBy, run }: LibraryState): string {
  return pausedBy === 'person' && run !== null && run.done > run.failed
    ? 'What is read already can be searched and asked.'
    : '';
}

/** What a run came to. */
export function finishedWords({ done, failed, elapsedMs }: LibraryRun): string {
  const read = formatCount(done - failed, files);
  const rest = failed === 0 ? '' : `; ${formatNumber(failed)} could not be read`;
  return `${read} read in ${formatSeconds(elapsedMs)}${rest}.`;
}

/** How a folder is. */
export function folderWords(folder: LibraryFolder, now: Date): string {
  const { state, files: counts, isWatched, following, checkedAt } = folder;
  const read = formatCount(counts.done, { one: 'document', many: 'documents' });
  switch (state) {
    case 'missing':
      return `Not there at the moment. Its ${read} are kept.`;
    case 'unreadable':
      return `Cannot be opened (${folder.reason ?? 'no reason given'}). Its ${read} are kept.`;
    case 'emptied':
      return `Empty all at once, as an unplugged disk is. Its ${read} are kept.`;
    case 'removing':
      return `Being removed, ${read} left`;
    case 'checking':
    case 'ready':
      return [
        read,
        counts.waiting > 0 ? `${formatNumber(counts.waiting)} to read` : null,
        counts.failed > 0 ? `${formatNumber(counts.failed)} could not be read` : null,
        state === 'checking'
          ? 'being looked through'
          : followWords({ isWatched, following, checked: checkedAt && formatWhen(checkedAt, now) }),
      ]
        .filter(Boolean)
        .join(' · ');
  }
}

function followWords(input: {
  readonly isWatched: boolean;
  readonly following: LibraryFolder['following'];
  readonly checked: string | null;
}): string | null {
  if (input.isWatched && input.following === 'polling') return 'looked through every few minutes';
  if (input.isWatched) return 'kept up to date';
  return input.checked && `as of ${input.checked}`;
}
