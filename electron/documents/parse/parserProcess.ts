import type { Connection } from '../../../shared/contract/app.ts';
import type { DocumentError } from '../../../shared/contract/documents.ts';
import { fail } from '../../../shared/result.ts';
import type { ChildExit, StartChild } from '../../children/child.ts';
import type { ParseInput } from './parser.ts';
import { cancelled, createJob, type Job, type JobEnd } from './parserJob.ts';
import type { ParserLimits } from './parserLimits.ts';
import {
  memoryLimitVariable,
  outOfMemoryMark,
  type ParserMessage,
  parserMessagesSchema,
  pdfFolderVariable,
  politeVariable,
  type ReadLimits,
} from './parserProtocol.ts';

/** One parser process. It reads one file at a time; small ones it is handed ahead, so that it never waits for the next. */
export interface ParserProcess {
  /** Whether it takes this file now. */
  takes(file: ParseInput, isAlone: boolean): boolean;
  /** Files in its hands, the one it reads included. */
  inHand(): number;
  /** @param isAlone nothing else is to be in its hands meanwhile. */
  parse(file: ParseInput, isAlone: boolean): Promise<JobEnd>;
  /** When it was ready to read, as `performance.now()` tells; infinite while it is being started. */
  readyMs(): number;
  /** Gives back ('again') what it was handed ahead, where it has told of no file's end for so long. */
  giveBack(afterMs: number): void;
  /** Ends the process; resolves when it is gone. */
  stop(): Promise<void>;
}

type JobMessage = Exclude<ParserMessage, { kind: 'connectionBlocked' | 'ready' }>;

/** Above this share of its limit a process that is done with a file is not used for another. */
const grownRatio = 0.5;
/** A file up to this size is read within milliseconds, or tens of them, whatever its format. */
const smallFileBytes = 64 * 1024;
const mostInHand = 48;

export function startParserProcess(options: {
  readonly startChild: StartChild;
  readonly entryPath: string;
  readonly limits: ParserLimits;
  readonly pdfFolder?: string;
  readonly isPolite?: boolean;
  readonly onConnectionBlocked?: (connection: Connection) => void;
  readonly onExit: () => void;
}): ParserProcess {
  const { limits } = options;
  const heapMegabytes = Math.max(64, Math.floor((limits.memoryBytes / (1024 * 1024)) * 0.9));
  const child = options.startChild({
    entryPath: options.entryPath,
    name: 'Sotto parser',
    environment: {
      [memoryLimitVariable]: String(limits.memoryBytes),
      ...(options.isPolite ? { [politeVariable]: '1' } : {}),
      ...(options.pdfFolder === undefined ? {} : { [pdfFolderVariable]: options.pdfFolder }),
    },
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
  });
  /** In the order in which it reads them; the first is the one it reads, as far as it has told. */
  const jobs: Job[] = [];
  let outgoing: Job[] = [];
  let isAloneInHand = false;
  let isEnded = false;
  let nextJobId = 1;
  /** That it is ready, or of the end of a file. */
  let heardMs = Number.POSITIVE_INFINITY;
  let readyMs = Number.POSITIVE_INFINITY;
  let idleTimer: NodeJS.Timeout | undefined;
  let timer: { readonly stop: () => void } | null = null;
  const { promise: gone, resolve: markGone } = Promise.withResolvers<void>();

  /** @param others what becomes of the files that are not to blame. */
  const end = (others: 'again' | 'againAlone' = 'again') => {
    isEnded = true;
    clearTimeout(idleTimer);
    timer?.stop();
    child.kill();
    for (const job of jobs.splice(0)) job.settle(others);
  };
  /** Blames the one file in its hands; of several nobody knows which it was, so each is read again, alone. */
  const endBecause = (explain: (job: Job) => DocumentError) => {
    const [only, ...others] = jobs;
    if (only && others.length === 0) only.settle(fail(explain(only)));
    end('againAlone');
  };
  const failAndEnd = (job: Job, error: DocumentError) => {
    job.settle(fail(error));
    end();
  };
  const restOrEnd = (residentBytes: number) => {
    if (residentBytes > limits.memoryBytes * grownRatio) return end();
    idleTimer = setTimeout(end, limits.idleMs);
    idleTimer.unref();
  };
  const watchFirst = () => {
    timer?.stop();
    const [first] = jobs;
    if (first?.isSettled() === false) first.input.onBegun?.();
    timer = first
      ? watchTime({
          limits,
          readRecognisedPages: first.recognisedPages,
          onTimeUp: (limitMs) =>
            endBecause(({ input }) => ({
              code: 'documents.parseTimedOut',
              fileName: input.fileName,
              limitMs,
            })),
        })
      : null;
  };
  const leave = (job: Job, residentBytes: number) => {
    jobs.splice(jobs.indexOf(job), 1);
    heardMs = performance.now();
    watchFirst();
    clearTimeout(idleTimer);
    if (jobs.length === 0 || residentBytes > limits.memoryBytes * grownRatio) restOrEnd(residentBytes);
  };

  child.onMessage((raw) => {
    const messages = parserMessagesSchema.safeParse(raw);
    // Only a parser that a file has taken over sends something else.
    if (!messages.success) return endBecause(crashed);
    for (const message of messages.data) {
      if (message.kind === 'connectionBlocked') options.onConnectionBlocked?.(message.connection);
      else if (message.kind === 'ready') {
        readyMs = performance.now();
        heardMs = readyMs;
      } else {
        const job = jobs.find(({ jobId }) => jobId === message.jobId);
        if (job) receive(job, message);
      }
    }
  });
  child.onExit((exit) => {
    isEnded = true;
    endBecause(({ input }) => exitError(exit, { fileName: input.fileName, limits }));
    markGone();
    options.onExit();
  });

  const receive = (job: Job, message: JobMessage) => {
    switch (message.kind) {
      case 'progress':
      case 'recognising':
        return job.noteProgress(message);
      case 'content': {
        const error = job.take(message);
        if (error) failAndEnd(job, error);
        return;
      }
      case 'finished': {
        const error = job.take(message);
        if (error) return failAndEnd(job, error);
        job.finish(message);
        return leave(job, message.residentBytes);
      }
      case 'failed':
        // What a broken file left behind in its reader is not carried into the next file.
        if (message.error.code === 'documents.damaged') return failAndEnd(job, message.error);
        job.settle(fail(message.error));
        leave(job, 0);
    }
  };

  /** What is asked for in one turn goes in one message. */
  const sendOutgoing = () => {
    const sent = outgoing.filter((job) => !job.isSettled());
    outgoing = [];
    if (sent.length === 0) return;
    child.send({
      kind: 'parse',
      limits: readLimitsOf(limits),
      jobs: sent.map(({ jobId, input }) => ({
        jobId,
        path: input.path,
        fileName: input.fileName,
        password: input.password ?? null,
        recognitionLanguage: input.recognitionLanguage ?? null,
      })),
    });
  };
  const isSmall = ({ sizeBytes }: ParseInput) => sizeBytes !== undefined && sizeBytes <= smallFileBytes;

  // One that was started ahead of files that never come ends as well.
  restOrEnd(0);
  return {
    takes(file, isAlone) {
      if (isEnded) return false;
      if (jobs.length === 0) return true;
      if (isAlone || isAloneInHand || jobs.length >= mostInHand || !isSmall(file)) return false;
      // Given back, they may still be read here before this one.
      return jobs.every((job) => isSmall(job.input) && !job.isSettled());
    },
    inHand: () => jobs.length,
    readyMs: () => readyMs,
    async parse(file, isAlone) {
      clearTimeout(idleTimer);
      isAloneInHand = isAlone;
      const { promise, resolve } = Promise.withResolvers<JobEnd>();
      const job = createJob({ jobId: nextJobId++, file, limits, onEnd: resolve });
      jobs.push(job);
      if (jobs.length === 1) {
        heardMs = Math.max(readyMs, performance.now());
        watchFirst();
      }
      if (outgoing.length === 0) queueMicrotask(sendOutgoing);
      outgoing.push(job);
      const cancel = () => {
        job.settle(cancelled());
        // What it was handed ahead it reads in vain.
        if (job === jobs[0] || jobs.every((each) => each.isSettled())) end();
      };
      file.signal.addEventListener('abort', cancel, { once: true });
      const result = await promise;
      file.signal.removeEventListener('abort', cancel);
      return result;
    },
    giveBack(afterMs) {
      if (performance.now() - heardMs < afterMs) return;
      for (const job of jobs.slice(1)) job.settle('again');
    },
    async stop() {
      for (const job of jobs) job.settle(cancelled());
      end();
      await gone;
    },
  };
}

