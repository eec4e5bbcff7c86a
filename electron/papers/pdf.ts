import { readFileSync } from 'node:fs';
import path from 'node:path';
import { create } from 'fontkit';
import PDFDocument from 'pdfkit';
import type { Paper, PaperError, PaperPart } from '../../shared/contract/papers.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/** In points of 1/72 inch; an A4 page is 595 × 842. */
const margins = { top: 64, bottom: 72, left: 68, right: 68 };
const sizes = { title: 19, facts: 9, heading: 13, text: 10.5, cell: 9.5, footer: 8.5 };
const lineGap = 2.5;
const bulletIndent = 14;
const colours = { text: '#1f1d1a', quiet: '#6f6b63', line: '#d3cec3' };
const mostNamed = 5;

const faces = {
  plain: 'LiberationSans-Regular.ttf',
  bold: 'LiberationSans-Bold.ttf',
  italic: 'LiberationSans-Italic.ttf',
} as const;
type Face = keyof typeof faces;

/**
 * A paper as a PDF file with its own fonts (Liberation Sans: Latin, Greek and Cyrillic letters).
 * @param fontFolder where the fonts lie.
 * @returns an error that names the letters these fonts lack, or cannot set in order. Other signs they lack, such as
 * emoji, are written as an empty box.
 */
export async function writePdf(given: Paper, fontFolder: string): Promise<Result<Uint8Array, PaperError>> {
  const fonts = {
    plain: readFileSync(path.join(fontFolder, faces.plain)),
    bold: readFileSync(path.join(fontFolder, faces.bold)),
    italic: readFileSync(path.join(fontFolder, faces.italic)),
  };
  const { paper, missing } = fitTo(fonts.plain, given);
  if (missing.length > 0) return fail({ code: 'papers.noFont', signs: missing.slice(0, mostNamed) });

  const document = new PDFDocument({
    size: 'A4',
    margins,
    bufferPages: true,
    // A font of PDF itself would be looked for in a folder that is not shipped.
    font: path.join(fontFolder, faces.plain),
    info: { Title: paper.title, Creator: 'Sotto', Producer: 'Sotto' },
  });
  const pieces: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => resolve());
    document.on('error', reject);
  });
  for (const [name, font] of Object.entries(fonts)) document.registerFont(name, font);

  writeRuns(document, paper.title, { face: 'bold', size: sizes.title });
  if (paper.facts.length > 0) {
    document.moveDown(0.3);
    writeRuns(document, paper.facts.join(' · '), { size: sizes.facts, colour: colours.quiet });
  }
  for (const part of paper.parts) writePart(document, part);
  writePageNumbers(document);
  document.end();
  await ended;
  return ok(Buffer.concat(pieces));
}

function writePart(document: PDFKit.PDFDocument, part: PaperPart): void {
  switch (part.kind) {
    case 'heading':
      document.moveDown(1);
      keepTogether(document, sizes.heading * 4);
      writeRuns(document, part.text, { face: 'bold', size: sizes.heading });
      return;
    case 'paragraph': {
      const look =
        part.look === 'removed' ? { strike: true } : part.look === 'added' ? { underline: true } : {};
      writeLines(document, part, { look, indent: 0 });
      return;
    }
    case 'list':
      for (const line of part.lines) writeLines(document, line, { look: {}, indent: bulletIndent });
      return;
    case 'table':
      document.moveDown(0.8);
      document.font('plain').fontSize(sizes.cell).fillColor(colours.text);
      document.table({
        defaultStyle: { padding: 5, border: 0.5, borderColor: colours.line },
        data: [
          part.columns.map((text) => ({ text, font: { src: 'bold' } })),
          ...part.rows.map((row) => row.map((cell) => ({ text: cell.replaceAll('**', '') }))),
        ],
      });
      // A table leaves the pen where its last cell began.
      document.x = margins.left;
  }
}

type Look = Pick<PDFKit.Mixins.TextOptions, 'strike' | 'underline'>;

