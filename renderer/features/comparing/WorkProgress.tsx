import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';

interface WorkProgressProps {
  readonly title: string;
  readonly step: 'loading' | 'reading' | 'writing';
  readonly done: number;
  readonly total: number;
  readonly onStop: () => void;
}

/** How far a comparison or a digest is. */
export function WorkProgress({ title, step, done, total, onStop }: WorkProgressProps) {
  const count = total > 0 ? (step === 'loading' ? `${done} %` : `${done} of ${total}`) : '';
  const what = { loading: 'Loading the model', reading: 'Reading', writing: 'Writing' }[step];
  return (
    <div className="card comparingCard">
      <div className="comparingCard-head">
        <h2 role="status">{title}</h2>
        <span className="comparingCard-detail">{[what, count].filter((part) => part !== '').join(', ')}</span>
      </div>
      <ProgressBar label={what} ratio={total > 0 ? done / total : null} />
      <div className="comparingCard-foot">
        <p className="comparingCard-detail">What a model notes is kept: stopped work goes on from there.</p>
        <Button look="plain" onClick={onStop}>
          Stop
        </Button>
      </div>
    </div>
  );
}
