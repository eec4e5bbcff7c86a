import './ProgressBar.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; null while it is not known. */
  readonly ratio: number | null;
}

export function ProgressBar({ label, ratio }: ProgressBarProps) {
  return (
    <div
      className={ratio === null ? 'progressBar progressBar-unknown' : 'progressBar'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={ratio === null ? undefined : Math.round(ratio * 100)}
    >
      <div className="progressBar-fill" style={ratio === null ? {} : { width: `${ratio * 100}%` }} />
    </div>
  );
}