/** Empty lines part paragraphs; the pages stand after the last one. */
function writeLines(
  document: PDFKit.PDFDocument,
  { text, source }: { readonly text: string; readonly source: string | null },
  { look, indent }: { readonly look: Look; readonly indent: number },
): void {
  const pieces = text.split(/\n{2,}/u).filter((piece) => piece.trim() !== '');
  for (const [index, piece] of pieces.entries()) {
    document.moveDown(0.5);
    keepTogether(document, sizes.text * 2);
    if (indent > 0 && index === 0) {
      const { y } = document;
      document.font('plain').fontSize(sizes.text).fillColor(colours.text);
      document.text('•', margins.left, y, { lineBreak: false });
      document.y = y;
    }
    document.x = margins.left + indent;
    const isLast = index === pieces.length - 1;
    const shownSource = isLast && source !== null ? ` (${source.replaceAll(' ', '\u00a0')})` : '';
    writeRuns(document, piece, { size: sizes.text, look, after: shownSource });
    document.x = margins.left;
  }
}

/** Models write bold and italic as Markdown does; other marks stay as they are. */
function writeRuns(
  document: PDFKit.PDFDocument,
  text: string,
  how: {
    readonly size: number;
    readonly face?: Face;
    readonly colour?: string;
    readonly look?: Look;
    readonly after?: string;
  },
): void {
  const runs = text
    .split(/(\*\*[^*\n]+\*\*|\*[^*\s][^*\n]*\*)/u)
    .filter((piece) => piece !== '')
    .map((piece): { text: string; face: Face; colour: string; look: Look } => {
      const colour = how.colour ?? colours.text;
      const look = how.look ?? {};
      if (/^\*\*.+\*\*$/u.test(piece)) return { text: piece.slice(2, -2), face: 'bold', colour, look };
      if (/^\*.+\*$/u.test(piece)) return { text: piece.slice(1, -1), face: 'italic', colour, look };
      return { text: piece, face: how.face ?? 'plain', colour, look };
    });
  if (how.after) runs.push({ text: how.after, face: 'plain', colour: colours.quiet, look: {} });
  for (const [index, run] of runs.entries()) {
    document.font(run.face).fontSize(how.size).fillColor(run.colour);
    document.text(run.text, {
      lineGap,
      continued: index < runs.length - 1,
      strike: false,
      underline: false,
      ...run.look,
    });
  }
}

/** What follows begins on the next page where so much does not fit on this one. */
function keepTogether(document: PDFKit.PDFDocument, height: number): void {
  if (document.y + height > document.page.height - margins.bottom) document.addPage();
}

function writePageNumbers(document: PDFKit.PDFDocument): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    // Below the margin, where text would otherwise begin another page.
    document.page.margins.bottom = 0;
    document.font('plain').fontSize(sizes.footer).fillColor(colours.quiet);
    document.text(`${page + 1} / ${count}`, margins.left, document.page.height - 44, {
      align: 'right',
      lineBreak: false,
      width: document.page.width - margins.left - margins.right,
    });
  }
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** What everybody knows as a sign that is not there. */
const missingSign = '□';

/** The text as these fonts can write it; `missing` are letters and digits they cannot, each once. */
function fitTo(font: Buffer, paper: Paper): { readonly paper: Paper; readonly missing: string[] } {
  const opened = create(font);
  if (!('hasGlyphForCodePoint' in opened)) throw new Error('The font is a collection of fonts');
  const missing = new Set<string>();
  const fit = (text: string) =>
    text
      .replaceAll('\t', '    ')
      // What takes no ink, such as joiners and other control characters.
      .replace(/[^\P{C}\n]|[\ufe00-\ufe0f]/gu, '')
      .replace(/[^\n]/gu, (sign) => {
        if (rightToLeft.test(sign)) missing.add(sign);
        if (opened.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)) return sign;
        if (/[\p{L}\p{N}]/u.test(sign)) missing.add(sign);
        return /\p{M}/u.test(sign) ? '' : missingSign;
      });
  return { paper: mapTexts(paper, fit), missing: [...missing] };
}

function mapTexts(paper: Paper, change: (text: string) => string): Paper {
  const line = <Line extends { text: string; source: string | null }>(one: Line): Line => ({
    ...one,
    text: change(one.text),
    source: one.source && change(one.source),
  });
  const mapPart = (part: PaperPart): PaperPart => {
    switch (part.kind) {
      case 'heading':
        return { ...part, text: change(part.text) };
      case 'paragraph':
        return line(part);
      case 'list':
        return { ...part, lines: part.lines.map(line) };
      case 'table':
        return { ...part, columns: part.columns.map(change), rows: part.rows.map((row) => row.map(change)) };
    }
  };
  return { title: change(paper.title), facts: paper.facts.map(change), parts: paper.parts.map(mapPart) };
}
