import { formatNumber, formatPercent } from '../../words/formats.ts';
import type { LiveAnswer } from './answers.ts';

/** What happens before the first word; null once there is one. */
export function waitingWords(live: LiveAnswer | undefined): string | null {
  if (!live) return null;
  switch (live.phase.kind) {
    case 'starting':
      return 'Getting ready…';
    case 'loading':
      return `Loading the model, ${formatPercent(live.phase.progressRatio)}`;
    case 'reading':
      return live.phase.total > 0
        ? `Reading, ${formatNumber(live.phase.done)} of ${formatNumber(live.phase.total)} tokens`
        : 'Reading…';
    default:
      return null;
  }
}

/** The same for screen readers, without the numbers that change all the time. */
export function announcement(live: LiveAnswer | undefined): string {
  switch (live?.phase.kind) {
    case 'starting':
      return 'Getting ready';
    case 'loading':
      return 'Loading the model';
    case 'reading':
      return 'Reading';
    case 'listing':
      return 'Reading everything';
    case 'thinking':
      return 'Thinking';
    case 'writing':
      return 'Writing the answer';
    case 'ended':
      return live.error ? 'The answer failed' : 'The answer is finished';
    default:
      return '';
  }
}
