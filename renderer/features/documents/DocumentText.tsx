import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Document, PageRange } from '../../../shared/contract/documents.ts';
import type { RecognisedPage } from '../../../shared/recognition.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { PageBlocks } from '../../parts/PageBlocks.tsx';
import { useQuery } from '../../state/useQuery.ts';
import { recognisedPageWords } from '../../words/recognition.ts';
import { RecognitionNote } from './RecognitionNote.tsx';

interface DocumentTextProps {
  readonly document: Document;
}

/** The text of the document as Sotto reads it, page by page as one scrolls. */
export function DocumentText({ document }: DocumentTextProps) {
  const [readings, setReadings] = useState(0);
  const { state, reload } = useQuery(
    'recognition.get',
    useMemo(() => ({ documentId: document.id }), [document.id]),
  );
  const recognition = state.kind === 'ready' ? state.value : null;
  const showNewText = () => {
    setReadings((count) => count + 1);
    void reload();
  };
  return (
    <div className="documentText">
      <h2 className="onlyForReaders">Text</h2>
      {recognition && (
        <RecognitionNote key={readings} document={document} recognition={recognition} onRead={showNewText} />
      )}
      <div className="documentText" lang={document.language ?? undefined} key={`text ${readings}`}>
        {Array.from({ length: document.pages }, (_, index) => (
          <LazyPage
            key={index}
            document={document}
            page={index + 1}
            recognised={recognition?.pages.find(({ page }) => page === index + 1)}
          />
        ))}
      </div>
    </div>
  );
}

interface PageProps extends DocumentTextProps {
  readonly page: number;
  /** Where its words were recognised in a picture. */
  readonly recognised: RecognisedPage | undefined;
}

function LazyPage({ document, page, recognised }: PageProps) {
  const element = useRef<HTMLElement>(null);
  const [isNear, setIsNear] = useState(page <= 2);
  useEffect(() => {
    if (isNear || !element.current) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setIsNear(true),
      { rootMargin: '900px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [isNear]);
  return (
    <section ref={element} className="pageSheet documentText-page" aria-label={`Page ${page}`}>
      {isNear && <PageText document={document} page={page} recognised={recognised} />}
      <span className="documentText-number" aria-hidden="true">
        {page}
      </span>
    </section>
  );
}

function PageText({ document, page, recognised }: PageProps) {
  const warning = recognised && recognisedPageWords(recognised);
  const { state, reload } = useQuery(
    'documents.readPages',
    useMemo(() => ({ documentId: document.id, pages: pageRange(page) }), [document.id, page]),
  );
  const retry = useCallback(() => void reload(), [reload]);
  switch (state.kind) {
    case 'loading':
      return <p className="documentSection-waiting">Opening page {page}…</p>;
    case 'failed':
      return <FailureNotice error={state.error} onRetry={retry} />;
    case 'ready':
      if (state.value.blocks.length === 0)
        return <p className="documentSection-note">{warning ?? 'This page holds no text.'}</p>;
      return (
        <>
          {warning && <p className="documentText-warning">{warning}</p>}
          <PageBlocks blocks={state.value.blocks} passage={null} sentence={null} />
        </>
      );
  }
}

function pageRange(page: number): PageRange {
  return [page, page];
}
