import type { Format } from '../../../shared/formats.ts';
import { readCode } from './formats/code.ts';
import { readHtml } from './formats/html.ts';
import { readMarkdown } from './formats/markdown.ts';
import { readText } from './formats/text.ts';
import type { FormatReader } from './source.ts';

/** One reader for each format; the heavy ones are loaded when first needed. */
const readers: Readonly<Record<Format, () => FormatReader | Promise<FormatReader>>> = {
  pdf: async () => (await import('./formats/pdf.ts')).readPdf,
  docx: async () => (await import('./formats/docx.ts')).readDocx,
  html: () => readHtml,
  md: () => readMarkdown,
  txt: () => readText,
  code: () => readCode,
};

export async function loadReader(format: Format): Promise<FormatReader> {
  return readers[format]();
}
