import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import * as pdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api.js';
import type { SourceFile } from '../../source.ts';

/**
 * Opens a PDF. pdf.js finds its worker half under this global name and then needs no file of its own beside
 * the bundle; a second thread would bring nothing, this process does nothing else.
 */
export function openPdf({
  bytes,
  password,
  pdfFolder,
  hasPictures,
}: Pick<SourceFile, 'bytes' | 'password' | 'pdfFolder'> & {
  /** Without them its pages have no pictures, which then cost neither time nor memory. */
  readonly hasPictures: boolean;
}): Promise<PDFDocumentProxy> {
  Object.assign(globalThis, { pdfjsWorker: pdfWorker });
  const folders =
    pdfFolder === null
      ? {}
      : {
          cMapUrl: `${pdfFolder}/cmaps/`,
          cMapPacked: true,
          standardFontDataUrl: `${pdfFolder}/standard_fonts/`,
          // Decoders of scans, in a sandbox of their own.
          wasmUrl: `${pdfFolder}/wasm/`,
          iccUrl: `${pdfFolder}/iccs/`,
        };
  return pdfjs.getDocument({
    // A copy: pdf.js takes the buffer over.
    data: new Uint8Array(bytes),
    ...(password === null ? {} : { password }),
    ...folders,
    // Without it such a form says on its only page that another program is needed.
    enableXfa: true,
    useSystemFonts: false,
    disableFontFace: true,
    // The only way to learn a font's name, and so its weight.
    fontExtraProperties: true,
    useWorkerFetch: false,
    useWasm: pdfFolder !== null,
    verbosity: 0,
    // The largest picture that is decoded, in pixels; -1: any.
    maxImageSize: hasPictures ? -1 : 0,
  }).promise;
}

const { OPS } = pdfjs;
export const { AnnotationMode } = pdfjs;

export const imageOperators: ReadonlySet<number> = new Set([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintImageXObjectRepeat,
  OPS.paintImageMaskXObjectRepeat,
  OPS.paintImageMaskXObjectGroup,
  OPS.paintInlineImageXObjectGroup,
]);

/** What leaves something to see on a page. */
export const paintOperators: ReadonlySet<number> = new Set([
  ...imageOperators,
  OPS.constructPath,
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.showText,
  OPS.showSpacedText,
  OPS.shadingFill,
]);
