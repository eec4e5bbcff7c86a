import { useState } from 'react';
import { digestPaper } from '../../../shared/papers/digestPaper.ts';
import { ExportButtons } from '../../parts/ExportButtons.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { formatRoute } from '../../state/route.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Select } from '../../ui/Select.tsx';
import { formatCount, formatWhen } from '../../words/formats.ts';
import './comparing.css';
import { SideChip } from './SideChip.tsx';
import { useWork } from './useWork.ts';
import { WorkProgress } from './WorkProgress.tsx';

const dayMs = 86_400_000;
const times = [
  { value: '1', label: 'Since yesterday' },
  { value: '7', label: 'This week' },
  { value: '31', label: 'This month' },
] as const;

/** What came into the library or changed, a sentence or two each. */
export function DigestPage() {
  const model = currentModel(useFacts());
  const [days, setDays] = useState<(typeof times)[number]['value']>('7');
  const work = useWork('documents.digest');
  const start = (isModelUsed: boolean) =>
    void work.start({
      since: new Date(Date.now() - Number(days) * dayMs).toISOString(),
      ...{ documentIds: null, modelId: model?.id ?? null, isModelUsed },
    });
  const { state } = work;
  const now = new Date();
  return (
    <div className="page">
      <PageHeader title="What changed">
        {state.kind === 'finished' && (
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
              <Select label="Since when" value={days} options={times} onChange={setDays} />
              <Button look="primary" onClick={() => start(false)}>
                Show it
              </Button>
              {model && <Button onClick={() => start(true)}>With an overview by {model.name}</Button>}
            </div>
          </div>
          {state.kind === 'busy' && <WorkProgress title="Looking through" {...state} onStop={work.stop} />}
          {state.kind === 'failed' && <FailureNotice error={state.error} onRetry={() => start(false)} />}
          {state.kind === 'finished' && (
            <div className="comparison">
              {state.value.entries.length === 0 && <p className="page-none">Nothing came or changed.</p>}
              {state.value.overview !== '' && (
                <div className="comparison-overview" dir="auto">
                  <Markdown text={state.value.overview} />
                  <Chip>{state.value.modelName}</Chip>
                </div>
              )}
              {state.value.entries.map(({ document, change, sentences, modelName }) => (
                <section key={document.id} className="comparison-part" aria-label={document.title}>
                  <h3>
                    <a href={formatRoute({ kind: 'document', documentId: document.id, tab: 'summary' })}>
                      {document.title}
                    </a>
                  </h3>
                  {sentences.map((sentence, index) => (
                    <p
                      key={index}
                      className="comparison-text"
                      dir="auto"
                      lang={document.language ?? undefined}
                    >
                      {sentence.text}{' '}
                      <SideChip
                        side={document}
                        pages={sentence.pages}
                        passage={modelName === null ? sentence.text : null}
                        mark={null}
                      />
                    </p>
                  ))}
                  <p className="comparingCard-detail">
                    {[
                      `${change} ${formatWhen(document.addedAt, now)}`,
                      modelName === null ? 'word for word' : `from the summary by ${modelName}`,
                    ].join(' · ')}
                  </p>
                </section>
              ))}
              <p className="comparingCard-detail">
                {state.value.coverage.documentsTold} of{' '}
                {formatCount(state.value.coverage.documentsTotal, { one: 'document', many: 'documents' })}.
              </p>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
