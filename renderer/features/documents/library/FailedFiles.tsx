import { useEffect, useState } from 'react';
import { useClient } from '../../../state/host.ts';
import { useQuery } from '../../../state/useQuery.ts';
import { Button } from '../../../ui/Button.tsx';
import { WarningIcon } from '../../../ui/icons.tsx';
import { LongListWait } from '../../../ui/LongList.tsx';
import { formatCount } from '../../../words/formats.ts';
import { FailureGroup } from './FailureGroup.tsx';

/** The files that could not be read, by reason and with the next step. @param count how many there are. */
export function FailedFiles({ count }: { readonly count: number }) {
  const client = useClient();
  const [isOpen, setIsOpen] = useState(false);
  if (count === 0) return null;
  return (
    <section className="failedFiles" aria-label="Files that could not be read">
      <div className="failedFiles-head">
        <WarningIcon />
        <span className="failedFiles-count">
          {formatCount(count, { one: 'file', many: 'files' })} could not be read
        </span>
        <Button size="small" look="plain" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'See why'}
        </Button>
        <Button size="small" onClick={() => void client.request('library.retry', {})}>
          {count === 1 ? 'Try again' : 'Try all again'}
        </Button>
      </div>
      {isOpen && <FailureGroups count={count} />}
    </section>
  );
}

const nothing = {};

function FailureGroups({ count }: { readonly count: number }) {
  const { state, reload } = useQuery('library.countFailures', nothing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number of failures has other reasons.
  useEffect(() => void reload(), [count, reload]);
  if (state.kind !== 'ready')
    return <LongListWait what="files" hasFailed={state.kind === 'failed'} onRetry={() => void reload()} />;
  return (
    <ul aria-label="Reasons">
      {state.value.map(({ errorCode, files }) => (
        <FailureGroup
          key={errorCode}
          errorCode={errorCode}
          files={files}
          isAlone={state.value.length === 1}
        />
      ))}
    </ul>
  );
}
