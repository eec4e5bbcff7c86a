import { memo, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from './Button.tsx';
import './LongList.css';
import { rowKeyTarget } from './longListKeys.ts';
import { Notice } from './Notice.tsx';
import { returnMs, useRowWindow } from './useRowWindow.ts';

/** Where one is in a list. */
export interface ListPlace {
  /** The topmost row in sight, with the part of it that is not; null where the list was not scrolled. */
  readonly top: number | null;
  /** The row that was used last; null for none. */
  readonly row: number | null;
}

interface LongListProps<Row> {
  readonly label: string;
  readonly total: number;
  /** Null while the row is not there. */
  readonly rowAt: (index: number) => Row | null;
  readonly keyOf: (row: Row) => string;
  /** Rows from and up to these places come into sight. */
  readonly onShow: (first: number, last: number) => void;
  /** Where the list begins when it appears. */
  readonly start?: ListPlace | null;
  /** Must not change from one drawing to the next. */
  readonly onPlace?: (place: ListPlace) => void;
  /** What stands in a row. All rows of a list are of one height. */
  readonly children: (row: Row) => ReactNode;
}

/**
 * A list of any length in which only the rows near the visible ones are drawn: the scroll bar is that of the whole
 * list, readers are told each row's place, and arrows, Page Up, Page Down, Home and End lead from row to row.
 */
export function LongList<Row>(props: LongListProps<Row>) {
  const { label, total, rowAt, keyOf, onShow, onPlace, start, children } = props;
  const list = useRef<HTMLUListElement>(null);
  // What has the focus is kept though its row may be let go, or the next key would begin at the page's top.
  const [focused, setFocused] = useState<{ readonly row: number; readonly held: Row | null } | null>(null);
  const toFocus = useRef<{ readonly row: number; readonly place: number } | null>(null);
  const place = useRef<ListPlace>(start ?? { top: null, row: null });
  const onTop = useCallback(
    (top: number | null) => {
      place.current = { ...place.current, top };
      onPlace?.(place.current);
    },
    [onPlace],
  );
  const startTop = start?.top ?? null;
  const { first, last, rowHeight, visibleRows, reveal } = useRowWindow(list, { total, startTop, onTop });
  useFocusBack(list, start?.row ?? null);

  useEffect(() => onShow(first, last), [onShow, first, last]);

  useLayoutEffect(() => {
    const target = toFocus.current;
    if (!target) return;
    const row = list.current?.querySelector(`[data-row="${target.row}"]`);
    const controls = row ? controlsIn(row) : [];
    const control = controls[Math.min(target.place, controls.length - 1)];
    if (!control) return;
    toFocus.current = null;
    control.focus({ preventScroll: true });
  });

  const rows: number[] = [];
  for (let row = first; row <= Math.min(last, total - 1); row += 1) rows.push(row);
  if (focused && focused.row < total) {
    if (focused.row < first) rows.unshift(focused.row);
    if (focused.row > last) rows.push(focused.row);
  }

  const drawn = new Set<string>();
  const keyFor = (row: number, held: Row | null) => {
    const key = held === null ? null : keyOf(held);
    // While the list changes at the host, a row may come twice.
    if (key === null || drawn.has(key)) return row;
    drawn.add(key);
    return key;
  };

  return (
    <ul
      ref={list}
      className="longList"
      aria-label={label}
      style={{ height: total * rowHeight }}
      onFocus={(event) => {
        const row = rowOf(event.target);
        setFocused(row === null ? null : { row, held: rowAt(row) });
        place.current = { ...place.current, row };
        onPlace?.(place.current);
      }}
      onBlur={() => setFocused(null)}
      onKeyDown={(event) => {
        const row = rowOf(event.target);
        if (row === null || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
        const next = rowKeyTarget({ key: event.key, row, total, visibleRows });
        if (next === null) return;
        event.preventDefault();
        toFocus.current = { row: next, place: placeInRow(event.target) };
        reveal(next);
        setFocused({ row: next, held: rowAt(next) });
      }}
    >
      {rows.map((row) => {
        const held = rowAt(row) ?? (focused?.row === row ? focused.held : null);
        return (
          <ListRow
            key={keyFor(row, held)}
            row={row}
            total={total}
            rowHeight={rowHeight}
            held={held}
            draw={children}
          />
        );
      })}
    </ul>
  );
}

interface ListRowProps<Row> {
  readonly row: number;
  readonly total: number;
  /** In px. */
  readonly rowHeight: number;
  readonly held: Row | null;
  draw(row: Row): ReactNode;
}

/** Scrolling draws anew only the rows that come into sight. */
const ListRow: <Row>(props: ListRowProps<Row>) => ReactNode = memo(function ListRow<Row>({
  row,
  total,
  rowHeight,
  held,
  draw,
}: ListRowProps<Row>) {
  const top = row * rowHeight;
  return (
    <li
      data-row={row}
      aria-setsize={total}
      aria-posinset={row + 1}
      aria-busy={held === null}
      style={held === null ? { top, height: rowHeight } : { top }}
    >
      {held === null ? <span className="longList-blank" /> : draw(held)}
    </li>
  );
});

/** Gives the focus back to the row that was used last, once that is drawn and where nothing else has taken it. */
function useFocusBack(list: { readonly current: HTMLElement | null }, row: number | null): void {
  const wanted = useRef<{ readonly row: number; readonly untilMs: number } | null>(null);
  useLayoutEffect(() => {
    if (row !== null) wanted.current = { row, untilMs: performance.now() + returnMs };
  }, [row]);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const drawn = list.current?.querySelector(`[data-row="${wanted.current.row}"]`);
    const [control] = drawn ? controlsIn(drawn) : [];
    const isOver = performance.now() > wanted.current.untilMs || document.activeElement !== document.body;
    if (control && !isOver) control.focus({ preventScroll: true });
    if (control || isOver) wanted.current = null;
  });
}

function rowOf(element: EventTarget): number | null {
  const row =
    element instanceof Element ? element.closest<HTMLElement>('[data-row]')?.dataset.row : undefined;
  return row === undefined ? null : Number(row);
}

function controlsIn(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>('a[href], button:not(:disabled), input:not(:disabled)')];
}

function placeInRow(element: EventTarget): number {
  const row = element instanceof HTMLElement ? element.closest('[data-row]') : null;
  return row && element instanceof HTMLElement ? controlsIn(row).indexOf(element) : 0;
}

interface LongListWaitProps {
  /** What is being listed, for example 'documents'. */
  readonly what: string;
  readonly hasFailed: boolean;
  readonly onRetry: () => void;
}

/** In place of a list whose first rows are not there yet. */
export function LongListWait({ what, hasFailed, onRetry }: LongListWaitProps) {
  if (!hasFailed)
    return (
      <p className="longList-wait" role="status">
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
