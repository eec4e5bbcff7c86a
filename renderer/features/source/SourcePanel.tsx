import { useEffect, useMemo, useRef, useState } from 'react';
import type { PageRange } from '../../../shared/contract/documents.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { PageBlocks } from '../../parts/PageBlocks.tsx';
import { type SourceTarget, useSource } from '../../state/source.tsx';
import { useQuery } from '../../state/useQuery.ts';
import { IconButton } from '../../ui/Button.tsx';
import { ChevronLeftIcon, ChevronRightIcon, CloseIcon } from '../../ui/icons.tsx';
import './SourcePanel.css';
import { SheetHandle } from './SheetHandle.tsx';

/** A passage is shown whole up to this many pages; the rest is a page turn away. */
const mostPagesAtOnce = 3;

/** The place in a document that a quotation comes from, beside the text or, on small screens, as a sheet. */
export function SourcePanel({ target }: { readonly target: SourceTarget }) {
  const { close } = useSource();
  const [first, last] = target.pages;
  const start: PageRange = [first, Math.min(last, first + mostPagesAtOnce - 1)];
  const [place, setPlace] = useState<{ readonly target: SourceTarget; readonly range: PageRange }>({
    target,
    range: start,
  });
  const range = place.target === target ? place.range : start;
  const { state, reload } = useQuery(
    'documents.readPages',
    useMemo(
      () => ({ documentId: target.documentId, pages: pageRange(range[0], range[1]) }),
      [target.documentId, range[0], range[1]],
    ),
  );
  const panel = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const isReady = state.kind === 'ready';
  useEffect(() => {
    if (!isReady || !target) return;
    const marks = body.current?.querySelectorAll('mark');
    const main = [...(marks ?? [])].find((mark) => mark.className === '') ?? marks?.[0];
    main?.scrollIntoView({ block: 'center' });
  }, [isReady, target]);
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

  const pages = isReady ? state.value.pages : null;
  const go = (page: number) => setPlace({ target, range: pageRange(page, page) });
  return (
    <section ref={panel} className="sourcePanel" aria-label="Source" tabIndex={-1}>
      <SheetHandle panel={panel} onClose={close} />
      <header className="sourcePanel-header">
        <div className="sourcePanel-words">
          <h2 title={target.title}>{target.title}</h2>
          <span aria-live="polite">{placeWords(range, pages)}</span>
        </div>
        <IconButton
          label="Previous page"
          icon={<ChevronLeftIcon />}
          disabled={range[0] <= 1}
          onClick={() => go(range[0] - 1)}
        />
        <IconButton
          label="Next page"
          icon={<ChevronRightIcon />}
          disabled={pages === null || range[1] >= pages}
          onClick={() => go(range[1] + 1)}
        />
        <IconButton label="Close source" icon={<CloseIcon />} onClick={close} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that. */}
      <div ref={body} className="sourcePanel-body" tabIndex={0}>
        {state.kind === 'loading' && <p className="sourcePanel-waiting">Opening the page…</p>}
        {state.kind === 'failed' && <FailureNotice error={state.error} onRetry={() => void reload()} />}
        {state.kind === 'ready' && (
          <div className="pageSheet">
            {state.value.blocks.length === 0 ? (
              <p className="sourcePanel-waiting">This page holds no text.</p>
            ) : (
              <PageBlocks blocks={state.value.blocks} passage={target.passage} sentence={target.sentence} />
            )}
          </div>
        )}
      </div>
    </section>
  );
}

function pageRange(first: number, last: number): PageRange {
  return [first, last];
}

function placeWords([first, last]: PageRange, pages: number | null): string {
  const of = pages === null ? '' : ` of ${pages}`;
  return first === last ? `page ${first}${of}` : `pages ${first}–${last}${of}`;
}
