import { useEffect, useMemo, useState } from 'react';
import type { CodeRun } from '../../../shared/contract/code.ts';
import type { CodeRunId } from '../../../shared/ids.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useClient } from '../../state/host.ts';
import { formatRoute } from '../../state/route.ts';
import { useQuery } from '../../state/useQuery.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { downloadFile } from '../../ui/downloadFile.ts';
import { ChevronLeftIcon, DownloadIcon, StopIcon } from '../../ui/icons.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import type { ShownError } from '../../words/errors.ts';
import { formatCount, formatSeconds, formatSpeed } from '../../words/formats.ts';
import { actionLabel } from './actions.ts';
import { useCodeRuns } from './CodeRunsProvider.tsx';
import './code.css';
import { Diff } from './Diff.tsx';
import { phaseWords } from './phaseWords.ts';
import { showRun, toggleHunk } from './runs.ts';
import { withoutLongestBlock } from './withoutLongestBlock.ts';

export function CodeRunPage({ runId }: { readonly runId: CodeRunId }) {
  const client = useClient();
  const { live, run: ask, stop } = useCodeRuns();
  const { state, reload, replace } = useQuery(
    'code.get',
    useMemo(() => ({ runId }), [runId]),
  );
  const [unchosen, setUnchosen] = useState<readonly number[]>([]);
  const [changed, setChanged] = useState<{ readonly text: string; readonly isWritten: boolean } | null>(null);
  const [error, setError] = useState<ShownError | null>(null);
  const mine = live?.run?.id === runId ? live : null;
  const hasEnded = mine?.phase.kind === 'ended';
  useEffect(() => {
    if (hasEnded) void reload();
  }, [hasEnded, reload]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) stop();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [stop]);

  const run = showRun(state.kind === 'ready' ? state.value : null, mine);
  if (!run) {
    return state.kind === 'failed' ? (
      <div className="page-scroll">
        <div className="page-column">
          <FailureNotice error={state.error} onRetry={() => void reload()} />
        </div>
      </div>
    ) : (
      <p className="page-none">Opening…</p>
    );
  }

  const isWriting = mine !== null && !hasEnded;
  const hunks = run.hunks ?? [];
  const chosen = hunks.map((_, index) => index).filter((index) => !unchosen.includes(index));
  const isShownAsDiff = !isWriting && hunks.length > 0;
  const isOpen = run.decision === 'open' && !isWriting && hunks.length > 0;
  const accept = async () => {
    const result = await client.request('code.accept', { runId, hunkIndexes: chosen });
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    replace(result.value.run);
    setChanged({ text: result.value.text, isWritten: result.value.isWritten });
  };
  const reject = async () => {
    const result = await client.request('code.reject', { runId });
    setError(result.ok ? null : result.error);
    if (result.ok) replace(result.value);
  };
  const again = () =>
    ask({
      action: run.action,
      instruction: run.instruction,
      source: { fileName: run.source.fileName, text: run.source.text, fileId: run.source.fileId },
    });
  const target = run.target?.fileName ?? run.source.fileName;
  return (
    <div className="page">
      <PageHeader
        title={run.instruction ? `${actionLabel(run.action)}: ${run.instruction}` : actionLabel(run.action)}
        detail={run.source.fileName}
        leading={
          <a
            className="iconButton"
            aria-label="Back to code"
            title="Back to code"
            href={formatRoute({ kind: 'code' })}
          >
            <ChevronLeftIcon />
          </a>
        }
      >
        {isWriting && (
          <Button icon={<StopIcon />} onClick={stop}>
            Stop
          </Button>
        )}
        {isOpen && (
          <>
            <Button look="plain" onClick={() => void reject()}>
              Reject
            </Button>
            <Button look="primary" disabled={chosen.length === 0} onClick={() => void accept()}>
              Accept {formatCount(chosen.length, { one: 'change', many: 'changes' })}
            </Button>
          </>
        )}
      </PageHeader>
      <div className="page-scroll">
        <div className="page-column codeRun">
          {error && <FailureNotice error={error} />}
          {changed && <Accepted changed={changed} fileName={target} />}
          {run.decision === 'rejected' && <p className="codeRun-decision">Rejected. Nothing was changed.</p>}
          <p className="onlyForReaders" role="status">
            {mine ? (isWriting ? 'Writing the answer' : 'The answer is finished') : ''}
          </p>
          <article aria-label="Answer" aria-busy={isWriting}>
            <Markdown text={isShownAsDiff ? withoutLongestBlock(run.answer) : run.answer} />
            {isWriting && mine && mine.phase.kind !== 'writing' && (
              <p className="codeForm-waiting">{phaseWords(mine.phase)}</p>
            )}
          </article>
          {hunks.length > 0 && (
            <Diff
              title={`${target} · ${run.target?.isNew ? 'new file' : formatCount(hunks.length, { one: 'change', many: 'changes' })}`}
              hunks={hunks}
              chosen={chosen}
              onToggle={
                isOpen && hunks.length > 1 ? (index) => setUnchosen(toggleHunk(unchosen, index)) : null
              }
            />
          )}
          {isOpen && !run.canWrite && (
            <p className="codeRun-decision">
              Sotto cannot write to this file from here. After accepting, copy or download the changed file.
            </p>
          )}
          {run.error && !isWriting && <FailureNotice error={run.error} onRetry={again} />}
          {run.state === 'interrupted' && (
            <Notice what="Sotto was closed while this was written." next="What was there is kept.">
              <Button size="small" onClick={again}>
                Try again
              </Button>
            </Notice>
          )}
          {run.state === 'stopped' && !isWriting && (
            <p className="codeRun-decision">Stopped. What was written is kept.</p>
          )}
          {!isWriting && <RunFacts run={run} onAgain={again} />}
          {isShownAsDiff && (
            <details className="codeRun-source">
              <summary>The answer as written</summary>
              <Markdown text={run.answer} />
            </details>
          )}
          <details className="codeRun-source">
            <summary>What the model read</summary>
            <CodeBlock code={run.source.text} language={run.source.language} />
          </details>
        </div>
      </div>
    </div>
  );
}

function Accepted({
  changed,
  fileName,
}: {
  readonly changed: { text: string; isWritten: boolean };
  readonly fileName: string;
}) {
  return (
    <Notice
      what={changed.isWritten ? `${fileName} was changed.` : 'Accepted.'}
      next={
        changed.isWritten
          ? 'The file on the disk holds the accepted changes.'
          : 'Copy the changed file, or download it.'
      }
    >
      <CopyButton text={changed.text} label="Copy file" />
      {!changed.isWritten && (
        <Button
          size="small"
          icon={<DownloadIcon />}
          onClick={() =>
            downloadFile({
              fileName: fileName.split(/[\\/]/).at(-1) ?? fileName,
              type: 'text/plain;charset=utf-8',
              content: changed.text,
            })
          }
        >
          Download file
        </Button>
      )}
    </Notice>
  );
}

function RunFacts({ run, onAgain }: { readonly run: CodeRun; readonly onAgain: () => void }) {
  const { statistics } = run;
  return (
    <div className="codeRun-facts">
      <span>
        <b>Model</b> {run.modelName}
      </span>
      {statistics?.timeToFirstTokenMs != null && (
        <span>
          <b>First word</b> {formatSeconds(statistics.timeToFirstTokenMs)}
        </span>
      )}
      {statistics?.tokensPerSecond != null && (
        <span>
          <b>Speed</b> {formatSpeed(statistics.tokensPerSecond)}
        </span>
      )}
      <Button look="plain" size="small" onClick={onAgain}>
        Again
      </Button>
    </div>
  );
}
