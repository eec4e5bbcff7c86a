import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react';
import type { PageRange } from '../../shared/contract/documents.ts';
import type { DocumentId } from '../../shared/ids.ts';

/** A place in a document to be shown beside the text that quotes it. */
export interface SourceTarget {
  readonly documentId: DocumentId;
  readonly title: string;
  readonly pages: PageRange;
  /** Marked in the pages; null shows them as they are. */
  readonly passage: string | null;
  /** The sentence in the passage that matters most here. */
  readonly sentence: string | null;
}

interface Source {
  readonly target: SourceTarget | null;
  readonly open: (target: SourceTarget) => void;
  readonly close: () => void;
}

const SourceContext = createContext<Source | null>(null);

export function useSource(): Source {
  const source = use(SourceContext);
  if (!source) throw new Error('No source above this component.');
  return source;
}

export function SourceProvider({ children }: { readonly children: ReactNode }) {
  const [target, setTarget] = useState<SourceTarget | null>(null);
  const openedFrom = useRef<Element | null>(null);
  const open = useCallback((next: SourceTarget) => {
    openedFrom.current = document.activeElement;
    setTarget(next);
  }, []);
  const close = useCallback(() => {
    setTarget(null);
    // Back to the quotation, so that someone who reads on by keyboard has not lost the place.
    if (openedFrom.current instanceof HTMLElement) openedFrom.current.focus({ preventScroll: true });
  }, []);
  const source = useMemo<Source>(() => ({ target, open, close }), [target, open, close]);
  return <SourceContext value={source}>{children}</SourceContext>;
}
