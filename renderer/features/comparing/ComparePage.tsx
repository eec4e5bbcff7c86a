import { useMemo, useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import { comparisonPaper } from '../../../shared/papers/comparisonPaper.ts';
import { ExportButtons } from '../../parts/ExportButtons.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { ImportList } from '../../parts/ImportList.tsx';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { useHostEvent } from '../../state/host.ts';
import { useImports } from '../../state/ImportsProvider.tsx';
import { useQuery } from '../../state/useQuery.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Field.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { DocumentIcon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import './comparing.css';
import { ComparisonView } from './ComparisonView.tsx';
import { DocumentField } from './DocumentField.tsx';
import { useWork } from './useWork.ts';
import { WorkProgress } from './WorkProgress.tsx';

const sections = { one: 'section', many: 'sections' };
const kinds = [
  { value: 'auto', label: 'Tell by their text' },
  { value: 'versions', label: 'Two versions' },
  { value: 'documents', label: 'Two documents' },
] as const;
/** Only how many there are is asked. */
const anyOfThem = { offset: 0, limit: 1 };

/** Chooses two documents and shows what they have in common and what not. */
export function ComparePage({ firstId }: { readonly firstId: DocumentId | null }) {
  const facts = useFacts();
  const imports = useImports();
  const model = currentModel(facts);
  const [chosenFirst, setFirst] = useState<Document | null>(null);
  const [second, setSecond] = useState<Document | null>(null);
  const [kind, setKind] = useState<(typeof kinds)[number]['value']>('auto');
  const documents = useQuery('documents.list', anyOfThem);
  useHostEvent('documents.changed', () => void documents.reload());
  const { state: named } = useQuery(
    'documents.get',
    useMemo(() => (firstId ? { documentId: firstId } : null), [firstId]),
  );
  const first = chosenFirst ?? (named.kind === 'ready' ? named.value : null);
  const work = useWork('documents.compare');
  const { state } = work;
  const isBusy = state.kind === 'busy';
  // What is shown belongs to what is chosen.
  const choose =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      work.stop();
    };
  const start = (isModelUsed: boolean) => {
    if (first === null || second === null) return;
    void work.start({
      ...{ firstId: first.id, secondId: second.id },
      ...{ kind, isModelUsed, modelId: model?.id ?? null },
    });
  };
  const isReady = first !== null && second !== null && !isBusy;
  const isEmpty = documents.state.kind === 'ready' && documents.state.value.total < 2;
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
          {isEmpty && (
            <>
              <ImportList kind="document" />
              <EmptyState
                icon={<DocumentIcon />}
                title="Two documents are needed"
                text="Add two versions of a document, or two documents on one subject, and see what differs, with the pages of both."
              >
                <FileButton
                  look="primary"
                  isMultiple
                  onFiles={(files) => void imports.addDocuments([...files])}
                >
                  Add documents
                </FileButton>
              </EmptyState>
            </>
          )}
          {!isEmpty && (
            <div className="card comparingCard">
              <p>What two documents have in common and what not, with the pages of both.</p>
              <div className="comparingSides">
                <DocumentField
                  label="First document"
                  document={first}
                  other={second}
                  isDisabled={isBusy}
                  onChange={choose(setFirst)}
                />
                <DocumentField
                  label="Second document"
                  document={second}
                  other={first}
                  isDisabled={isBusy}
                  onChange={choose(setSecond)}
                />
              </div>
              <Choice
                legend="What they are"
                value={kind}
                options={kinds}
                onChange={choose(setKind)}
                isDisabled={isBusy}
              />
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
          {state.kind === 'busy' && (
            <WorkProgress
              title="Comparing"
              things={sections}
              hint="What a model notes is kept: stopped work goes on from there."
              {...state}
              onStop={work.stop}
            />
          )}
          {state.kind === 'failed' && <FailureNotice error={state.error} onRetry={work.again} />}
          {state.kind === 'finished' && <ComparisonView comparison={state.value} />}
        </div>
      </div>
    </div>
  );
}
