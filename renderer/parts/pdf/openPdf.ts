import type * as Pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api.js';
import type { Client } from '../../../shared/client.ts';
import { largestPiece } from '../../../shared/contract/originals.ts';
import type { DocumentId } from '../../../shared/ids.ts';

export type PdfLibrary = typeof Pdfjs;

export interface OpenPdf {
  readonly library: PdfLibrary;
  readonly pdf: PDFDocumentProxy;
  close(): void;
}

/** Asked for at a time where pdf.js asks for less, in bytes. */
const pieceBytes = 256 * 1024;

/**
 * Opens a document's PDF in a worker of its own, which fetches from the host what it needs of the file. Nothing in it
 * runs: pdf.js is given no scripting, no forms and no links.
 * Throws what pdf.js throws, and where the file cannot be read any more.
 */
export async function openPdf(input: {
  readonly client: Client;
  readonly documentId: DocumentId;
  readonly sizeBytes: number;
}): Promise<OpenPdf> {
  const { client, documentId, sizeBytes } = input;
  const library = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const worker = new Worker(workerUrl, { type: 'module' });
  const pdfWorker = library.PDFWorker.create({ port: worker });
  const range = new library.PDFDataRangeTransport(sizeBytes, null);
  const task = library.getDocument({
    range,
    worker: pdfWorker,
    rangeChunkSize: pieceBytes,
    disableAutoFetch: true,
    disableStream: true,
    // The page may not compile WebAssembly; the same decoders lie beside it as plain JavaScript.
    useWasm: false,
    useWorkerFetch: false,
    wasmUrl: new URL('pdfjs/', document.baseURI).href,
    cMapUrl: 'cmaps/',
    cMapPacked: true,
    standardFontDataUrl: 'standard_fonts/',
    BinaryDataFactory: partsFrom(client),
    disableWorkerRendering: true,
    enableXfa: false,
    verbosity: 0,
  });
  const close = () => {
    void task.destroy().finally(() => {
      pdfWorker.destroy();
      worker.terminate();
    });
  };
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => reject(new Error('The reader of PDF files did not start')));
    range.requestDataRange = (begin: number, end: number) => {
      readRange({ client, documentId, begin, end }).then((bytes) => range.onDataRange(begin, bytes), reject);
    };
  });
  // It may fail long after the document was opened; whoever waits then gets the failure from pdf.js.
  failed.catch(close);
  try {
    return { library, pdf: await Promise.race([task.promise, failed]), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function readRange(input: {
  readonly client: Client;
  readonly documentId: DocumentId;
  readonly begin: number;
  readonly end: number;
}): Promise<Uint8Array> {
  const { client, documentId, begin, end } = input;
  const bytes = new Uint8Array(end - begin);
  for (let start = begin; start < end; start += largestPiece) {
    const piece = await client.request('originals.read', {
      documentId,
      start,
      end: Math.min(end, start + largestPiece),
    });
    if (!piece.ok) throw new Error(piece.error.code);
    bytes.set(fromBase64(piece.value.base64), start - begin);
  }
  return bytes;
}

/** Gives pdf.js the character maps and fonts that files may leave out; the page itself may fetch nothing. */
function partsFrom(client: Client) {
  return class {
    async fetch(wanted: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
      const kind = wanted.kind === 'cMapUrl' ? 'cmaps' : 'standard_fonts';
      const part = await client.request('originals.readPdfPart', { kind, name: wanted.filename });
      if (!part.ok) throw new Error(part.error.code);
      return fromBase64(part.value.base64);
    }
  };
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  return Uint8Array.from({ length: binary.length }, (_, index) => binary.charCodeAt(index));
}
