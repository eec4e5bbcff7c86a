/** What a file is by its first bytes, whatever its name. */
export type Signature =
  | 'pdf'
  | 'zip'
  | 'compoundFile'
  | 'rtf'
  | 'gzip'
  | 'tar'
  /** Of a kind whose words can be recognised. */
  | 'picture'
  /** Of another kind. */
  | 'image'
  | 'audio'
  | 'video'
  | 'archive'
  | 'program'
  | 'database';

interface Mark {
  readonly signature: Signature;
  /** As Latin-1. */
  readonly bytes: string;
  readonly at?: number;
}

/** From the formats' own specifications; the longer marks stand before those they begin with. */
const marks: readonly Mark[] = [
  { signature: 'zip', bytes: 'PK\x03\x04' },
  { signature: 'zip', bytes: 'PK\x05\x06' },
  // Word writes this in front of split archives.
  { signature: 'zip', bytes: 'PK\x07\x08PK\x03\x04' },
  { signature: 'compoundFile', bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { signature: 'rtf', bytes: '{\\rtf' },
  { signature: 'gzip', bytes: '\x1f\x8b\x08' },
  { signature: 'picture', bytes: '\x89PNG\r\n\x1a\n' },
  { signature: 'picture', bytes: '\xff\xd8\xff' },
  { signature: 'picture', bytes: 'GIF8' },
  { signature: 'picture', bytes: 'II*\0' },
  { signature: 'picture', bytes: 'MM\0*' },
  { signature: 'picture', bytes: 'WEBP', at: 8 },
  { signature: 'image', bytes: '\0\0\x01\0' },
  { signature: 'image', bytes: '8BPS' },
  { signature: 'image', bytes: '\0\0\0\x0cjP  ' },
  { signature: 'image', bytes: 'ftypheic', at: 4 },
  { signature: 'image', bytes: 'ftypmif1', at: 4 },
  { signature: 'image', bytes: 'ftypavif', at: 4 },
  { signature: 'video', bytes: 'ftyp', at: 4 },
  { signature: 'video', bytes: '\x1a\x45\xdf\xa3' },
  { signature: 'video', bytes: 'AVI ', at: 8 },
  { signature: 'video', bytes: '\0\0\x01\xba' },
  { signature: 'audio', bytes: 'ID3' },
  { signature: 'audio', bytes: 'OggS' },
  { signature: 'audio', bytes: 'fLaC' },
  { signature: 'audio', bytes: 'WAVE', at: 8 },
  { signature: 'archive', bytes: '7z\xbc\xaf\x27\x1c' },
  { signature: 'archive', bytes: 'Rar!\x1a\x07' },
  { signature: 'archive', bytes: '\xfd7zXZ\0' },
  { signature: 'archive', bytes: '\x28\xb5\x2f\xfd' },
  { signature: 'archive', bytes: 'MSCF' },
  { signature: 'tar', bytes: 'ustar', at: 257 },
  { signature: 'program', bytes: 'MZ' },
  { signature: 'program', bytes: '\x7fELF' },
  { signature: 'program', bytes: '\xca\xfe\xba\xbe' },
  { signature: 'program', bytes: '\xcf\xfa\xed\xfe' },
  { signature: 'program', bytes: '\xce\xfa\xed\xfe' },
  { signature: 'program', bytes: '\0asm' },
  { signature: 'program', bytes: 'GGUF' },
  { signature: 'database', bytes: 'SQLite format 3\0' },
];

/** Letters that a text may have at this place as well: “mustard” holds a tar's. */
const wordLike = new Set([
  ...['MZ', 'ID3', 'GIF8', '8BPS', 'MSCF', 'OggS', 'fLaC', 'GGUF'],
  ...['WEBP', 'WAVE', 'AVI ', 'ftyp', 'ftypheic', 'ftypmif1', 'ftypavif', 'ustar'],
]);

/** Null where no signature is known: text, or something rare. */
export function readSignature(bytes: Uint8Array): Signature | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  // Mail gateways and printers put blank lines or a byte order mark in front.
  if (/^(?:\xef\xbb\xbf)?\s*%PDF-/u.test(start)) return 'pdf';
  if (start.startsWith('BM') && bytes.length > 18 && start.slice(6, 10) === '\0\0\0\0') return 'picture';
  if (/^BZh[1-9]1AY&SY/u.test(start)) return 'archive';
  for (const { signature, bytes: mark, at = 0 } of marks) {
    if (!start.startsWith(mark, at)) continue;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: binary files have these, texts do not.
    if (wordLike.has(mark) && !/[\x00-\x08\x80-\xff]/u.test(start.slice(0, Math.max(64, at + 16)))) continue;
    return signature;
  }
  return null;
}
