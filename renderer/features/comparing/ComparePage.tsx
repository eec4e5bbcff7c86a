import { useMemo, useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import { type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import { comparisonPaper } from '../../../shared/papers/comparisonPaper.ts';
import { ExportButtons } from '../../parts/ExportButtons.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { useQuery } from '../../state/useQuery.ts';
import { Button } from '../../ui/Button.tsx';
import { DocumentIcon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Select } from '../../ui/Select.tsx';
import './comparing.css';
import { ComparisonView } from './ComparisonView.tsx';
import { useWork } from './useWork.ts';
import { WorkProgress } from './WorkProgress.tsx';

/** More than one looks through in a list; the others are found by name in the library. */
const listed = 1000;
const none = 'none';
const kinds = [
  { value: 'auto', label: 'Tell by their text' },
  { value: 'versions', label: 'Two versions' },
  { value: 'documents', label: 'Two documents' },
] as const;

/** Chooses two documents and shows what they have in common and what not. */
export function ComparePage({ firstId }: { readonly firstId: DocumentId | null }) {
  const facts = useFacts();
  const model = currentModel(facts);
  const [first, setFirst] = useState<string>(firstId ?? none);
  const [second, setSecond] = useState<string>(none);
  const [kind, setKind] = useState<(typeof kinds)[number]['value']>('auto');
  const documents = useQuery(
    'documents.list',
    useMemo(() => ({ offset: 0, limit: listed }), []),
  );
  const work = useWork('documents.compare');
  const all = documents.state.kind === 'ready' ? documents.state.value.documents : [];
  const options = [
    { value: none, label: 'Choose a document' },
    ...all.map((document) => ({ value: document.id, label: labelOf(document, all) })),
  ];
  const isReady = first !== none && second !== none && first !== second;
  const start = (isModelUsed: boolean) =>
    void work.start({
      firstId: documentIdSchema.parse(first),
      secondId: documentIdSchema.parse(second),
      ...{ kind, isModelUsed, modelId: model?.id ?? null },
    });
  const { state } = work;
  return (
    <div className="page">
      <PageHeader title="Compare">
        {state.kind === 'finished' && (
          <ExportButtons paper={() => comparisonPaper(state.value, new Date())} />
        )}
      </PageHeader>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that. */}
      <div className="page-scroll" tabIndex={0}>
        <div className="page-column">
          {documents.state.kind === 'failed' && <FailureNotice error={documents.state.error} />}
          {documents.state.kind === 'ready' && all.length < 2 ? (
            <EmptyState
              icon={<DocumentIcon />}
              title="Two documents are needed"
              text="Add two versions of a document, or two documents on one subject, and see what differs, with the pages of both."
            />
          ) : (
            <div className="card comparingCard">
              <p>What two documents have in common and what not, with the pages of both.</p>
              <div className="comparingChoice">
                <Select label="First document" value={first} options={options} onChange={setFirst} />
                <Select label="Second document" value={second} options={options} onChange={setSecond} />
                <Select label="What they are" value={kind} options={kinds} onChange={setKind} />
              </div>
              <div className="comparingChoice">
                {model && (
                  <Button look="primary" disabled={!isReady} onClick={() => start(true)}>
                    Compare with {model.name}
                  </Button>
                )}
                <Button look={model ? 'outline' : 'primary'} disabled={!isReady} onClick={() => start(false)}>
                  Compare at once, no model
                </Button>
              </div>
            </div>
          )}
          {state.kind === 'busy' && <WorkProgress title="Comparing" {...state} onStop={work.stop} />}
          {state.kind === 'failed' && (
            <FailureNotice error={state.error} onRetry={() => start(model !== null)} />
          )}
          {state.kind === 'finished' && <ComparisonView comparison={state.value} />}
        </div>
      </div>
    </div>
  );
}

function labelOf(document: Document, all: readonly Document[]): string {
  const isAlone = all.every((other) => other.id === document.id || other.title !== document.title);
  return isAlone ? document.title : `${document.title} (${document.fileName})`;
}
