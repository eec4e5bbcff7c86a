import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import { sections, title } from './guide.ts';

// Writes the document that people try Sotto with. Run by hand after its text changed:
// node tests/support/sample/makeSample.ts

const target = path.resolve(import.meta.dirname, '../../../resources/samples/welcome.pdf');
/** A4 in points. */
const paper = { width: 595.28, height: 841.89 } as const;
const margin = { side: 78, top: 78, bottom: 84 } as const;
const size = { title: 24, heading: 14.5, text: 12, footer: 9 } as const;
const lineHeight = 1.56;
const ink = rgb(0.12, 0.12, 0.11);
const faded = rgb(0.36, 0.35, 0.33);
/** Fixed, so that the same text gives the same file. */
const writtenOn = new Date('2026-11-01T00:00:00Z');

const pdf = await PDFDocument.create();
pdf.setTitle(title, { showInWindowTitleBar: true });
pdf.setAuthor('The Sotto authors');
pdf.setLanguage('en-GB');
pdf.setProducer('Sotto');
pdf.setCreator('Sotto');
pdf.setCreationDate(writtenOn);
pdf.setModificationDate(writtenOn);
const serif = await pdf.embedFont(StandardFonts.TimesRoman);
const sans = await pdf.embedFont(StandardFonts.HelveticaBold);

let page: PDFPage = pdf.addPage([paper.width, paper.height]);
let y = paper.height - margin.top;

write(title, { font: sans, fontSize: size.title });
y -= size.text;
for (const { heading, paragraphs } of sections) {
  // A heading stays with the first lines of its text.
  if (y < margin.bottom + size.heading + 4 * size.text * lineHeight) turnPage();
  y -= size.text;
  write(heading, { font: sans, fontSize: size.heading });
  y -= size.text * 0.35;
  for (const paragraph of paragraphs) {
    write(paragraph, { font: serif, fontSize: size.text });
    y -= size.text * 0.6;
  }
}
numberPages();
await mkdir(path.dirname(target), { recursive: true });
await writeFile(target, await pdf.save());
console.warn(`${path.relative(process.cwd(), target)}: ${pdf.getPageCount()} pages`);

function write(
  text: string,
  { font, fontSize }: { readonly font: PDFFont; readonly fontSize: number },
): void {
  for (const line of breakLines(text, font, fontSize)) {
    if (y - fontSize < margin.bottom) turnPage();
    page.drawText(line, { x: margin.side, y: y - fontSize, font, size: fontSize, color: ink });
    y -= fontSize * lineHeight;
  }
}

function breakLines(text: string, font: PDFFont, fontSize: number): string[] {
  const width = paper.width - 2 * margin.side;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (font.widthOfTextAtSize(longer, fontSize) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function turnPage(): void {
  page = pdf.addPage([paper.width, paper.height]);
  y = paper.height - margin.top;
}

function numberPages(): void {
  const pages = pdf.getPages();
  pages.forEach((each, place) => {
    const text = `${place + 1} / ${pages.length}`;
    const x = (paper.width - serif.widthOfTextAtSize(text, size.footer)) / 2;
    each.drawText(text, { x, y: margin.bottom / 2, font: serif, size: size.footer, color: faded });
  });
}
