import { writeFile } from 'node:fs/promises';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { pageHeight, pageWidth } from './pdfFiles.ts';

const margin = 60;
const fontSize = 11;
const lineHeight = 15;

/** Writes a PDF of plain paragraphs, one text per page; blank lines part paragraphs, long lines are wrapped. */
export async function makeTextPdf(input: {
  readonly path: string;
  readonly title: string;
  readonly pages: readonly string[];
}): Promise<void> {
  const pdf = await PDFDocument.create();
  pdf.setTitle(input.title);
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const fits = (line: string) => font.widthOfTextAtSize(line, fontSize) <= pageWidth - 2 * margin;
  for (const text of input.pages) {
    const page = pdf.addPage([pageWidth, pageHeight]);
    let y = pageHeight - margin;
    for (const paragraph of text.split('\n\n')) {
      for (const line of wrap(paragraph, fits)) {
        page.drawText(line, { x: margin, y, size: fontSize, font });
        y -= lineHeight;
      }
      y -= lineHeight;
    }
    if (y < 0) throw new Error('The text does not fit the page');
  }
  await writeFile(input.path, await pdf.save());
}

function wrap(paragraph: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
