import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Document, PageRange } from '../../../shared/contract/documents.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { PageBlocks } from '../../parts/PageBlocks.tsx';
import { useQuery } from '../../state/useQuery.ts';

interface DocumentTextProps {
  readonly document: Document;
}

/** The text of the document as Sotto reads it, page by page as one scrolls. */
export function DocumentText({ document }: DocumentTextProps) {
  return (
    <div className="documentText" lang={document.language ?? undefined}>
      <h2 className="onlyForReaders">Text</h2>
      {Array.from({ length: document.pages }, (_, index) => (
        <LazyPage key={index} document={document} page={index + 1} />
      ))}
    </div>
  );
}

function LazyPage({ document, page }: DocumentTextProps & { readonly page: number }) {
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
      {isNear && <PageText document={document} page={page} />}
      <span className="documentText-number" aria-hidden="true">
        {page}
      </span>
    </section>
  );
}

function PageText({ document, page }: DocumentTextProps & { readonly page: number }) {
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
        return <p className="documentSection-note">This page holds no text.</p>;
      return <PageBlocks blocks={state.value.blocks} passage={null} sentence={null} />;
  }
}

function pageRange(page: number): PageRange {
  return [page, page];
}
