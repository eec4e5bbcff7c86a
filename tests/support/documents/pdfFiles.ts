import { crc32, deflateSync } from 'node:zlib';
import { PDFDocument, PDFHexString, PDFName, StandardFonts } from 'pdf-lib';

export interface PdfText {
  readonly text: string;
  readonly x: number;
  /** From the top of the page. */
  readonly y: number;
  readonly size?: number;
  readonly isBold?: boolean;
}

export const pageWidth = 595;
export const pageHeight = 842;

/** A PDF with text at given places. */
export async function makePdf(
  pages: readonly (readonly PdfText[])[],
  { title, outline = [] }: { readonly title?: string; readonly outline?: readonly string[] } = {},
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const regular = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  if (title !== undefined) document.setTitle(title);
  for (const texts of pages) {
    const page = document.addPage([pageWidth, pageHeight]);
    for (const { text, x, y, size = 11, isBold = false } of texts) {
      page.drawText(text, { x, y: pageHeight - y, size, font: isBold ? bold : regular });
    }
  }
  if (outline.length > 0) addOutline(document, outline);
  return document.save();
}

/** Sets a paragraph in lines of a column, as a typesetter does. @returns the texts and the y after the last. */
export function setParagraph(input: {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly charactersPerLine: number;
  readonly size?: number;
}): { readonly texts: PdfText[]; readonly nextY: number } {
  const { x, size = 11 } = input;
  const lines: string[] = [];
  let open = '';
  for (const word of input.text.split(' ')) {
    if (open !== '' && `${open} ${word}`.length > input.charactersPerLine) {
      lines.push(open);
      open = '';
    }
    open = open === '' ? word : `${open} ${word}`;
  }
  lines.push(open);
  const leading = size * 1.25;
  const texts = lines.map((text, index) => ({ text, x, y: input.y + index * leading, size }));
  return { texts, nextY: input.y + lines.length * leading };
}

/** Pages that are one grey picture each, as a scanner makes them. */
export async function makeScannedPdf(pageCount: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const image = await document.embedPng(makePng(60, 80));
  for (let index = 0; index < pageCount; index += 1) {
    document
      .addPage([pageWidth, pageHeight])
      .drawImage(image, { x: 0, y: 0, width: pageWidth, height: pageHeight });
  }
  return document.save();
}

/** A page with a line of text and so many small pictures in its content stream, of which each is some 30 kB decoded. */
export function makeInlinePicturesPdf(text: string, count: number): Uint8Array {
  const side = 90;
  const shades = Array.from({ length: 16 }, (_, shade) =>
    deflateSync(Buffer.alloc(side * side * 3, shade * 16)),
  );
  const pictures = Array.from({ length: count }, (_, index) => {
    const bytes = shades[index % shades.length] ?? Buffer.alloc(0);
    const hex = `${bytes.toString('hex')}>`;
    const [x, y] = [(index % 90) * 6, Math.floor(index / 90) * 6];
    return `q 6 0 0 6 ${x} ${y} cm BI /W ${side} /H ${side} /BPC 8 /CS /RGB /F [/AHx /Fl] ID ${hex} EI Q`;
  });
  const content = `BT /F1 12 Tf 50 700 Td (${text}) Tj ET\n${pictures.join('\n')}`;
  return makeRawPdf({
    objects: [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ],
  });
}

export async function makeBlankPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.addPage([pageWidth, pageHeight]);
  return document.save();
}

/** A PDF that asks for a user password: no key derived from the empty one fits its entries. */
export function makeEncryptedPdf(): Uint8Array {
  const entry = 'ab'.repeat(32);
  const id = 'cd'.repeat(16);
  return makeRawPdf({
    objects: [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
      `<< /Filter /Standard /V 1 /R 2 /O <${entry}> /U <${entry}> /P -4 >>`,
    ],
    trailer: `/Encrypt 4 0 R /ID [<${id}> <${id}>]`,
  });
}

