import { useState } from 'react';
import type { CodeRunId } from '../../../shared/ids.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useClient } from '../../state/host.ts';
import { formatRoute } from '../../state/route.ts';
import { useQuery } from '../../state/useQuery.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { TrashIcon } from '../../ui/icons.tsx';
import { formatWhen } from '../../words/formats.ts';
import { actionLabel } from './actions.ts';

const noInput = {};
const pageSize = 50;

/** What was asked about code before. */
export function CodeHistory() {
  const client = useClient();
  const { state, reload } = useQuery('code.list', noInput);
  const [shown, setShown] = useState(pageSize);
  if (state.kind === 'failed') return <FailureNotice error={state.error} onRetry={() => void reload()} />;
  if (state.kind === 'loading' || state.value.length === 0) return null;
  const now = new Date();
  const remove = async (runId: CodeRunId) => {
    await client.request('code.remove', { runId });
    await reload();
  };
  return (
    <section className="codeHistory" aria-labelledby="code-history">
      <h2 id="code-history">Earlier</h2>
      <ul aria-labelledby="code-history">
        {state.value.slice(0, shown).map((run) => (
          <li key={run.id} className="codeHistory-row">
            <a href={formatRoute({ kind: 'codeRun', runId: run.id })}>
              <span className="codeHistory-title">
                {actionLabel(run.action)}
                {run.instruction ? `: ${run.instruction}` : ''}
              </span>
              <span className="codeHistory-detail">
                {run.source.fileName} · {formatWhen(run.createdAt, now)}
                {run.decision === 'accepted' && ' · accepted'}
                {run.decision === 'rejected' && ' · rejected'}
                {run.decision === 'open' && ' · to decide'}
              </span>
            </a>
            <IconButton
              label={`Delete ${actionLabel(run.action)}, ${run.source.fileName}`}
              icon={<TrashIcon />}
              onClick={() => void remove(run.id)}
            />
          </li>
        ))}
      </ul>
      {state.value.length > shown && (
        <Button look="plain" onClick={() => setShown(shown + pageSize)}>
          Show more
        </Button>
      )}
    </section>
  );
}
