import path from 'node:path';
import type { ReadLimits } from '../../../electron/documents/parse/parserProtocol.ts';
import { readDocument } from '../../../electron/documents/parse/readDocument.ts';
import { findRecogniser } from '../../../electron/documents/parse/recognise/findFiles.ts';
import type { SourceFile } from '../../../electron/documents/parse/source.ts';

const megabyte = 1024 * 1024;
const recogniser = findRecogniser(
  path.join(import.meta.dirname, '../../../electron/documents/parse/process'),
);

export const testReadLimits: ReadLimits = {
  timeoutMs: 60_000,
  recognitionPageMs: 30_000,
  maxRecognisedPages: 20,
  maxFileBytes: 8 * megabyte,
  maxTextCharacters: 2_000_000,
  maxBlocks: 50_000,
  maxUnpackedBytes: 8 * megabyte,
};

/** Reads a file in this process, as the parser process does: for tests of what is read, not of how it is confined. */
export function readBytes(
  fileName: string,
  content: Uint8Array | string,
  {
    password = null,
    recognitionLanguage = null,
    ...limits
  }: Partial<ReadLimits> & Partial<Pick<SourceFile, 'password' | 'recognitionLanguage'>> = {},
): ReturnType<typeof readDocument> {
  return readDocument({
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
    fileName,
    password,
    recognitionLanguage,
    recogniser,
    onRecognising: () => undefined,
    limits: { ...testReadLimits, ...limits },
    pdfFolder: path.join(import.meta.dirname, '../../../node_modules/pdfjs-dist'),
    onProgress: () => undefined,
  });
}

/** Each block as `kind page: text`, or the error's code. */
export async function outlineOf(...parameters: Parameters<typeof readBytes>): Promise<string[] | string> {
  const read = await readBytes(...parameters);
  if (!read.ok) return read.error.code;
  return read.value.blocks.map(({ kind, page, text }) => `${kind} ${page}: ${text}`);
}