/** A PDF for the holders of certain certificates. */
export function makeCertificatePdf(): Uint8Array {
  return makeRawPdf({
    objects: [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
      '<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s4 /V 2 /Length 128 /Recipients [<00>] >>',
    ],
    trailer: '/Encrypt 4 0 R /ID [<00> <00>]',
  });
}

/** A form that only describes itself (XFA); its page says that another program is needed. */
export function makeXfaPdf(): Uint8Array {
  const field = (name: string, label: string) =>
    `<field name="${name}" w="180mm" h="10mm"><ui><textEdit/></ui><caption reserve="40mm"><value><text>${label}</text></value></caption></field>`;
  const form = `<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="form1" layout="tb"><pageSet><pageArea name="Page1"><contentArea x="10mm" y="10mm" w="190mm" h="270mm"/><medium stock="a4" short="210mm" long="297mm"/></pageArea></pageSet><draw w="180mm" h="10mm"><value><text>Berth application</text></value></draw>${field('ship', 'Ship')}${field('tons', 'Tons')}</subform></template><xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1><ship>Thea</ship><tons>4100</tons></form1></xfa:data></xfa:datasets></xdp:xdp>`;
  const content = 'BT /F1 12 Tf 50 700 Td (Please wait) Tj ET';
  const stream = (text: string) => `<< /Length ${text.length} >>\nstream\n${text}\nendstream`;
  return makeRawPdf({
    objects: [
      '<< /Type /Catalog /Pages 2 0 R /NeedsRendering true /AcroForm << /Fields [] /XFA 6 0 R >> >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
      stream(content),
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      stream(form),
    ],
  });
}

/** Two pages, of which the second is missing. */
export function makeHalfPdf(text: string): Uint8Array {
  const content = `BT /F1 12 Tf 50 700 Td (${text}) Tj ET`;
  return makeRawPdf({
    objects: [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R 99 0 R] /Count 2 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ],
  });
}

/** Japanese in a font that is not embedded: only Adobe's character maps tell what its codes mean. */
export function makeJapanesePdf(text: string): Uint8Array {
  const codes = Buffer.from(text, 'utf16le').swap16().toString('hex');
  const content = `BT /F1 12 Tf 50 700 Td <${codes}> Tj ET`;
  return makeRawPdf({
    objects: [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      '<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-H /DescendantFonts [6 0 R] >>',
      '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 7 0 R >>',
      '<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
    ],
  });
}

/** The first object is the catalogue. */
function makeRawPdf({
  objects,
  trailer = '',
}: {
  readonly objects: readonly string[];
  readonly trailer?: string;
}): Uint8Array {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const xref = text.length;
  const size = objects.length + 1;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\n`;
  return new TextEncoder().encode(`${text}startxref\n${xref}\n%%EOF\n`);
}

function makePng(width: number, height: number): Uint8Array {
  const rows = Buffer.alloc((width + 1) * height, 0x99);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** Top-level bookmarks, all to the first page. */
function addOutline(document: PDFDocument, titles: readonly string[]): void {
  const { context } = document;
  const root = context.nextRef();
  const refs = titles.map(() => context.nextRef());
  const page = document.getPage(0).ref;
  for (const [index, title] of titles.entries()) {
    const ref = refs[index];
    if (!ref) continue;
    const previous = refs[index - 1];
    const next = refs[index + 1];
    context.assign(
      ref,
      context.obj({
        Title: PDFHexString.fromText(title),
        Parent: root,
        Dest: [page, 'Fit'],
        ...(previous ? { Prev: previous } : {}),
        ...(next ? { Next: next } : {}),
      }),
    );
  }
  const first = refs[0];
  const last = refs.at(-1);
  if (first && last)
    context.assign(root, context.obj({ Type: 'Outlines', First: first, Last: last, Count: titles.length }));
  document.catalog.set(PDFName.of('Outlines'), root);
}
