import { stat } from 'node:fs/promises';
import type { Connection } from '../../../shared/contract/app.ts';
import type { DocumentError } from '../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { StartChild } from '../../children/child.ts';
import type { ParseInput, Parser } from './parser.ts';
import { defaultParserLimits, type ParserLimits } from './parserLimits.ts';
import { type ParsedFile, type ParserProcess, startParserProcess } from './parserProcess.ts';

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
  const waiting: (() => void)[] = [];
  let running = 0;
  let isDisposed = false;

  const takeProcess = () => {
    for (const candidate of processes) if (candidate.isFree()) return candidate;
    const started = startParserProcess({ ...input, limits, onExit: () => void processes.delete(started) });
    processes.add(started);
    return started;
  };

  return {
    async parse(file) {
      const checked = await checkFile(file, limits);
      if (!checked.ok) return checked;
      if (running < limits.maxProcesses) running += 1;
      else if (!(await waitForTurn(waiting, file.signal))) return cancelled();
      try {
        return isDisposed || file.signal.aborted ? cancelled() : await takeProcess().parse(file);
      } finally {
        // The turn goes straight to the next in line, or a newcomer could take it in between.
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
    async dispose() {
      isDisposed = true;
      const exits = [...processes].map((process) => process.stop());
      for (const wake of waiting.splice(0)) wake();
      await Promise.all(exits);
    },
  };
}

function cancelled(): Result<ParsedFile, DocumentError> {
  return fail({ code: 'documents.cancelled' });
}

/** Joins the queue. @returns false where the signal came first. */
function waitForTurn(waiting: (() => void)[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const wake = () => {
      signal.removeEventListener('abort', leave);
      resolve(true);
    };
    const leave = () => {
      const index = waiting.indexOf(wake);
      if (index >= 0) waiting.splice(index, 1);
      resolve(false);
    };
    if (signal.aborted) return resolve(false);
    signal.addEventListener('abort', leave, { once: true });
    waiting.push(wake);
  });
}

/** What needs no process to be told. */
async function checkFile(
  { path, fileName, signal }: ParseInput,
  { maxFileBytes }: ParserLimits,
): Promise<Result<null, DocumentError>> {
  if (signal.aborted) return fail({ code: 'documents.cancelled' });
  try {
    const file = await stat(path);
    if (!file.isFile()) return fail({ code: 'documents.notReadable', fileName, reason: 'not a file' });
    if (file.size === 0) return fail({ code: 'documents.emptyFile', fileName });
    if (file.size > maxFileBytes) {
      return fail({ code: 'documents.tooLarge', fileName, sizeBytes: file.size, maxBytes: maxFileBytes });
    }
    return ok(null);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail({ code: 'documents.fileMissing', fileName });
    return fail({ code: 'documents.notReadable', fileName, reason: code });
  }
}