function crashed({ input }: Job): DocumentError {
  return { code: 'documents.parserCrashed', fileName: input.fileName };
}

/** Pictures give a file more time, each the same and not without end. */
function watchTime(input: {
  readonly limits: ParserLimits;
  readonly readRecognisedPages: () => number;
  readonly onTimeUp: (limitMs: number) => void;
}): { readonly stop: () => void } {
  const { timeoutMs, recognitionPageMs, maxRecognisedPages } = input.limits;
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const check = () => {
    const pages = Math.min(input.readRecognisedPages(), maxRecognisedPages);
    const limitMs = timeoutMs + pages * recognitionPageMs;
    const leftMs = limitMs - (performance.now() - startedAt);
    if (leftMs <= 0) input.onTimeUp(limitMs);
    else timer = setTimeout(check, Math.ceil(leftMs));
  };
  check();
  return { stop: () => clearTimeout(timer) };
}

function readLimitsOf({
  timeoutMs,
  recognitionPageMs,
  maxRecognisedPages,
  maxFileBytes,
  maxTextCharacters,
  maxBlocks,
  maxUnpackedBytes,
}: ParserLimits): ReadLimits {
  return {
    timeoutMs,
    recognitionPageMs,
    maxRecognisedPages,
    maxFileBytes,
    maxTextCharacters,
    maxBlocks,
    maxUnpackedBytes,
  };
}

function exitError(
  exit: ChildExit,
  { fileName, limits }: { readonly fileName: string; readonly limits: ParserLimits },
): DocumentError {
  const isOutOfMemory =
    exit.stderrTail.includes(outOfMemoryMark) ||
    /heap out of memory|Array buffer allocation failed/u.test(exit.stderrTail);
  return isOutOfMemory
    ? { code: 'documents.parseOutOfMemory', fileName, limitBytes: limits.memoryBytes }
    : { code: 'documents.parserCrashed', fileName };
}
