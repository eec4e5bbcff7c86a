import { useEffect, useMemo, useRef, useState } from 'react';
import type { PageRange } from '../../../shared/contract/documents.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { PageBlocks } from '../../parts/PageBlocks.tsx';
import { PdfPages } from '../../parts/pdf/PdfPages.tsx';
import { type SourceTarget, useSource } from '../../state/source.tsx';
import { useQuery } from '../../state/useQuery.ts';
import { Button } from '../../ui/Button.tsx';
import './SourcePanel.css';
import { SheetHandle } from './SheetHandle.tsx';
import { SourceHeader } from './SourceHeader.tsx';
import { useOriginal } from './useOriginal.ts';

/** A passage is shown whole up to this many pages; the rest is a page turn away. */
const mostPagesAtOnce = 3;

interface Place {
  readonly target: SourceTarget;
  /** The first page of the range. */
  readonly page: number;
  readonly range: PageRange;
  readonly isPassageSought: boolean;
}

/**
 * The place in a document that a quotation comes from, beside the text or, on small screens, as a sheet: the page as
 * it is printed, or the text that was read from it.
 */
export function SourcePanel({ target }: { readonly target: SourceTarget }) {
  const { close } = useSource();
  const original = useOriginal(target.documentId);
  const [isTextWanted, setIsTextWanted] = useState(false);
  const [isWide, setIsWide] = useState(false);
  const [chosen, setChosen] = useState<Place>(() => startOf(target));
  const [seenPage, setSeenPage] = useState<number | null>(null);
  const place = useMemo(() => (chosen.target === target ? chosen : startOf(target)), [chosen, target]);
  const isText = original.kind === 'none' || (original.kind === 'pdf' && isTextWanted);
  const { range } = place;
  const { state, reload } = useQuery(
    'documents.readPages',
    useMemo(
      () => (isText ? { documentId: target.documentId, pages: pageRange(range[0], range[1]) } : null),
      [isText, target.documentId, range[0], range[1]],
    ),
  );
  const panel = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const isTextReady = isText && state.kind === 'ready';
  useEffect(() => {
    if (!isTextReady || !target) return;
    const marks = body.current?.querySelectorAll('mark');
    const main = [...(marks ?? [])].find((mark) => mark.className === '') ?? marks?.[0];
    main?.scrollIntoView({ block: 'center' });
  }, [isTextReady, target]);
  useEffect(() => {
    if (target) panel.current?.focus({ preventScroll: true });
  }, [target]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      close();
    };
    // Before the chat's own use of Escape, which stops an answer.
    addEventListener('keydown', onKeyDown, true);
    return () => removeEventListener('keydown', onKeyDown, true);
  }, [close]);

  const pdf = original.kind === 'pdf' && !isTextWanted ? original.opened : null;
  const pages = pdf ? pdf.pdf.numPages : isTextReady ? state.value.pages : null;
  const shown: PageRange = pdf && seenPage !== null ? [seenPage, seenPage] : range;
  const go = (page: number) => {
    setSeenPage(page);
    setChosen({ target, page, range: pageRange(page, page), isPassageSought: false });
  };
  return (
    <section
      ref={panel}
      className={isWide ? 'sourcePanel sourcePanel-wide' : 'sourcePanel'}
      aria-label="Source"
      tabIndex={-1}
    >
      <SheetHandle panel={panel} onClose={close} />
      <SourceHeader
        title={target.title}
        shown={shown}
        pages={pages}
        isWide={isWide}
        onGo={go}
        onWideChange={setIsWide}
        onClose={close}
      />
      {original.kind === 'opening' && <p className="sourcePanel-opening">Opening the page…</p>}
      {pdf && (
        <PdfPages
          opened={pdf}
          place={place}
          passagePages={target.pages}
          passage={target.passage}
          sentence={target.sentence}
          onPageSeen={setSeenPage}
        >
          <Button look="plain" size="small" onClick={() => setIsTextWanted(true)}>
            Show as text
          </Button>
        </PdfPages>
      )}
      {isText && (
        <>
          {original.kind === 'pdf' && (
            <div className="sourcePanel-tools">
              <Button look="plain" size="small" onClick={() => setIsTextWanted(false)}>
                Show the page
              </Button>
            </div>
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that. */}
          <div ref={body} className="sourcePanel-body" tabIndex={0}>
            {original.kind === 'none' && original.why !== null && (
              <p className="sourcePanel-why">{original.why}</p>
            )}
            {state.kind === 'loading' && <p className="sourcePanel-waiting">Opening the page…</p>}
            {state.kind === 'failed' && <FailureNotice error={state.error} onRetry={() => void reload()} />}
            {state.kind === 'ready' && (
              <div className="pageSheet">
                {state.value.blocks.length === 0 ? (
                  <p className="sourcePanel-waiting">This page holds no text.</p>
                ) : (
                  <PageBlocks
                    blocks={state.value.blocks}
                    passage={target.passage}
                    sentence={target.sentence}
                  />
                )}
              </div>
            )}
          </div>
        </>
      )}
    </section>
  );
}

function startOf(target: SourceTarget): Place {
  const [first, last] = target.pages;
  return {
    target,
    page: first,
    range: [first, Math.min(last, first + mostPagesAtOnce - 1)],
    isPassageSought: target.passage !== null,
  };
}

function pageRange(first: number, last: number): PageRange {
  return [first, last];
}
