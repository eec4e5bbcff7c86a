import { useState } from 'react';
import { digestPaper } from '../../../shared/papers/digestPaper.ts';
import { ExportButtons } from '../../parts/ExportButtons.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { Button } from '../../ui/Button.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Select } from '../../ui/Select.tsx';
import './comparing.css';
import { DigestView } from './DigestView.tsx';
import { everything, useDigestScopes } from './useDigestScopes.ts';
import { useWork } from './useWork.ts';
import { WorkProgress } from './WorkProgress.tsx';

const dayMs = 86_400_000;
const times = [
  { value: '1', label: 'Since yesterday' },
  { value: '7', label: 'This week' },
  { value: '31', label: 'This month' },
  { value: 'ever', label: 'Whenever it came' },
] as const;
const documents = { one: 'document', many: 'documents' };

/** What documents say that came into the library or changed, or all of a folder or collection: a sentence or two each. */
export function DigestPage() {
  const model = currentModel(useFacts());
  const scopes = useDigestScopes();
  const [days, setDays] = useState<(typeof times)[number]['value']>('7');
  const [of, setOf] = useState<string>(everything);
  const work = useWork('documents.digest');
  const { state } = work;
  const isBusy = state.kind === 'busy';
  const start = (isModelUsed: boolean) =>
    void work.start({
      since: days === 'ever' ? null : new Date(Date.now() - Number(days) * dayMs).toISOString(),
      ...scopes.scopeOf(of),
      ...{ modelId: model?.id ?? null, isModelUsed },
    });
  return (
    <div className="page">
      <PageHeader title="Digest">
        {state.kind === 'finished' && state.value.entries.length > 0 && (
          <ExportButtons paper={() => digestPaper(state.value, { now: new Date(), failed: [] })} />
        )}
      </PageHeader>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that. */}
      <div className="page-scroll" tabIndex={0}>
        <div className="page-column">
          <div className="card comparingCard">
            <p>
              A sentence or two of every document that came or changed, from its summary where it has one.
            </p>
            <div className="comparingChoice">
              {scopes.options.length > 1 && (
                <Select
                  label="Of which documents"
                  value={of}
                  options={scopes.options}
                  onChange={setOf}
                  isDisabled={isBusy}
                />
              )}
              <Select
                label="Since when"
                value={days}
                options={times}
                onChange={setDays}
                isDisabled={isBusy}
              />
            </div>
            <div className="comparingChoice">
              <Button look="primary" disabled={isBusy} onClick={() => start(false)}>
                Show it
              </Button>
              {model && (
                <Button disabled={isBusy} onClick={() => start(true)}>
                  With an overview by {model.name}
                </Button>
              )}
            </div>
          </div>
          {state.kind === 'busy' && (
            <WorkProgress title="Looking through" things={documents} {...state} onStop={work.stop} />
          )}
          {state.kind === 'failed' && <FailureNotice error={state.error} onRetry={work.again} />}
          {state.kind === 'finished' && <DigestView digest={state.value} />}
        </div>
      </div>
    </div>
  );
}
