import path from 'node:path';
import { forkChild } from '../../../electron/children/forkChild.ts';
import type { Parser } from '../../../electron/documents/parse/parser.ts';
import { createParser } from '../../../electron/documents/parse/parserClient.ts';
import type { ParserLimits } from '../../../electron/documents/parse/parserLimits.ts';
import type { DocumentError, ParsedDocument } from '../../../shared/contract/documents.ts';
import { ok, type Result } from '../../../shared/result.ts';

export const parserEntryPath = path.join(
  import.meta.dirname,
  '../../../electron/documents/parse/process/main.ts',
);

/** The real parser, in a real child process. */
export function createTestParser(limits: Partial<ParserLimits> = {}): Parser {
  return createParser({ startChild: forkChild, entryPath: parserEntryPath, limits });
}

/** What the file says, without the passages it is cut into. */
export async function parseFile(
  parser: Parser,
  file: string,
): Promise<Result<ParsedDocument & { format: string }, DocumentError>> {
  const parsed = await parser.parse({
    path: file,
    fileName: path.basename(file),
    signal: new AbortController().signal,
  });
  if (!parsed.ok) return parsed;
  const { title, language, pages, blocks, format, datedAt, recognition } = parsed.value;
  return ok({
    ...{ title, language, pages, blocks, format },
    ...(datedAt ? { datedAt } : {}),
    ...(recognition ? { recognition } : {}),
  });
}
