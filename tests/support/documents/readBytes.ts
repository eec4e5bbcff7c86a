import path from 'node:path';
import type { ReadLimits } from '../../../electron/documents/parse/parserProtocol.ts';
import { readDocument } from '../../../electron/documents/parse/readDocument.ts';

const megabyte = 1024 * 1024;

export const testReadLimits: ReadLimits = {
  timeoutMs: 60_000,
  maxFileBytes: 8 * megabyte,
  maxTextCharacters: 2_000_000,
  maxBlocks: 50_000,
  maxUnpackedBytes: 8 * megabyte,
};

/** Reads a file in this process, as the parser process does: for tests of what is read, not of how it is confined. */
export function readBytes(
  fileName: string,
  content: Uint8Array | string,
  { password = null, ...limits }: Partial<ReadLimits> & { readonly password?: string | null } = {},
): ReturnType<typeof readDocument> {
  return readDocument({
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
    fileName,
    password,
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
