import path from 'node:path';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { PDFDocument } from 'pdf-lib';

// A font of our own, so that a machine without any makes the same pictures.
const fontPath = path.join(
  import.meta.dirname,
  '../../../node_modules/pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf',
);

interface Print {
  readonly lines: readonly string[];
  /** Height of the letters' font in pixels. */
  readonly fontPixels?: number;
  /** Clockwise quarter turns of the whole picture. */
  readonly quarterTurns?: number;
}

/** Black print on white, as a scanner sees it. */
function draw({ lines, fontPixels = 42, quarterTurns = 0 }: Print) {
  GlobalFonts.registerFromPath(fontPath, 'Print');
  const leading = Math.round(fontPixels * 1.5);
  const longest = Math.max(...lines.map((line) => line.length));
  const width = Math.round(longest * fontPixels * 0.75) + 160;
  const height = lines.length * leading + 160;
  const isTurned = quarterTurns % 2 === 1;
  const canvas = createCanvas(isTurned ? height : width, isTurned ? width : height);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((quarterTurns * Math.PI) / 2);
  context.translate(-width / 2, -height / 2);
  context.fillStyle = 'black';
  context.font = `${fontPixels}px Print`;
  for (const [index, line] of lines.entries()) context.fillText(line, 80, 80 + fontPixels + index * leading);
  return canvas;
}

export function makePrintedPng(print: Print): Uint8Array {
  return draw(print).toBuffer('image/png');
}

export function makePrintedWebp(print: Print): Uint8Array {
  return draw(print).toBuffer('image/webp', 90);
}

/** One page of picture without a text layer for each print; null is a page of digital text. */
export async function makePrintedPdf(
  pages: readonly (Print | { readonly text: string })[],
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (const content of pages) {
    const page = document.addPage([595, 842]);
    if ('text' in content) {
      page.drawText(content.text, { x: 60, y: 700, size: 11 });
      continue;
    }
    const image = await document.embedPng(makePrintedPng(content));
    const scale = Math.min(500 / image.width, 740 / image.height);
    page.drawImage(image, { x: 40, y: 60, width: image.width * scale, height: image.height * scale });
  }
  return document.save();
}

/** Uncompressed pages in grey. */
export function makePrintedTiff(prints: readonly Print[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('49492a0000000000', 'hex')];
  let at = 8;
  let linkAt = 4;
  for (const print of prints) {
    const canvas = draw(print);
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    const grey = Buffer.alloc(width * height + ((width * height) % 2));
    for (let index = 0; index < width * height; index += 1) grey[index] = data[index * 4] ?? 0;
    const entries = [
      [256, 4, width],
      [257, 4, height],
      [258, 3, 8],
      [259, 3, 1],
      [262, 3, 1],
      [273, 4, at],
      [277, 3, 1],
      [278, 4, height],
      [279, 4, width * height],
    ] as const;
    const directory = Buffer.alloc(2 + entries.length * 12 + 4);
    directory.writeUInt16LE(entries.length);
    for (const [index, [tag, type, value]] of entries.entries()) {
      directory.writeUInt16LE(tag, 2 + index * 12);
      directory.writeUInt16LE(type, 4 + index * 12);
      directory.writeUInt32LE(1, 6 + index * 12);
      directory.writeUInt32LE(value, 10 + index * 12);
    }
    const directoryAt = at + grey.length;
    const before = Buffer.concat(parts);
    before.writeUInt32LE(directoryAt, linkAt);
    parts.splice(0, parts.length, before, grey, directory);
    linkAt = directoryAt + directory.length - 4;
    at = directoryAt + directory.length;
  }
  return Buffer.concat(parts);
}
