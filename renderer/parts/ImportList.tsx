import { useImports } from '../state/ImportsProvider.tsx';
import { type Import, type ImportPhase, importRatio } from '../state/imports.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { errorWords } from '../words/errors.ts';
import { formatCount, formatPercent } from '../words/formats.ts';
import './ImportList.css';

interface ImportListProps {
  readonly kind: Import['kind'];
  /** Only those begun after the one of this id. */
  readonly after?: number;
}

/** The files on their way in: what happens to each, how far it is, and the failed ones with a way on. */
export function ImportList({ kind, after = 0 }: ImportListProps) {
  const imports = useImports();
  const shown = imports.list.filter((one) => one.kind === kind && one.id > after);
  if (shown.length === 0) return null;
  return (
    <ul className="importList" aria-label={kind === 'model' ? 'Models being added' : 'Documents being added'}>
      {shown.map((one) => (
        <li key={one.id}>
          {one.phase.kind === 'failed' ? (
            <Notice {...errorWords(one.phase.error)} tone="failed">
              <Button size="small" look="plain" onClick={() => imports.leave(one.id)}>
                Dismiss
              </Button>
            </Notice>
          ) : (
            <div className="importList-row">
              <div className="importList-words">
                <span className="importList-name">{one.fileName}</span>
                <span className="importList-step">{phaseWords(one.phase)}</span>
              </div>
              <Button size="small" look="plain" onClick={() => imports.leave(one.id)}>
                Stop<span className="onlyForReaders"> adding {one.fileName}</span>
              </Button>
              <ProgressBar label={`Adding ${one.fileName}`} ratio={importRatio(one.phase)} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function phaseWords(phase: Exclude<ImportPhase, { kind: 'failed' }>): string {
  switch (phase.kind) {
    case 'waiting':
      return 'Waiting for its turn';
    case 'copying':
      return `Copying to Sotto’s folder, ${formatPercent(phase.ratio)}`;
    case 'checking':
      return 'Checking the file';
    case 'parsing':
      return phase.total ? `Reading page ${phase.done} of ${phase.total}` : 'Reading the pages';
    case 'indexing':
      return phase.total
        ? `Making it searchable, ${phase.done} of ${formatCount(phase.total, { one: 'section', many: 'sections' })}`
        : 'Making it searchable';
  }
}
