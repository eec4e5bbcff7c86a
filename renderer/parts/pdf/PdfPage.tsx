import type { PDFPageProxy } from 'pdfjs-dist/types/src/display/api.js';
import { type CSSProperties, memo, useEffect, useRef, useState } from 'react';
import { markTextLayer } from './markTextLayer.ts';
import type { OpenPdf } from './openPdf.ts';

interface PdfPageProps {
  readonly opened: OpenPdf;
  readonly number: number;
  /** On the screen, in CSS pixels. */
  readonly width: number;
  /** Of the first page, until this one's own is known. */
  readonly heightRatio: number;
  readonly passage: string | null;
  readonly sentence: string | null;
  /** Called with the mark that should be seen, once the page is there. */
  readonly onMarked: (number: number, mark: HTMLElement | null) => void;
}

/** How far beyond the visible part pages are drawn. */
const nearPx = '900px';
const redrawAfterMs = 180;
/** Tablets refuse larger canvases. */
const mostPixels = 16_000_000;

/** One page, drawn when it comes near, with its text laid over it so that it can be selected and marked. */
export const PdfPage = memo(function PdfPage({
  opened,
  number,
  width,
  heightRatio,
  passage,
  sentence,
  onMarked,
}: PdfPageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(false);
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  const [hasFailed, setHasFailed] = useState(false);

  useEffect(() => {
    if (!frame.current) return;
    const observer = new IntersectionObserver(
      (entries) => setIsNear(entries.at(-1)?.isIntersecting ?? false),
      { rootMargin: nearPx },
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!isNear) return setPage(null);
    let isWanted = true;
    opened.pdf.getPage(number).then(
      (found) => isWanted && setPage(found),
      () => isWanted && setHasFailed(true),
    );
    return () => {
      isWanted = false;
    };
  }, [opened, number, isNear]);

  const size = page?.getViewport({ scale: 1 });
  const scale = size ? width / size.width : 1;
  const drawnScale = useSettled(scale, redrawAfterMs);

  useEffect(() => {
    const target = canvas.current;
    if (!page || !target) return;
    const onScreen = page.getViewport({ scale: drawnScale });
    const sharpness = Math.min(devicePixelRatio, Math.sqrt(mostPixels / (onScreen.width * onScreen.height)));
    const viewport = page.getViewport({ scale: drawnScale * sharpness });
    const drawn = document.createElement('canvas');
    drawn.width = Math.floor(viewport.width);
    drawn.height = Math.floor(viewport.height);
    const task = page.render({ canvas: drawn, viewport });
    task.promise.then(
      () => {
        // The old picture stays until the new one is whole.
        target.width = drawn.width;
        target.height = drawn.height;
        target.getContext('2d')?.drawImage(drawn, 0, 0);
      },
      (error) => {
        if (!(error instanceof opened.library.RenderingCancelledException)) setHasFailed(true);
      },
    );
    return () => task.cancel();
  }, [page, drawnScale, opened]);

  useEffect(() => {
    const container = layer.current;
    if (!page || !container) return;
    let isWanted = true;
    const draw = async () => {
      const content = await page.getTextContent();
      if (!isWanted) return;
      container.replaceChildren();
      const text = new opened.library.TextLayer({
        textContentSource: content,
        container,
        viewport: page.getViewport({ scale: 1 }),
      });
      await text.render();
      if (!isWanted) return;
      onMarked(
        number,
        markTextLayer({ divs: text.textDivs, texts: text.textContentItemsStr, passage, sentence }),
      );
    };
    // Without its text a page can still be looked at.
    draw().catch(() => isWanted && onMarked(number, null));
    return () => {
      isWanted = false;
    };
  }, [page, opened, number, passage, sentence, onMarked]);

  const ratio = size ? size.height / size.width : heightRatio;
  const style: CSSProperties & { readonly '--total-scale-factor': number } = {
    width,
    height: width * ratio,
    '--total-scale-factor': scale,
  };
  return (
    <div ref={frame} className="pdfPage" data-page={number} style={style}>
      {hasFailed && (
        <p className="pdfPage-failed">Page {number} cannot be drawn. Its text can be read as text.</p>
      )}
      {page && (
        <>
          <canvas ref={canvas} role="img" aria-label={`Page ${number}`} />
          <div ref={layer} className="pdfPage-text" />
        </>
      )}
    </div>
  );
});

/** A value once it has not changed for so long; the first one at once. */
function useSettled(value: number, afterMs: number): number {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
