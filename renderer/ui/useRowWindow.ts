import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

interface RowWindow {
  /** Places of the rows to draw, both included. */
  readonly first: number;
  readonly last: number;
  /** In px. */
  readonly rowHeight: number;
  readonly visibleRows: number;
  /** Scrolls so that this row is in sight. */
  readonly reveal: (row: number) => void;
}

/** Until a row was measured. In px. */
const likelyRowHeight = 60;
/** Windows move by so many rows at a time, so that most of scrolling draws nothing anew. */
const step = 10;
/** What stands above a list comes in the meantime, and pushes it down. */
export const returnMs = 1500;
const ownWays = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/**
 * Which rows of a list are in sight or about to be, wherever the list stands in what scrolls.
 * @param input.startTop the row to begin at, with the part of it that is out of sight; null where it scrolled nowhere.
 * @param input.onTop told the same of where one is, whenever that changes.
 */
export function useRowWindow(
  list: RefObject<HTMLElement | null>,
  input: {
    readonly total: number;
    readonly startTop: number | null;
    readonly onTop: (top: number | null) => void;
  },
): RowWindow {
  const { total, onTop } = input;
  const returning = useRef(input.startTop);
  const [rowHeight, setRowHeight] = useState(likelyRowHeight);
  const [{ first, last, visibleRows }, setShown] = useState({ first: 0, last: step * 3, visibleRows: step });
  const scroller = useRef<HTMLElement | null>(null);

  useLayoutEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[data-row]:not([aria-busy="true"])');
    const height = row?.getBoundingClientRect().height ?? 0;
    if (height > 0 && Math.abs(height - rowHeight) > 0.1) setRowHeight(height);
  });

  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const found = scrollerOf(element);
    scroller.current = found;
    const measure = () => found.getBoundingClientRect().top - element.getBoundingClientRect().top;
    const look = () => {
      if (returning.current !== null) found.scrollTop += returning.current * rowHeight - measure();
      const outer = found.getBoundingClientRect();
      const above = measure();
      if (returning.current === null) onTop(found.scrollTop > 0 ? above / rowHeight : null);
      const rows = Math.max(1, Math.ceil(outer.height / rowHeight));
      const top = Math.floor(above / rowHeight);
      // Half a window more on either side, so that a finger finds rows where it pulls to.
      const spare = Math.ceil(rows / 2);
      const next = {
        first: clamp(Math.floor((top - spare) / step) * step, 0, Math.max(0, total - 1)),
        last: clamp(Math.ceil((top + rows + spare) / step) * step, 0, Math.max(0, total - 1)),
        visibleRows: rows,
      };
      setShown((before) =>
        before.first === next.first && before.last === next.last && before.visibleRows === rows
          ? before
          : next,
      );
    };
    look();
    found.addEventListener('scroll', look, { passive: true });
    // What stands above the list may grow and push it down.
    const observer = new ResizeObserver(look);
    observer.observe(found);
    if (element.parentElement) observer.observe(element.parentElement);
    return () => {
      found.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [list, total, rowHeight, onTop]);

  useLayoutEffect(() => {
    const found = scroller.current;
    if (returning.current === null || !found) return;
    const arrive = () => {
      returning.current = null;
    };
    const timer = setTimeout(arrive, returnMs);
    for (const way of ownWays) found.addEventListener(way, arrive, { passive: true, capture: true });
    return () => {
      clearTimeout(timer);
      for (const way of ownWays) found.removeEventListener(way, arrive, { capture: true });
    };
  }, []);

  const reveal = useCallback(
    (row: number) => {
      const element = list.current;
      const outer = scroller.current;
      if (!element || !outer) return;
      const top = element.getBoundingClientRect().top - outer.getBoundingClientRect().top + row * rowHeight;
      if (top < 0) outer.scrollTop += top;
      else if (top + rowHeight > outer.clientHeight) outer.scrollTop += top + rowHeight - outer.clientHeight;
    },
    [list, rowHeight],
  );
  return { first, last, rowHeight, visibleRows, reveal };
}

function scrollerOf(element: HTMLElement): HTMLElement {
  for (let at = element.parentElement; at; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  return document.documentElement;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
