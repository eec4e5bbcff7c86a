import './CoverageGrid.css';

export interface CoverageCell {
  readonly isRead: boolean;
  readonly isBeingRead: boolean;
  readonly title: string;
}

interface CoverageGridProps {
  /** For example '37 of 112 sections read'. */
  readonly label: string;
  readonly cells: readonly CoverageCell[];
}

/** One cell per section, filled as it is read. */
export function CoverageGrid({ label, cells }: CoverageGridProps) {
  const density = cells.length > 400 ? 'fine' : cells.length > 28 ? 'normal' : 'coarse';
  return (
    <div className={`coverageGrid coverageGrid-${density}`} role="img" aria-label={label}>
      {cells.map((cell, index) => (
        <span
          key={index}
          className="coverageGrid-cell"
          data-state={cell.isRead ? 'read' : cell.isBeingRead ? 'reading' : 'waiting'}
          title={cell.title}
        />
      ))}
    </div>
  );
}
