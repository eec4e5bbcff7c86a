import { formatNumber, formatPercent } from '../../words/formats.ts';
import type { LiveRun } from './runs.ts';

export function phaseWords(phase: LiveRun['phase']): string {
  switch (phase.kind) {
    case 'starting':
      return 'Getting ready…';
    case 'loading':
      return `Loading the model, ${formatPercent(phase.progressRatio)}`;
    case 'reading':
      return `Reading the code, ${formatNumber(phase.done)} of ${formatNumber(phase.total)} tokens`;
    case 'writing':
      return 'Writing…';
    case 'ended':
      return 'Done';
  }
}
