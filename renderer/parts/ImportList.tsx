import { useImports } from '../state/ImportsProvider.tsx';
import { type Import, type ImportPhase, importRatio } from '../state/imports.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { errorWords } from '../words/errors.ts';
import { formatCount, formatPercent } from '../words/formats.ts';
import './ImportList.css';
import { PasswordDialog } from './PasswordDialog.tsx';

/** Of a whole folder, thousands wait. */
const shownWaiting = 3;

interface ImportListProps {
  readonly kind: Import['kind'];
  /** Only those begun after the one of this id. */
  readonly after?: number;
}

/** The files on their way in: what happens to each, how far it is, and the failed ones with a way on. */
export function ImportList({ kind, after = 0 }: ImportListProps) {
  const imports = useImports();
  const own = imports.list.filter((one) => one.kind === kind && one.id > after);
  if (own.length === 0) return null;
  const waiting = own.filter(({ phase }) => phase.kind === 'waiting');
  const hidden = waiting.slice(shownWaiting);
  const shown = hidden.length === 0 ? own : own.filter((one) => !hidden.includes(one));
  // One question at a time.
  const asking = shown.find(({ phase }) => phase.kind === 'locked' && phase.isAsking);
  return (
    <ul className="importList" aria-label={kind === 'model' ? 'Models being added' : 'Documents being added'}>
      {shown.map((one) => (
        <li key={one.id}>
          {one.phase.kind === 'failed' || one.phase.kind === 'locked' ? (
            <Notice {...errorWords(one.phase.error)} tone="failed">
              {one.phase.kind === 'locked' && (
                <Button size="small" onClick={() => imports.askPassword(one.id, true)}>
                  Enter password
                </Button>
              )}
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
      {hidden.length > 0 && (
        <li className="importList-row">
          <span className="importList-step">
            {formatCount(hidden.length, {
              one: 'more file waits its turn',
              many: 'more files wait their turn',
            })}
          </span>
          <Button size="small" look="plain" onClick={() => imports.leaveAll(hidden.map(({ id }) => id))}>
            Stop these
          </Button>
        </li>
      )}
      {asking?.phase.kind === 'locked' && (
        <PasswordDialog
          key={asking.id}
          fileName={asking.fileName}
          wasWrong={asking.phase.error.code === 'documents.passwordWrong'}
          onPassword={(password) => imports.enterPassword(asking.id, password)}
          onClose={() => imports.askPassword(asking.id, false)}
        />
      )}
    </ul>
  );
}

function phaseWords(phase: Exclude<ImportPhase, { kind: 'failed' | 'locked' }>): string {
  switch (phase.kind) {
    case 'waiting':
      return 'Waiting for its turn';
    case 'copying':
      return `Copying to Sotto’s folder, ${formatPercent(phase.ratio)}`;
    case 'checking':
      return 'Checking the file';
    case 'parsing':
      return phase.total ? `Reading page ${phase.done} of ${phase.total}` : 'Reading the pages';
    case 'recognising':
      return phase.total && phase.total > 1
        ? `Recognising the words on page ${phase.done} of ${phase.total}`
        : 'Recognising the words in the picture';
    case 'indexing':
      return phase.total
        ? `Making it searchable, ${phase.done} of ${formatCount(phase.total, { one: 'section', many: 'sections' })}`
        : 'Making it searchable';
  }
}
