export interface SourceText {
  /** Without byte order mark, line endings as in the file. */
  readonly text: string;
  readonly encoding: Encoding;
}

type Encoding = 'utf8' | 'utf8WithMark' | 'utf16le' | 'utf16be';

const marks: readonly { readonly encoding: Exclude<Encoding, 'utf8'>; readonly bytes: readonly number[] }[] =
  [
    { encoding: 'utf8WithMark', bytes: [0xef, 0xbb, 0xbf] },
    { encoding: 'utf16le', bytes: [0xff, 0xfe] },
    { encoding: 'utf16be', bytes: [0xfe, 0xff] },
  ];

/** Reads a file's bytes as text. @returns null for what is no text, or in an encoding that could not be written back. */
export function decodeSource(bytes: Uint8Array): SourceText | null {
  const mark = marks.find((each) => each.bytes.every((byte, index) => bytes[index] === byte));
  const encoding = mark?.encoding ?? 'utf8';
  const body = bytes.subarray(mark?.bytes.length ?? 0);
  const label = { utf8: 'utf-8', utf8WithMark: 'utf-8', utf16le: 'utf-16le', utf16be: 'utf-16be' }[encoding];
  try {
    const text = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(body);
    return text.includes('\0') ? null : { text, encoding };
  } catch {
    return null;
  }
}

export function encodeSource({ text, encoding }: SourceText): Uint8Array {
  const mark = Uint8Array.from(marks.find((each) => each.encoding === encoding)?.bytes ?? []);
  return Buffer.concat([mark, encodeBody({ text, encoding })]);
}

function encodeBody({ text, encoding }: SourceText): Buffer {
  if (encoding === 'utf16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, 'utf8');
}

/** The text as views, models and hunks see it: every line ends with a line feed. */
export function withLineFeeds(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}
