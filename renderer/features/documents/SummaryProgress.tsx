import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { PowerPause } from '../../parts/PowerPause.tsx';
import { useFacts } from '../../state/facts.tsx';
import { Button } from '../../ui/Button.tsx';
import { CoverageGrid } from '../../ui/CoverageGrid.tsx';
import { coverageCells, isUnderWay, progressWords, type WatchedSummary } from './summaries.ts';

interface SummaryProgressProps {
  readonly watched: WatchedSummary;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onStop: () => void;
}

/** How much of the document was read, cell by cell. */
export function SummaryProgress({ watched, onPause, onResume, onStop }: SummaryProgressProps) {
  const { summary } = watched;
  const { sectionsRead, sectionsTotal } = summary.coverage;
  const isRunning = isUnderWay(summary);
  const { engine } = useFacts();
  const isHeld = isRunning && engine.energy.pausedFor.length > 0;
  const title = isHeld ? 'Paused to save power' : heading(watched);
  return (
    <div className="card summaryProgress">
      <div className="summaryProgress-head">
        <h2>{title}</h2>
        <span className="summaryProgress-count">{progressWords(watched, { isHeld })}</span>
      </div>
      <CoverageGrid
        label={`${sectionsRead} of ${sectionsTotal} sections read`}
        cells={coverageCells(summary, { isHeld })}
      />
      {/* Every quarter is worth saying; every section is not. */}
      <p className="onlyForReaders" role="status">
        {title}, {Math.floor((4 * sectionsRead) / Math.max(1, sectionsTotal)) * 25} percent
      </p>
      {isHeld && <PowerPause />}
      {summary.error && <FailureNotice error={summary.error} />}
      <div className="summaryProgress-foot">
        <p>
          {isHeld
            ? 'What was read is kept. Questions are answered all the same.'
            : isRunning
              ? 'You can leave this page; it goes on. After a restart, Resume continues from here.'
              : 'What was read is kept. Resume goes on from here.'}
        </p>
        <div>
          {isRunning && !isHeld && (
            <Button look="plain" onClick={onPause}>
              Pause
            </Button>
          )}
          {!isRunning && (
            <Button look="primary" onClick={onResume}>
              Resume
            </Button>
          )}
          <Button look="plain" onClick={onStop}>
            Stop
          </Button>
        </div>
      </div>
    </div>
  );
}

function heading({ summary }: WatchedSummary): string {
  switch (summary.state) {
    case 'combining':
      return 'Bringing it together';
    case 'paused':
      return 'Paused';
    case 'interrupted':
      return 'Interrupted';
    default:
      return 'Reading the whole document';
  }
}
