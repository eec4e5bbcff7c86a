import { makeCompoundFile } from './compoundFiles.ts';

/** Excel 97 to 2003, one sheet: texts through the shared strings, numbers as doubles. */
export function makeXls(
  rows: readonly (readonly (string | number)[])[],
  { hasPassword = false }: { readonly hasPassword?: boolean } = {},
): Uint8Array {
  const texts = rows.flat().filter((cell) => typeof cell === 'string');
  const strings = Buffer.concat([longs(texts.length, texts.length), ...texts.map((text) => wideText(text))]);
  const start = record(0x809, shorts(0x600, 5, 0, 0, 0, 0, 0, 0));
  const globals = (offset: number) =>
    Buffer.concat([
      start,
      hasPassword ? record(0x2f, shorts(1, 1, 1)) : Buffer.alloc(0),
      record(0x85, Buffer.concat([longs(offset), Buffer.from([0, 0, 5, 0]), Buffer.from('Fleet', 'latin1')])),
      // A text of many bytes is cut in two, and its second part begins with a mark.
      record(0xfc, strings.subarray(0, 13)),
      record(0x3c, Buffer.concat([Buffer.from([1]), strings.subarray(13)])),
      record(0x0a, Buffer.alloc(0)),
    ]);
  let next = 0;
  const cells = rows.flatMap((row, y) =>
    row.map((cell, x) =>
      typeof cell === 'string'
        ? record(0xfd, Buffer.concat([shorts(y, x, 0), longs(next++)]))
        : record(0x203, Buffer.concat([shorts(y, x, 0), double(cell)])),
    ),
  );
  const sheet = Buffer.concat([start, ...cells, record(0x0a, Buffer.alloc(0))]);
  return makeCompoundFile({ Workbook: Buffer.concat([globals(globals(0).length), sheet]) });
}

/** Word 97 to 2003: `text` with the format's own marks (\r, \x07, \f), in one piece. */
export function makeDoc(
  text: string,
  {
    footnotes = '',
    hasPassword = false,
  }: { readonly footnotes?: string; readonly hasPassword?: boolean } = {},
): Uint8Array {
  const textAt = 1024;
  const whole = Buffer.from(text + footnotes, 'utf16le');
  const header = Buffer.alloc(textAt);
  header.writeUInt16LE(0xa5ec, 0);
  header.writeUInt16LE(193, 2);
  header.writeUInt16LE(0x0200 | (hasPassword ? 0x0100 : 0), 10);
  header.writeUInt32LE(text.length, 76);
  header.writeUInt32LE(footnotes.length, 80);
  const pieces = Buffer.concat([
    Buffer.from([2]),
    longs(16),
    longs(0, text.length + footnotes.length),
    shorts(0),
    longs(textAt),
    shorts(0),
  ]);
  header.writeUInt32LE(pieces.length, 154 + 33 * 8 + 4);
  return makeCompoundFile({ WordDocument: Buffer.concat([header, whole]), '1Table': pieces });
}

/** PowerPoint 97 to 2003: every slide's texts in its outline, the first of them its title. */
export function makePpt(slides: readonly (readonly string[])[]): Uint8Array {
  const slide = pptRecord(1006, [pptRecord(1007, Buffer.alloc(24))], 0xf);
  const outline = slides.flatMap((texts, index) => [
    pptRecord(1011, longs(index + 2, 0, 0, 256 + index, 0)),
    ...texts.flatMap((text, at) => [
      pptRecord(3999, longs(at === 0 ? 0 : 1)),
      pptRecord(4000, Buffer.from(text, 'utf16le')),
    ]),
  ]);
  const document = pptRecord(1000, [pptRecord(4080, outline, 0xf)], 0xf);
  const places = [0, ...slides.map((_, index) => document.length + index * slide.length)];
  const directoryAt = document.length + slides.length * slide.length;
  const directory = pptRecord(6002, longs(1 | (places.length << 20), ...places));
  const edit = pptRecord(4085, longs(0, 0, 0, directoryAt, 1, 0, 0));
  const user = Buffer.alloc(20);
  user.writeUInt32LE(0xe391c05f, 12);
  user.writeUInt32LE(directoryAt + directory.length, 16);
  return makeCompoundFile({
    'PowerPoint Document': Buffer.concat([document, ...slides.map(() => slide), directory, edit]),
    'Current User': user,
  });
}

function pptRecord(type: number, content: Buffer | readonly Buffer[], version = 0): Buffer {
  const inside = Buffer.isBuffer(content) ? content : Buffer.concat([...content]);
  return Buffer.concat([shorts(version, type), longs(inside.length), inside]);
}

function record(type: number, content: Buffer): Buffer {
  return Buffer.concat([shorts(type, content.length), content]);
}

function wideText(text: string): Buffer {
  return Buffer.concat([shorts(text.length), Buffer.from([1]), Buffer.from(text, 'utf16le')]);
}

function shorts(...values: readonly number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer);
}

function longs(...values: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}

function double(value: number): Buffer {
  return Buffer.from(Float64Array.of(value).buffer);
}
