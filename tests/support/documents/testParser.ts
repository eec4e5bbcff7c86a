import path from 'node:path';
import { forkChild } from '../../../electron/children/forkChild.ts';
import type { Parser } from '../../../electron/documents/parse/parser.ts';
import { createParser } from '../../../electron/documents/parse/parserClient.ts';
import type { ParserLimits } from '../../../electron/documents/parse/parserLimits.ts';

export const parserEntryPath = path.join(
  import.meta.dirname,
  '../../../electron/documents/parse/process/main.ts',
);

/** The real parser, in a real child process. */
export function createTestParser(limits: Partial<ParserLimits> = {}): Parser {
  return createParser({ startChild: forkChild, entryPath: parserEntryPath, limits });
}

export function parseFile(parser: Parser, file: string): ReturnType<Parser['parse']> {
  return parser.parse({ path: file, fileName: path.basename(file), signal: new AbortController().signal });
}
