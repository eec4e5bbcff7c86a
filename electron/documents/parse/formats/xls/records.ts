/** One record of an Excel stream ([MS-XLS] 2.1.4) with the records that continue it. */
export interface XlsRecord {
  readonly type: number;
  /** Of its header in the stream. */
  readonly offset: number;
  /** Its content in the parts it was cut into: a text cut in two begins its second part with a new mark. */
  readonly parts: readonly Buffer[];
}

const continueType = 0x3c;

/** The records of a stream up to where it is cut off. */
export function readXlsRecords(stream: Buffer): XlsRecord[] {
  const records: { type: number; offset: number; parts: Buffer[] }[] = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const type = stream.readUInt16LE(at);
    const length = stream.readUInt16LE(at + 2);
    const content = stream.subarray(at + 4, at + 4 + length);
    const last = records.at(-1);
    if (type === continueType && last) last.parts.push(content);
    else records.push({ type, offset: at, parts: [content] });
    at += 4 + length;
  }
  return records;
}

/** Reads numbers and texts over the cuts between a record's parts. */
export interface PartReader {
  readonly isAtEnd: boolean;
  skip(bytes: number): void;
  byte(): number;
  short(): number;
  long(): number;
  /** @param characters in UTF-16 units; `isWide` may change where a new part begins. */
  text(characters: number, isWide: boolean): string;
}

export function createPartReader(parts: readonly Buffer[]): PartReader {
  let part = 0;
  let at = 0;
  const settle = () => {
    while (part < parts.length && at >= (parts[part]?.length ?? 0)) {
      at -= parts[part]?.length ?? 0;
      part += 1;
    }
  };
  const byte = () => {
    settle();
    const value = parts[part]?.[at] ?? 0;
    at += 1;
    return value;
  };
  const short = () => byte() | (byte() << 8);
  return {
    get isAtEnd() {
      settle();
      return part >= parts.length;
    },
    skip: (bytes) => {
      at += bytes;
    },
    byte,
    short,
    long: () => short() + short() * 65_536,
    text(characters, isWide) {
      let text = '';
      let wide = isWide;
      let left = characters;
      settle();
      while (left > 0) {
        const current = parts[part];
        if (!current) break;
        const available = Math.floor((current.length - at) / (wide ? 2 : 1));
        const count = Math.min(left, available);
        const end = at + count * (wide ? 2 : 1);
        text += current.toString(wide ? 'utf16le' : 'latin1', at, end);
        left -= count;
        at = end;
        if (left === 0) break;
        part += 1;
        at = 1;
        wide = ((parts[part]?.[0] ?? 0) & 1) !== 0;
      }
      return text;
    },
  };
}
