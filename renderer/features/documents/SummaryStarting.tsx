import { useFacts } from '../../state/facts.tsx';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { formatPercent } from '../../words/formats.ts';

interface SummaryStartingProps {
  readonly model: string;
  readonly onStop: () => void;
}

/** The wait for the model, before the first section is read. */
export function SummaryStarting({ model, onStop }: SummaryStartingProps) {
  const { engine } = useFacts();
  const ratio = engine.phase === 'loading' ? engine.loadProgressRatio : null;
  return (
    <div className="card summaryProgress">
      <div className="summaryProgress-head">
        <h2 role="status">Getting {model} ready</h2>
        {ratio !== null && (
          <span className="summaryProgress-count">Loading the model, {formatPercent(ratio)}</span>
        )}
      </div>
      <ProgressBar label="Loading the model" ratio={ratio} />
      <div className="summaryProgress-foot">
        <p>Reading begins as soon as the model is in memory.</p>
        <div>
          <Button look="plain" onClick={onStop}>
            Stop
          </Button>
        </div>
      </div>
    </div>
  );
}
