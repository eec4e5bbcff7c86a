import { looksBinary } from './encoding.ts';

export const supportedFormats = ['pdf', 'docx', 'html', 'md', 'txt'] as const;
export type Format = (typeof supportedFormats)[number];

/** What a file is: told by its content where that is certain, else by its name. Null where it is none of ours. */
export function detectFormat(bytes: Uint8Array, fileName: string): Format | 'encryptedOffice' | null {
  const start = latin(bytes.subarray(0, 1024));
  const extension = /\.([a-z0-9]+)$/iu.exec(fileName)?.[1]?.toLowerCase() ?? '';
  if (start.trimStart().startsWith('%PDF-')) return 'pdf';
  if (start.startsWith('PK\u0003\u0004') || start.startsWith('PK\u0005\u0006'))
    return isWord(bytes) || extension === 'docx' ? 'docx' : null;
  // Word keeps a document with a password inside an OLE container.
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0')) return extension === 'docx' ? 'encryptedOffice' : null;
  if (extension === 'pdf' || extension === 'docx') return extension;
  if (start.startsWith('{\\rtf') || looksBinary(bytes)) return null;
  if (extension === 'html' || extension === 'htm' || extension === 'xhtml') return 'html';
  if (extension === 'md' || extension === 'markdown' || extension === 'mdown') return 'md';
  if (extension === 'txt' || extension === 'text' || extension === 'log') return 'txt';
  if (
    /^\s*(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html)[\s>]/iu.test(
      start.replace(/^\u00ef\u00bb\u00bf/u, ''),
    )
  ) {
    return 'html';
  }
  return extension === '' ? 'txt' : null;
}

/** A zip is read from its end: the names stand in its central directory. */
function isWord(bytes: Uint8Array): boolean {
  const marker = Buffer.from('word/document');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.includes(marker);
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
