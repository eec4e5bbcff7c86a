import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';
import './PagedList.css';

interface PagedListProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** A list that grows as one scrolls; rows out of sight cost no layout. */
export function PagedList({ label, children, hasMore, onMore }: PagedListProps) {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows that do not push the end out of sight must ask again.
  useEffect(() => {
    const element = end.current;
    if (!element || !hasMore) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && latest.current(),
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, children]);
  return (
    <>
      <ul className="pagedList" aria-label={label}>
        {children}
      </ul>
      {hasMore && (
        <div ref={end} className="pagedList-end">
          <button type="button" className="pagedList-more" onClick={onMore}>
            Show more
          </button>
        </div>
      )}
    </>
  );
}

interface PagedListWaitProps {
  /** What is being listed, for example 'documents'. */
  readonly what: string;
  readonly hasFailed: boolean;
  readonly onRetry: () => void;
}

/** In place of a list whose first rows are not there yet. */
export function PagedListWait({ what, hasFailed, onRetry }: PagedListWaitProps) {
  if (!hasFailed)
    return (
      <p className="pagedList-wait" role="status">
        Looking up your {what}…
      </p>
    );
  return (
    <Notice what={`Your ${what} could not be listed.`} next="They are still there. Try again." tone="failed">
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </Notice>
  );
}
