import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { formatCount, formatNumber, formatRemaining } from '../../words/formats.ts';
import type { WorkStep } from './useWork.ts';

interface WorkProgressProps extends WorkStep {
  readonly title: string;
  /** What is read one by one. */
  readonly things: { readonly one: string; readonly many: string };
  /** What becomes of it when it is stopped. */
  readonly hint?: string;
  readonly onStop: () => void;
}

const steps = { loading: 'Loading the model', reading: 'Reading', writing: 'Writing' } as const;

/** How far a comparison or a digest is. */
export function WorkProgress(props: WorkProgressProps) {
  const { title, step, done, total, remainingMs, things, hint, onStop } = props;
  // One thing is not counted.
  const isCounted = total > 1;
  return (
    <div className="card comparingCard">
      <div className="comparingCard-head">
        <h2>{title}</h2>
        <span className="comparingCard-detail">
          {[isCounted ? `${steps[step]}, ${count()}` : steps[step], formatRemaining(remainingMs)]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      </div>
      <ProgressBar label={steps[step]} ratio={isCounted ? done / total : null} />
      <p className="onlyForReaders" role="status">
        {title}: {steps[step]}
      </p>
      <div className="comparingCard-foot">
        <p className="comparingCard-detail">{hint}</p>
        <Button onClick={onStop}>Stop</Button>
      </div>
    </div>
  );

  function count(): string {
    if (step === 'loading') return `${formatNumber(done)} %`;
    return step === 'reading'
      ? `${formatNumber(done)} of ${formatCount(total, things)}`
      : `${formatNumber(done)} of ${formatNumber(total)}`;
  }
}
