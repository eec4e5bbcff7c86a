import { useCallback, useEffect, useRef, useState } from 'react';
import { useIsConnected } from './host.ts';

/** Some rows of a list of the host, and how many it has. */
export interface Part<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export interface LongRows<Row> {
  /** Null until the host has told. */
  readonly total: number | null;
  /** Null while it is not there. */
  readonly rowAt: (index: number) => Row | null;
  /** The host could not say what the list holds. */
  readonly hasFailed: boolean;
  /** Rows from and up to these places are looked at: they are fetched, and those far from them let go. */
  readonly show: (first: number, last: number) => void;
  readonly reload: () => void;
}

interface Held<Row> {
  readonly total: number;
  /** By their number; `pageSize` rows each, the last one fewer. */
  readonly pages: ReadonlyMap<number, readonly Row[]>;
}

const pageSize = 100;
/** On either side of what is looked at. */
const keptPages = 8;
const settleMs = 120;
const longestWaitMs = 1500;

/**
 * Holds the part of a long list of the host that is looked at, however long the list is.
 * @param load null when the host could not answer; must change only when the list is another one.
 * @param startRow the row that will be looked at first.
 */
export function useLongList<Row>(
  load: (part: { readonly offset: number; readonly limit: number }) => Promise<Part<Row> | null>,
  startRow = 0,
): LongRows<Row> {
  const isConnected = useIsConnected();
  const [held, setHeld] = useState<Held<Row> | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const startPage = Math.max(0, Math.floor(startRow / pageSize));
  const wanted = useRef({ first: startPage, last: startPage });
  const known = useRef<Held<Row> | null>(null);
  const running = useRef(0);
  const isFetching = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const askedAt = useRef<number | null>(null);

  const keep = useCallback((next: Held<Row>) => {
    known.current = next;
    setHeld(next);
  }, []);

  /** One page after the other, so that a fling through thousands of rows asks only for where it ends. */
  const fetchMissing = useCallback(async () => {
    if (isFetching.current) return;
    const mine = running.current;
    for (;;) {
      const before = known.current;
      const page = before && missingPage(before, wanted.current);
      if (!before || page === null) return;
      isFetching.current = true;
      const part = await load({ offset: page * pageSize, limit: pageSize });
      if (mine !== running.current) return;
      isFetching.current = false;
      setHasFailed(part === null);
      if (part === null) return;
      const pages = new Map([...before.pages, [page, part.rows]]);
      keep({ total: part.total, pages: near(pages, wanted.current) });
    }
  }, [load, keep]);

  const refresh = useCallback(async () => {
    running.current += 1;
    isFetching.current = false;
    const mine = running.current;
    const { first, last } = wanted.current;
    const limit = Math.min(1000, (last - first + 1) * pageSize);
    const part = await load({ offset: first * pageSize, limit });
    if (mine !== running.current) return;
    setHasFailed(part === null);
    if (part === null) return;
    keep({ total: part.total, pages: intoPages(part.rows, first) });
    void fetchMissing();
  }, [load, keep, fetchMissing]);

  useEffect(() => {
    if (isConnected) void refresh();
    return () => {
      running.current += 1;
      // A reload that was still to come is one of the list before, and would show it in place of this one.
      clearTimeout(timer.current ?? undefined);
      askedAt.current = null;
    };
  }, [refresh, isConnected]);

  const show = useCallback(
    (first: number, last: number) => {
      wanted.current = { first: Math.floor(first / pageSize), last: Math.floor(last / pageSize) };
      void fetchMissing();
    },
    [fetchMissing],
  );

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

  const rowAt = useCallback(
    (index: number) => held?.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null,
    [held],
  );
  return { total: held?.total ?? null, rowAt, hasFailed, show, reload };
}

interface Pages {
  readonly first: number;
  readonly last: number;
}

function missingPage({ total, pages }: Held<unknown>, wanted: Pages): number | null {
  const last = Math.min(wanted.last, Math.ceil(total / pageSize) - 1);
  for (let page = wanted.first; page <= last; page += 1) if (!pages.has(page)) return page;
  return null;
}

function near<Rows>(pages: ReadonlyMap<number, Rows>, wanted: Pages): Map<number, Rows> {
  const isNear = (page: number) => page >= wanted.first - keptPages && page <= wanted.last + keptPages;
  return new Map([...pages].filter(([page]) => isNear(page)));
}

function intoPages<Row>(rows: readonly Row[], first: number): Map<number, readonly Row[]> {
  const count = Math.max(1, Math.ceil(rows.length / pageSize));
  return new Map(
    Array.from({ length: count }, (_, index) => [
      first + index,
      rows.slice(index * pageSize, (index + 1) * pageSize),
    ]),
  );
}
