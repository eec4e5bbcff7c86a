import { useMemo, useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import { summaryPaper } from '../../../shared/papers/summaryPaper.ts';
import { ExportButtons } from '../../parts/ExportButtons.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { RemoveDialog } from '../../parts/RemoveDialog.tsx';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { useClient, useHostEvent } from '../../state/host.ts';
import { formatRoute } from '../../state/route.ts';
import { useQuery } from '../../state/useQuery.ts';
import { navigate } from '../../state/useRoute.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { TrashIcon } from '../../ui/icons.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { formatCount, languageName } from '../../words/formats.ts';
import { DocumentText } from './DocumentText.tsx';
import './documents.css';
import './summaries.css';
import { type InstantStyle, instantStyleOf, instantTitles, KeySentences } from './KeySentences.tsx';
import { SummaryPanel } from './SummaryPanel.tsx';
import { useSummaries } from './useSummaries.ts';

interface DocumentPageProps {
  readonly documentId: DocumentId;
  readonly tab: 'summary' | 'text';
}

export function DocumentPage({ documentId, tab }: DocumentPageProps) {
  const { state, reload } = useQuery(
    'documents.get',
    useMemo(() => ({ documentId }), [documentId]),
  );
  useHostEvent('documents.changed', (payload) => {
    if (payload.documentId === documentId && payload.change === 'updated') void reload();
  });
  switch (state.kind) {
    case 'loading':
      return <p className="documentSection-waiting page-none">Opening the document…</p>;
    case 'failed':
      return (
        <div className="page-scroll">
          <div className="page-column">
            <FailureNotice error={state.error} onRetry={() => void reload()} />
          </div>
        </div>
      );
    case 'ready':
      return <OpenDocument key={documentId} document={state.value} tab={tab} />;
  }
}

function OpenDocument({ document, tab }: { readonly document: Document; readonly tab: 'summary' | 'text' }) {
  const client = useClient();
  const facts = useFacts();
  const [isRemoveAsked, setIsRemoveAsked] = useState(false);
  const work = useSummaries({ documentId: document.id, modelId: currentModel(facts)?.id ?? null });
  const summary = work.watched?.summary ?? null;
  const [chosenStyle, setChosenStyle] = useState<InstantStyle | null>(null);
  const instantStyle = chosenStyle ?? instantStyleOf(summary?.style ?? 'keyPoints');
  const { summaryLength: length } = facts.settings;
  const keySentences = useQuery(
    'documents.pickKeySentences',
    useMemo(
      () => ({ documentId: document.id, length, style: instantStyle }),
      [document.id, length, instantStyle],
    ),
  );
  const makePaper = () => {
    const { state } = keySentences;
    return summaryPaper({
      ...{ title: document.title, summary, now: new Date() },
      instant: state.kind === 'ready' ? { heading: instantTitles[instantStyle], picked: state.value } : null,
    });
  };
  return (
    <div className="page">
      <PageHeader title={document.title} detail={describe(document)}>
        <Button look="primary" onClick={() => navigate({ kind: 'newChat', documentId: document.id })}>
          Ask about it
        </Button>
        <Button onClick={() => navigate({ kind: 'compare', documentId: document.id })}>Compare</Button>
        <ExportButtons paper={makePaper} />
        <IconButton label="Remove" icon={<TrashIcon />} onClick={() => setIsRemoveAsked(true)} />
      </PageHeader>
      <nav className="documentTabs" aria-label="Document">
        <a
          href={formatRoute({ kind: 'document', documentId: document.id, tab: 'summary' })}
          aria-current={tab === 'summary' ? 'page' : undefined}
        >
          Summary
        </a>
        <a
          href={formatRoute({ kind: 'document', documentId: document.id, tab: 'text' })}
          aria-current={tab === 'text' ? 'page' : undefined}
        >
          Text
        </a>
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that. */}
      <div className="page-scroll" key={tab} tabIndex={0}>
        <div className="page-column">
          {tab === 'text' ? (
            <DocumentText document={document} />
          ) : (
            <>
              <SummaryPanel document={document} work={work} />
              <KeySentences
                document={document}
                query={keySentences}
                style={instantStyle}
                onStyleChange={setChosenStyle}
              />
            </>
          )}
        </div>
      </div>
      {isRemoveAsked && (
        <RemoveDialog
          title="Remove this document?"
          confirmLabel="Remove"
          remove={() => client.request('documents.remove', { documentId: document.id })}
          onRemoved={() => navigate({ kind: 'documents' }, { isReplacing: true })}
          onClose={() => setIsRemoveAsked(false)}
        >
          <p>“{document.title}” leaves the library with its summaries. The file itself stays where it is.</p>
        </RemoveDialog>
      )}
    </div>
  );
}

function describe(document: Document): string {
  const pages = formatCount(document.pages, { one: 'page', many: 'pages' });
  return document.language ? `${pages} · ${languageName(document.language)}` : pages;
}
