import { stat } from 'node:fs/promises';
import type { Connection } from '../../../shared/contract/app.ts';
import type { DocumentError } from '../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { StartChild } from '../../children/child.ts';
import type { ParseInput, Parser } from './parser.ts';
import { cancelled, type JobEnd } from './parserJob.ts';
import { defaultParserLimits, type ParserLimits } from './parserLimits.ts';
import { type ParserProcess, startParserProcess } from './parserProcess.ts';

const helpAfterMs = 200;

/** A file that no process has taken yet. */
interface Waiting {
  readonly sinceMs: number;
  readonly file: ParseInput;
  /** It may have ended a process before: no other file is to end with it. */
  readonly isAlone: boolean;
  /** @param process null: it is not read at all. */
  take(process: ParserProcess | null): void;
}

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
  const waiting: Waiting[] = [];
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

  /** The one that will come to it first. */
  const processFor = ({ file, isAlone }: Waiting): ParserProcess | null => {
    if (processes.size === 0) return start();
    const taking = [...processes].filter((each) => each.takes(file, isAlone));
    return taking.toSorted((first, second) => first.inHand() - second.inHand())[0] ?? null;
  };

  function serveWaiting(): void {
    // In order: one that needs a process for itself gets it when what that one holds is done.
    for (let [next] = waiting; next; [next] = waiting) {
      const process = processFor(next);
      if (!process) break;
      waiting.shift();
      next.take(process);
    }
    const isAnyBehind = waiting.length > 0 || [...processes].some((each) => each.inHand() > 1);
    if (isAnyBehind) helpTimer ??= setTimeout(help, helpAfterMs);
  }

  /** Another process is started only where those that run keep a file waiting for as long as starting one takes. */
  function help(): void {
    helpTimer = undefined;
    if (isDisposed) return;
    for (const each of processes) each.giveBack(helpAfterMs);
    // What was given back stands in line from the next turn on.
    setImmediate(() => {
      if (isDisposed) return;
      const readyMs = Math.max(...[...processes].map((each) => each.readyMs()));
      const isLong = ({ sinceMs }: Waiting) => performance.now() - Math.max(sinceMs, readyMs) >= helpAfterMs;
      if (processes.size < limits.maxProcesses && waiting.some(isLong)) start();
      serveWaiting();
    });
  }

  /** Waits for a process. A process is taken in the same turn in which it is found free. */
  function parseInTurn(file: ParseInput, how: Pick<Waiting, 'isAlone' | 'sinceMs'>): Promise<JobEnd> {
    const { promise, resolve } = Promise.withResolvers<JobEnd>();
    const { signal } = file;
    const next: Waiting = {
      ...{ ...how, file },
      take(process) {
        signal.removeEventListener('abort', leave);
        resolve(process?.parse(file, how.isAlone) ?? cancelled());
      },
    };
    const leave = () => {
      const index = waiting.indexOf(next);
      if (index >= 0) waiting.splice(index, 1);
      next.take(null);
    };
    if (signal.aborted || isDisposed) next.take(null);
    else {
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(next);
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
      const sinceMs = performance.now();
      let isAlone = false;
      while (true) {
        const end = await parseInTurn({ ...file, sizeBytes: checked.value }, { isAlone, sinceMs });
        serveWaiting();
        if (typeof end === 'object') return end;
        isAlone ||= end === 'againAlone';
      }
    },
    async dispose() {
      isDisposed = true;
      clearTimeout(helpTimer);
      for (const next of waiting.splice(0)) next.take(null);
      await Promise.all([...processes].map((process) => process.stop()));
    },
  };
}

/** What needs no process to be told. @returns its size in bytes. */
async function checkFile(
  { path, fileName, sizeBytes, signal }: ParseInput,
  { maxFileBytes }: ParserLimits,
): Promise<Result<number, DocumentError>> {
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
    return ok(size);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail({ code: 'documents.fileMissing', fileName });
    return fail({ code: 'documents.notReadable', fileName, reason: code });
  }
}
