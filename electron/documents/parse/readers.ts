import type { Format } from '../../../shared/formats.ts';
import { readCode } from './formats/code.ts';
import { readCsv } from './formats/csv.ts';
import { readGzip } from './formats/gzip.ts';
import { readHtml } from './formats/html.ts';
import { readJson } from './formats/json.ts';
import { readMarkdown } from './formats/markdown.ts';
import { readSubtitles } from './formats/subtitles.ts';
import { readTar } from './formats/tar.ts';
import { readText } from './formats/text.ts';
import { readZip } from './formats/zip.ts';
import type { FormatReader } from './source.ts';

/** One reader for each format; the heavy ones are loaded when first needed. */
const readers: Readonly<Record<Format, () => FormatReader | Promise<FormatReader>>> = {
  pdf: async () => (await import('./formats/pdf.ts')).readPdf,
  docx: async () => (await import('./formats/docx.ts')).readDocx,
  doc: async () => (await import('./formats/doc.ts')).readDoc,
  pptx: async () => (await import('./formats/pptx.ts')).readPptx,
  ppt: async () => (await import('./formats/ppt.ts')).readPpt,
  xlsx: async () => (await import('./formats/xlsx.ts')).readXlsx,
  xls: async () => (await import('./formats/xls.ts')).readXls,
  csv: () => readCsv,
  odt: async () => (await import('./formats/odt.ts')).readOdt,
  ods: async () => (await import('./formats/ods.ts')).readOds,
  odp: async () => (await import('./formats/odp.ts')).readOdp,
  rtf: async () => (await import('./formats/rtf.ts')).readRtf,
  epub: async () => (await import('./formats/epub.ts')).readEpub,
  html: () => readHtml,
  mhtml: async () => (await import('./formats/mhtml.ts')).readMhtml,
  eml: async () => (await import('./formats/eml.ts')).readEml,
  msg: async () => (await import('./formats/msg.ts')).readMsg,
  mbox: async () => (await import('./formats/mbox.ts')).readMbox,
  md: () => readMarkdown,
  txt: () => readText,
  json: () => readJson,
  yaml: async () => (await import('./formats/yaml.ts')).readYaml,
  xml: async () => (await import('./formats/xml.ts')).readXml,
  ipynb: async () => (await import('./formats/ipynb.ts')).readIpynb,
  srt: () => readSubtitles,
  vtt: () => readSubtitles,
  code: () => readCode,
  image: async () => (await import('./formats/image.ts')).readImage,
  zip: () => readZip,
  tar: () => readTar,
  gz: () => readGzip,
};

export async function loadReader(format: Format): Promise<FormatReader> {
  return readers[format]();
}
