import type { Energy, PowerReason } from '../../shared/contract/models.ts';
import type { Words } from './words.ts';

const pauses: Readonly<Record<PowerReason, Words>> = {
  battery: { what: 'Paused while on battery.', next: 'It goes on when the computer is plugged in.' },
  saver: { what: 'Paused while power saver is on.', next: 'It goes on when power saver is off.' },
  hot: { what: 'Paused while the computer is hot.', next: 'It goes on when it has cooled down.' },
  hidden: { what: 'Paused while Sotto was hidden.', next: 'It goes on in a moment.' },
};

const when: Readonly<Record<PowerReason, string>> = {
  battery: 'on battery',
  saver: 'in power saver',
  hot: 'while hot',
  hidden: 'while hidden',
};

/** Why background work is paused and when it goes on; null where it is not. */
export function pauseWords({ pausedFor }: Energy): Words | null {
  const [reason] = pausedFor;
  return reason === undefined ? null : pauses[reason];
}

/** What is spared now, for example 'Sparing on battery'. */
export function energyWords({ pausedFor, fewerThreadsFor }: Energy): string {
  const [paused] = pausedFor;
  if (paused !== undefined) return `Background work paused ${when[paused]}`;
  const [fewer] = fewerThreadsFor;
  return fewer === undefined ? 'Full speed' : `Fewer threads ${when[fewer]}`;
}
