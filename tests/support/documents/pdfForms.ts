import { degrees, PDFDocument, PDFHexString, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import { pageHeight, pageWidth } from './pdfFiles.ts';

/** A filled form: a name, a choice and two boxes, one of them ticked. */
export async function makeFormPdf(): Promise<Uint8Array> {
  const { document, page, write } = await startPdf();
  write('Name', 60, 100);
  write('Country', 60, 140);
  write('I agree', 100, 180);
  write('Send me letters', 100, 220);
  const form = document.getForm();
  const box = (y: number) => ({ x: 200, y: pageHeight - y - 4, width: 200, height: 16 });
  const name = form.createTextField('name');
  name.setText('Anna Berg');
  name.addToPage(page, box(100));
  const country = form.createDropdown('country');
  country.addOptions(['Norway', 'Iceland']);
  country.select('Iceland');
  country.addToPage(page, box(140));
  for (const [label, y] of [
    ['agree', 180],
    ['letters', 220],
  ] as const) {
    const tick = form.createCheckBox(label);
    tick.addToPage(page, { x: 60, y: pageHeight - y - 4, width: 14, height: 14 });
    if (label === 'agree') tick.check();
  }
  return document.save();
}

/** A page with a note, a word typed onto it, text along its margin and a file that travels with it. */
export async function makeAnnotatedPdf(): Promise<Uint8Array> {
  const { document, page, write } = await startPdf();
  write('The harbour was built in three stages.', 60, 100);
  write('It was opened in 1904.', 60, 400);
  page.drawText('Archive copy 17', { x: 30, y: 300, size: 9, rotate: degrees(90), color: rgb(0, 0, 0) });
  annotate(document, page, { Subtype: 'Text', T: 'Ida', Contents: 'Which year?' });
  annotate(document, page, { Subtype: 'FreeText', Contents: 'Checked in May' });
  annotate(document, page, { Subtype: 'Popup', Contents: 'Which year?' });
  await document.attach(new TextEncoder().encode('a,b'), 'tonnage.csv', { description: 'Ships of 1904' });
  return document.save();
}

/** Pages whose every line is one that usually runs along the edge. */
export async function makeNumberedPdf(pages: number): Promise<Uint8Array> {
  const { document, write } = await startPdf();
  write('Page 1', 60, 40);
  for (let number = 2; number <= pages; number += 1) {
    document.addPage([pageWidth, pageHeight]).drawText(`Page ${number}`, { x: 60, y: pageHeight - 40 });
  }
  return document.save();
}

async function startPdf() {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([pageWidth, pageHeight]);
  const write = (text: string, x: number, y: number) =>
    page.drawText(text, { x, y: pageHeight - y, size: 11, font });
  return { document, page, write };
}

function annotate(
  document: PDFDocument,
  page: PDFPage,
  { Subtype, T, Contents }: { readonly Subtype: string; readonly T?: string; readonly Contents: string },
): void {
  const { context } = document;
  const annotation = context.obj({
    Type: 'Annot',
    Subtype,
    Rect: [300, 600, 420, 620],
    Contents: PDFHexString.fromText(Contents),
    ...(T === undefined ? {} : { T: PDFHexString.fromText(T) }),
    ...(Subtype === 'FreeText' ? { DA: PDFHexString.fromText('/Helv 11 Tf 0 g') } : {}),
  });
  page.node.addAnnot(context.register(annotation));
}
