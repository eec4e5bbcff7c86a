/** A run of the text as it stands in the file. */
export interface PiecePlace {
  /** Of its first character in the text. */
  readonly start: number;
  readonly length: number;
  readonly fileOffset: number;
  readonly bytesPerCharacter: 1 | 2;
}

/** Lengths, in characters, of what stands one after the other in the text. */
export interface Stories {
  readonly main: number;
  readonly footnotes: number;
  readonly headers: number;
  readonly macros: number;
  readonly comments: number;
  readonly endnotes: number;
  readonly textBoxes: number;
}

/** Offsets of [MS-DOC] 2.5.1: lengths of the stories, and pairs of place and length in the table stream. */
const storiesAt = 76;
const pairsAt = 154;
export const pairs = { paragraphBins: 13, pieces: 33 } as const;

export function pairOf(stream: Buffer, index: number): { readonly at: number; readonly length: number } {
  const at = pairsAt + index * 8;
  if (at + 8 > stream.length) throw new Error('its header is cut off');
  return { at: stream.readUInt32LE(at), length: stream.readUInt32LE(at + 4) };
}

/** Puts the text together from its pieces. Throws where the list of pieces is missing. */
export function readPieces(
  stream: Buffer,
  table: Buffer,
): { readonly text: string; readonly stories: Stories; readonly places: readonly PiecePlace[] } {
  const { at, length } = pairOf(stream, pairs.pieces);
  const list = findPieceTable(table.subarray(at, at + length));
  const count = Math.floor((list.length - 4) / 12);
  const places: PiecePlace[] = [];
  const parts: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = list.readUInt32LE(index * 4);
    const size = list.readUInt32LE(index * 4 + 4) - start;
    const raw = list.readUInt32LE((count + 1) * 4 + index * 8 + 2);
    const isNarrow = (raw & 0x40000000) !== 0;
    const fileOffset = isNarrow ? (raw & 0x3fffffff) >>> 1 : raw & 0x3fffffff;
    const bytesPerCharacter = isNarrow ? 1 : 2;
    if (size <= 0 || fileOffset >= stream.length) continue;
    const bytes = stream.subarray(fileOffset, fileOffset + size * bytesPerCharacter);
    const text = isNarrow ? new TextDecoder('windows-1252').decode(bytes) : bytes.toString('utf16le');
    places.push({ start, length: size, fileOffset, bytesPerCharacter });
    parts.push(text.padEnd(size, ' '));
  }
  if (parts.length === 0) throw new Error('its text is missing');
  const [main = 0, footnotes = 0, headers = 0, macros = 0, comments = 0, endnotes = 0, textBoxes = 0] =
    Array.from({ length: 7 }, (_, index) => stream.readInt32LE(storiesAt + index * 4)).map((value) =>
      Math.max(0, value),
    );
  return {
    text: parts.join(''),
    stories: { main, footnotes, headers, macros, comments, endnotes, textBoxes },
    places,
  };
}

/** Formatting of pieces stands before the list of them. */
function findPieceTable(clx: Buffer): Buffer {
  let at = 0;
  while (at + 5 <= clx.length) {
    const kind = clx.readUInt8(at);
    if (kind === 2) return clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1));
    if (kind !== 1) break;
    at += 3 + clx.readUInt16LE(at + 1);
  }
  throw new Error('its list of text pieces is missing');
}
