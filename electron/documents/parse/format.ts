import type { UnreadableKind } from '../../../shared/contract/documents.ts';
import { type Format, formatOfName, formats, isFormat } from '../../../shared/formats.ts';
import { openCompoundFile } from './containers/compoundFile.ts';
import { readZipEntries } from './containers/zipEntries.ts';
import { decodeText, looksBinary } from './encoding.ts';
import { readSignature } from './signatures.ts';
import { sniffText } from './sniffText.ts';

/** What a file turned out to be. */
export type Detected =
  | { readonly kind: 'format'; readonly format: Format }
  | { readonly kind: 'passwordProtected' }
  /** `looksLike` is null where nothing is known but that it is no text. */
  | { readonly kind: 'unsupported'; readonly looksLike: UnreadableKind | null };

/** What a file is: told by its content where that is certain, else by its name. */
export function detectFormat(bytes: Uint8Array, fileName: string): Detected {
  const named = formatOfName(fileName);
  const signature = readSignature(bytes);
  switch (signature) {
    case 'pdf':
      return isA('pdf');
    case 'zip':
      return formatOrOffice(kindOfZip(bytes) ?? archiveNamed(fileName) ?? 'zip');
    case 'compoundFile':
      return detectCompound(bytes, fileName);
    case 'rtf':
      return formatOrOffice('rtf');
    case 'picture':
      return isA('image');
    case 'gzip':
      return isA('gz');
    case 'tar':
      return isA('tar');
    case null:
      break;
    default:
      return { kind: 'unsupported', looksLike: signature };
  }
  if (named === 'pdf') return isA('pdf');
  const isBinary = looksBinary(bytes);
  if (named !== null && !formats[named].isText) {
    // Programs export web pages and plain tables under the names of office files.
    const sniffed = isBinary ? null : sniffText(startOf(bytes));
    return isA(sniffed ?? named);
  }
  if (isBinary) return { kind: 'unsupported', looksLike: null };
  const sniffed = sniffText(startOf(bytes));
  if (named === 'html' && sniffed === 'mhtml') return isA('mhtml');
  return isA(named ?? sniffed ?? 'txt');
}

function isA(format: Format): Detected {
  return { kind: 'format', format };
}

function formatOrOffice(name: string): Detected {
  if (isFormat(name)) return { kind: 'format', format: name };
  return { kind: 'unsupported', looksLike: name === 'zip' ? 'archive' : 'office' };
}

/** A damaged zip whose name says that it is a document. */
function archiveNamed(fileName: string): Format | null {
  const named = formatOfName(fileName);
  return named !== null && !formats[named].isText && named !== 'pdf' ? named : null;
}

/** By the marks each kind of document leaves among an archive's names. */
function kindOfZip(bytes: Uint8Array): string | null {
  const directory = readZipEntries(bytes, { maxEntries: 2000 });
  if (!directory) return null;
  const first = directory.entries[0];
  if (first?.name === 'mimetype') {
    const start = first.offset + 30 + 8;
    const kind = kindOfMime(Buffer.from(bytes.subarray(start, start + 100)).toString('latin1'));
    if (kind) return kind;
  }
  const has = (prefix: RegExp) => directory.entries.some(({ name }) => prefix.test(name));
  if (has(/^META-INF\/container\.xml$/iu)) return 'epub';
  if (!has(/^\[Content_Types\]\.xml$/iu)) {
    if (has(/\.iwa$/u) || has(/^index\.xml\.gz$/u)) return 'iwork';
    return has(/^content\.xml$/u) && has(/^META-INF\/manifest\.xml$/u) ? 'odt' : null;
  }
  if (has(/^word\//iu)) return 'docx';
  if (has(/^xl\/workbook\.bin$/iu)) return 'xlsb';
  if (has(/^xl\//iu)) return 'xlsx';
  if (has(/^ppt\//iu)) return 'pptx';
  return null;
}

function kindOfMime(text: string): string | null {
  const odf = /vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)/u.exec(text)?.[1];
  if (odf) return { text: 'odt', spreadsheet: 'ods', presentation: 'odp', graphics: 'odg' }[odf] ?? null;
  return text.startsWith('application/epub+zip') ? 'epub' : null;
}

function detectCompound(bytes: Uint8Array, fileName: string): Detected {
  const names = openCompoundFile(bytes)?.root.children;
  // Word keeps a document with a password inside such a file.
  if (names?.has('encryptedpackage') || names?.has('encryptioninfo')) return { kind: 'passwordProtected' };
  if (names?.has('__properties_version1.0')) return formatOrOffice('msg');
  if (names?.has('worddocument')) return formatOrOffice('doc');
  if (names?.has('workbook') || names?.has('book')) return formatOrOffice('xls');
  if (names?.has('powerpoint document')) return formatOrOffice('ppt');
  if (/\.(?:docx|xlsx|pptx)$/iu.test(fileName)) return { kind: 'passwordProtected' };
  const named = formatOfName(fileName);
  if (named !== null && ['doc', 'xls', 'ppt', 'msg'].includes(named)) return isA(named);
  return { kind: 'unsupported', looksLike: 'office' };
}

function startOf(bytes: Uint8Array): string {
  return decodeText(bytes.subarray(0, 8192)).replace(/^\ufeff/u, '');
}
