import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../../ui/Button.tsx';
import { MinusIcon, PlusIcon } from '../../ui/icons.tsx';
import { formatPercent } from '../../words/formats.ts';
import { isStrong } from './markTextLayer.ts';
import type { OpenPdf } from './openPdf.ts';
import './pdf.css';
import { PdfPage } from './PdfPage.tsx';
import { useZoom, zoomStep } from './useZoom.ts';

interface PdfPagesProps {
  readonly opened: OpenPdf;
  /** The page to go to; a new object goes there again. */
  readonly place: { readonly page: number; readonly isPassageSought: boolean };
  /** Where the passage stands; it is marked nowhere else. */
  readonly passagePages: readonly [number, number];
  readonly passage: string | null;
  readonly sentence: string | null;
  readonly onPageSeen: (page: number) => void;
  /** More tools, at the end of the row. */
  readonly children?: ReactNode;
}

const sidePx = 16;
/** Where one looks, from the top. */
const sightRatio = 1 / 3;

interface Spot {
  readonly page: number;
  /** Of its height. */
  readonly ratio: number;
}

/** All pages of a PDF one below the other, as they are printed. */
export function PdfPages(props: PdfPagesProps) {
  const { opened, place, passagePages, passage, sentence, onPageSeen, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { zoom, zoomBy, fitWidth } = useZoom(scroller);
  const [room, setRoom] = useState(0);
  const [heightRatio, setHeightRatio] = useState<number | null>(null);
  const sought = useRef(place);
  const pages = opened.pdf.numPages;

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth - 2 * sidePx));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    let isWanted = true;
    opened.pdf.getPage(1).then(
      (first) => {
        const { width, height } = first.getViewport({ scale: 1 });
        if (isWanted) setHeightRatio(height / width);
      },
      () => isWanted && setHeightRatio(Math.SQRT2),
    );
    return () => {
      isWanted = false;
    };
  }, [opened]);

  const pageElement = useCallback(
    (page: number) => scroller.current?.querySelector<HTMLElement>(`[data-page="${page}"]`) ?? null,
    [],
  );
  const isLaidOut = heightRatio !== null && room > 0;
  useEffect(() => {
    if (!isLaidOut) return;
    sought.current = place;
    const page = pageElement(place.page);
    page?.scrollIntoView({ block: 'start' });
    // Already drawn: its marks are not made again.
    const marks = [...(page?.querySelectorAll('mark') ?? [])];
    const mark = marks.find(isStrong) ?? marks[0];
    if (place.isPassageSought) mark?.scrollIntoView({ block: 'center', inline: 'nearest' });
  }, [place, isLaidOut, pageElement]);
  const [, lastPassagePage] = passagePages;
  const onMarked = useCallback(
    (page: number, mark: HTMLElement | null) => {
      const { page: first, isPassageSought } = sought.current;
      if (!mark || !isPassageSought || page < first) return;
      // A passage may begin a page before its sentence. Found, it is shown once: later the person scrolls.
      const isFound = isStrong(mark);
      if (isFound || page >= lastPassagePage) sought.current = { page: first, isPassageSought: false };
      if (isFound || page === first) mark.scrollIntoView({ block: 'center', inline: 'nearest' });
    },
    [lastPassagePage],
  );

  // What is read stays in sight when the page grows or shrinks.
  const width = Math.floor(room * zoom);
  const spot = useRef<Spot>({ page: 1, ratio: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    const page = pageElement(spot.current.page);
    if (!element || !page || width <= 0) return;
    const sight = element.getBoundingClientRect().top + element.clientHeight * sightRatio;
    const box = page.getBoundingClientRect();
    element.scrollTop += box.top + box.height * spot.current.ratio - sight;
  }, [width, pageElement]);

  const seen = () => (scroller.current ? spotIn(scroller.current) : spot.current).page;
  const go = (page: number) =>
    pageElement(Math.min(pages, Math.max(1, page)))?.scrollIntoView({ block: 'start' });

  return (
    <div className="pdfPages">
      <div className="pdfPages-tools" role="toolbar" aria-label="Zoom">
        <IconButton label="Smaller" icon={<MinusIcon />} onClick={() => zoomBy(1 / zoomStep)} />
        <span className="pdfPages-zoom" aria-live="polite">
          {formatPercent(zoom)}
        </span>
        <IconButton label="Larger" icon={<PlusIcon />} onClick={() => zoomBy(zoomStep)} />
        <Button look="plain" size="small" disabled={zoom === 1} onClick={fitWidth}>
          Fit width
        </Button>
        <span className="pdfPages-more">{children}</span>
      </div>
      <section
        ref={scroller}
        className="pdfPages-scroll"
        aria-label="Pages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that.
        tabIndex={0}
        onScroll={({ currentTarget }) => {
          spot.current = spotIn(currentTarget);
          onPageSeen(spot.current.page);
        }}
        onKeyDown={(event) => {
          if (event.altKey || event.ctrlKey || event.metaKey) return;
          const acts: Record<string, () => void> = {
            '+': () => zoomBy(zoomStep),
            '=': () => zoomBy(zoomStep),
            '-': () => zoomBy(1 / zoomStep),
            '0': fitWidth,
            ArrowRight: () => go(seen() + 1),
            ArrowLeft: () => go(seen() - 1),
            Home: () => go(1),
            End: () => go(pages),
          };
          const act = acts[event.key];
          if (!act) return;
          event.preventDefault();
          act();
        }}
      >
        {isLaidOut &&
          Array.from({ length: pages }, (_, index) => {
            const number = index + 1;
            const hasPassage = number >= passagePages[0] && number <= passagePages[1];
            return (
              <PdfPage
                key={number}
                opened={opened}
                number={number}
                width={width}
                heightRatio={heightRatio}
                passage={hasPassage ? passage : null}
                sentence={hasPassage ? sentence : null}
                onMarked={onMarked}
              />
            );
          })}
      </section>
    </div>
  );
}

function spotIn(scroller: HTMLElement): Spot {
  const sight = scroller.getBoundingClientRect().top + scroller.clientHeight * sightRatio;
  const shown = [...scroller.querySelectorAll<HTMLElement>('[data-page]')];
  const page = shown.find((one) => one.getBoundingClientRect().bottom > sight) ?? shown.at(-1);
  if (!page) return { page: 1, ratio: 0 };
  const box = page.getBoundingClientRect();
  return { page: Number(page.dataset.page), ratio: (sight - box.top) / Math.max(1, box.height) };
}
