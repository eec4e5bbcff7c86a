import { stat } from 'node:fs/promises';
import type { Connection } from '../../../shared/contract/app.ts';
import type { DocumentError } from '../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { StartChild } from '../../children/child.ts';
import type { ParseInput, Parser } from './parser.ts';
import { defaultParserLimits, type ParserLimits } from './parserLimits.ts';
import { type ParserProcess, startParserProcess } from './parserProcess.ts';

const helpAfterMs = 200;

/** Reads files in processes of their own, which are reused while they behave. */
export function createParser(input: {
  readonly startChild: StartChild;
  readonly entryPath: string;
  readonly limits?: Partial<ParserLimits>;
  /** The folder with pdf.js's `cmaps` and `standard_fonts`; found beside the entry when absent. */
  readonly pdfFolder?: string;
  /** Leaves the processor to everything else that runs on this computer. */
  readonly isPolite?: boolean;
  readonly onConnectionBlocked?: (connection: Connection) => void;
}): Parser {
  const limits: ParserLimits = { ...defaultParserLimits, ...input.limits };
  const processes = new Set<ParserProcess>();
  const waiting: ((process: ParserProcess | null) => void)[] = [];
  let helpTimer: NodeJS.Timeout | undefined;
  let isDisposed = false;

  const start = () => {
    const started = startParserProcess({
      ...input,
      limits,
      onExit() {
        processes.delete(started);
        serveWaiting();
      },
    });
    processes.add(started);
    return started;
  };

  /** Another process is started only where those that run keep a file waiting for longer than starting one takes. */
  function serveWaiting(): void {
    for (const candidate of processes) if (candidate.isFree()) waiting.shift()?.(candidate);
    if (waiting.length === 0 || processes.size >= limits.maxProcesses) return;
    if (processes.size === 0) return void waiting.shift()?.(start());
    helpTimer ??= setTimeout(() => {
      helpTimer = undefined;
      if (isDisposed || processes.size >= limits.maxProcesses) return;
      waiting.shift()?.(start());
      serveWaiting();
    }, helpAfterMs);
  }

  /** Waits for a process. A process is taken in the same turn in which it is found free. */
  function parseInTurn(file: ParseInput): ReturnType<Parser['parse']> {
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<Parser['parse']>>>();
    const { signal } = file;
    const take = (process: ParserProcess | null) => {
      signal.removeEventListener('abort', leave);
      resolve(process?.parse(file) ?? fail({ code: 'documents.cancelled' }));
    };
    const leave = () => {
      const index = waiting.indexOf(take);
      if (index >= 0) waiting.splice(index, 1);
      take(null);
    };
    if (signal.aborted || isDisposed) take(null);
    else {
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(take);
      serveWaiting();
    }
    return promise;
  }

  return {
    warmUp() {
      if (!isDisposed && processes.size === 0) start();
    },
    async parse(file) {
      const checked = await checkFile(file, limits);
      if (!checked.ok) return checked;
      return parseInTurn(file).finally(serveWaiting);
    },
    async dispose() {
      isDisposed = true;
      clearTimeout(helpTimer);
      for (const take of waiting.splice(0)) take(null);
      await Promise.all([...processes].map((process) => process.stop()));
    },
  };
}

/** What needs no process to be told. */
async function checkFile(
  { path, fileName, sizeBytes, signal }: ParseInput,
  { maxFileBytes }: ParserLimits,
): Promise<Result<null, DocumentError>> {
  if (signal.aborted) return fail({ code: 'documents.cancelled' });
  try {
    const file = sizeBytes === undefined ? await stat(path) : null;
    if (file?.isFile() === false) {
      return fail({ code: 'documents.notReadable', fileName, reason: 'not a file' });
    }
    const size = sizeBytes ?? file?.size ?? 0;
    if (size === 0) return fail({ code: 'documents.emptyFile', fileName });
    if (size > maxFileBytes) {
      return fail({ code: 'documents.tooLarge', fileName, sizeBytes: size, maxBytes: maxFileBytes });
    }
    return ok(null);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail({ code: 'documents.fileMissing', fileName });
    return fail({ code: 'documents.notReadable', fileName, reason: code });
  }
}
