import type { CheckTimes } from './checkFolder.ts';
import type { FollowTimes } from './followFolders.ts';

export interface LibraryTimes extends CheckTimes, FollowTimes {
  /** The state is told so often at most. */
  readonly tellMs: number;
}

export const usualTimes: LibraryTimes = {
  settleMs: 2000,
  goneAfterMs: 10_000,
  lookForMs: 15_000,
  pollMs: 300_000,
  tellMs: 400,
};
