import type { PDFPageProxy } from 'pdfjs-dist/types/src/display/api.js';
import { AnnotationMode } from './pdfLibrary.ts';

export interface RenderedPage {
  /** As PGM. */
  readonly bytes: Uint8Array;
  readonly pixelsPerInch: number;
  readonly width: number;
  readonly height: number;
}

const pointsPerInch = 72;
/** What print is scanned with to be recognised. */
const pixelsPerInch = 300;
/** A4 at 300 has 9 million; posters are drawn smaller. */
const maxPixels = 20_000_000;

/**
 * Draws a page in grey, as it is seen. Fails (throws) where there is no canvas on this system.
 * @param options.hasAnnotations whether forms, stamps and notes are drawn too.
 */
export async function renderPage(
  page: PDFPageProxy,
  { hasAnnotations }: { readonly hasAnnotations: boolean },
): Promise<RenderedPage> {
  // Native code: loaded only where a page has to be seen.
  const { createCanvas } = await import('@napi-rs/canvas');
  const natural = page.getViewport({ scale: 1 });
  const wanted = pixelsPerInch / pointsPerInch;
  const scale = Math.min(wanted, Math.sqrt(maxPixels / Math.max(1, natural.width * natural.height)));
  const viewport = page.getViewport({ scale });
  const width = Math.max(1, Math.ceil(viewport.width));
  const height = Math.max(1, Math.ceil(viewport.height));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  // pdf.js is typed for browsers; this canvas offers what it uses.
  const target: Parameters<PDFPageProxy['render']>[0] = Object.assign(Object.create(null), {
    canvas: null,
    canvasContext: context,
    viewport,
    background: 'white',
    annotationMode: hasAnnotations ? AnnotationMode.ENABLE : AnnotationMode.DISABLE,
    operationsFilter: forgetDrawn,
  });
  await page.render(target).promise;
  const pixels = context.getImageData(0, 0, width, height).data;
  return { bytes: toPgm(pixels, { width, height }), pixelsPerInch: scale * pointsPerInch, width, height };
}

/** pdf.js keeps whatever a page is drawn with until its end; of thousands of small pictures that is a gigabyte. */
function forgetDrawn(index: number, { argsArray }: { readonly argsArray: unknown[] }): true {
  if (index > 0) argsArray[index - 1] = null;
  return true;
}

/** From RGBA, with the weights of ITU-R BT.601. */
function toPgm(
  pixels: Uint8ClampedArray,
  { width, height }: { readonly width: number; readonly height: number },
): Uint8Array {
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1');
  const bytes = new Uint8Array(header.length + width * height);
  bytes.set(header);
  for (let from = 0, to = header.length; to < bytes.length; from += 4, to += 1) {
    const red = pixels[from] ?? 0;
    const green = pixels[from + 1] ?? 0;
    const blue = pixels[from + 2] ?? 0;
    bytes[to] = (red * 77 + green * 150 + blue * 29) >> 8;
  }
  return bytes;
}
