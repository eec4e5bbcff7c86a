import { useCallback, useEffect, useRef, useState } from 'react';
import { useIsConnected } from './host.ts';

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export interface PagedRows<Row> {
  /** Null until the first page is there. */
  readonly page: Page<Row> | null;
  /** The host could not say what the list holds. */
  readonly hasFailed: boolean;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

const pageSize = 100;
const settleMs = 120;
const longestWaitMs = 1500;

/**
 * Holds the first rows of a long list of the host and loads more on demand.
 * @param load null when the host could not answer; must change only when the list is another one.
 */
export function usePagedList<Row>(
  load: (part: { readonly offset: number; readonly limit: number }) => Promise<Page<Row> | null>,
): PagedRows<Row> {
  const isConnected = useIsConnected();
  const [page, setPage] = useState<Page<Row> | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const wanted = useRef(pageSize);
  const running = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const askedAt = useRef<number | null>(null);

  const refresh = useCallback(async () => {
    running.current += 1;
    const mine = running.current;
    const rows: Row[] = [];
    let total = 0;
    do {
      const limit = Math.min(1000, wanted.current - rows.length);
      const part = await load({ offset: rows.length, limit });
      if (mine !== running.current) return;
      setHasFailed(part === null);
      if (part === null) return;
      rows.push(...part.rows);
      total = part.total;
      if (part.rows.length < limit) break;
    } while (rows.length < wanted.current);
    setPage({ rows, total });
  }, [load]);

  useEffect(() => {
    wanted.current = pageSize;
    if (isConnected) void refresh();
    return () => {
      running.current += 1;
    };
  }, [refresh, isConnected]);

  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);

  const loadMore = useCallback(() => {
    if (!page || page.rows.length >= page.total) return;
    const next = page.rows.length + pageSize;
    if (wanted.current >= next) return;
    wanted.current = next;
    const mine = running.current;
    void load({ offset: page.rows.length, limit: pageSize }).then((part) => {
      if (!part || mine !== running.current) return;
      setPage((before) => before && { rows: [...before.rows, ...part.rows], total: part.total });
    });
  }, [load, page]);

  const reload = useCallback(() => {
    // Many changes at once are one reload; while they never end, as with a folder being read, it is one now and then.
    clearTimeout(timer.current ?? undefined);
    const now = performance.now();
    askedAt.current ??= now;
    const wait = Math.max(0, Math.min(settleMs, askedAt.current + longestWaitMs - now));
    timer.current = setTimeout(() => {
      askedAt.current = null;
      void refresh();
    }, wait);
  }, [refresh]);

  return { page, hasFailed, loadMore, reload };
}
