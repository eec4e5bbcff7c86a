import { type PiecePlace, pairOf, pairs } from './pieces.ts';

export interface WordParagraph {
  /** In the text, not past its mark. */
  readonly end: number;
  /** 1 to 9 for the built-in headings; null for others. */
  readonly level: number | null;
  readonly isInTable: boolean;
  readonly isRowEnd: boolean;
}

const pageBytes = 512;
const sprmInTable = 0x2416;
const sprmRowEnd = 0x2417;
/** Sizes of operands by the top three bits of what they set; 6 has its own length first. */
const operandBytes = [1, 1, 2, 4, 2, 2, 0, 3] as const;

/** What the file says of its paragraphs ([MS-DOC] 2.8.5, 2.9.175), in the text's order. */
export function readParagraphs(input: {
  readonly stream: Buffer;
  readonly table: Buffer;
  readonly places: readonly PiecePlace[];
}): WordParagraph[] {
  const { stream, table, places } = input;
  const { at, length } = pairOf(stream, pairs.paragraphBins);
  const bins = table.subarray(at, at + length);
  const count = Math.floor((bins.length - 4) / 8);
  const paragraphs: WordParagraph[] = [];
  for (let index = 0; index < count; index += 1) {
    const number = bins.readUInt32LE((count + 1) * 4 + index * 4) & 0x3fffff;
    const page = stream.subarray(number * pageBytes, (number + 1) * pageBytes);
    if (page.length === pageBytes) paragraphs.push(...readPage(page, places));
  }
  return paragraphs.sort((a, b) => a.end - b.end);
}

function readPage(page: Buffer, places: readonly PiecePlace[]): WordParagraph[] {
  const count = page.readUInt8(pageBytes - 1);
  const paragraphs: WordParagraph[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = (count + 1) * 4 + index * 13;
    if (entry >= pageBytes) break;
    const end = textPlace(page.readUInt32LE((index + 1) * 4) - 1, places);
    if (end === null) continue;
    const at = page.readUInt8(entry) * 2;
    const words = at === 0 ? 0 : page.readUInt8(at);
    // A zero length means that the true one follows.
    const start = words === 0 ? at + 2 : at + 1;
    const size = at === 0 ? 0 : words === 0 ? page.readUInt8(Math.min(at + 1, 511)) * 2 : words * 2 - 1;
    const properties = page.subarray(start, Math.min(pageBytes, start + size));
    const style = properties.length >= 2 ? properties.readUInt16LE(0) : 0;
    const set = readFlags(properties.subarray(2));
    const level = style >= 1 && style <= 9 ? style : null;
    paragraphs.push({ end, level, isInTable: set.has(sprmInTable), isRowEnd: set.has(sprmRowEnd) });
  }
  return paragraphs;
}

function readFlags(properties: Buffer): ReadonlySet<number> {
  const set = new Set<number>();
  for (let at = 0; at + 3 <= properties.length; ) {
    const name = properties.readUInt16LE(at);
    const size = operandBytes[name >> 13] ?? 1;
    if ((name === sprmInTable || name === sprmRowEnd) && properties.readUInt8(at + 2) === 1) set.add(name);
    at += 2 + (size === 0 ? properties.readUInt8(at + 2) + 1 : size);
  }
  return set;
}

function textPlace(fileOffset: number, places: readonly PiecePlace[]): number | null {
  for (const { start, length, fileOffset: from, bytesPerCharacter } of places) {
    const within = Math.floor((fileOffset - from) / bytesPerCharacter);
    if (fileOffset >= from && within < length) return start + within;
  }
  return null;
}
