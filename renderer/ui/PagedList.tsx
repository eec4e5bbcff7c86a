import { type ReactNode, useEffect, useRef } from 'react';
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
