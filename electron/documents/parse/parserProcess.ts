import type { Connection } from '../../../shared/contract/app.ts';
import type { Block, DocumentError } from '../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ChildExit, StartChild } from '../../children/child.ts';
import type { CutChunk } from '../cutDocument.ts';
import type { ParsedFile, ParseInput } from './parser.ts';
import type { ParserLimits } from './parserLimits.ts';
import {
  memoryLimitVariable,
  outOfMemoryMark,
  type ParserMessage,
  parserMessageSchema,
  pdfFolderVariable,
  politeVariable,
  type ReadLimits,
} from './parserProtocol.ts';

/** One parser process; it reads one file at a time. */
export interface ParserProcess {
  isFree(): boolean;
  parse(input: ParseInput): Promise<Result<ParsedFile, DocumentError>>;
  /** Ends the process; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Above this share of its limit a process that is done with a file is not used for another. */
const grownRatio = 0.5;

/** Blocks and passages repeat the headings they stand under, and passages the text. */
const repeatedRatio = 16;

interface Job {
  readonly jobId: number;
  readonly input: ParseInput;
  readonly blocks: Block[];
  readonly chunks: CutChunk[];
  characters: number;
  repeatedCharacters: number;
  /** Pictures whose words are recognised, each of which gives it more time. */
  recognisedPages: number;
  readonly settle: (result: Result<ParsedFile, DocumentError>) => void;
}

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
  let job: Job | null = null;
  let isEnded = false;
  let nextJobId = 1;
  let idleTimer: NodeJS.Timeout | undefined;
  const { promise: gone, resolve: markGone } = Promise.withResolvers<void>();

  const end = () => {
    isEnded = true;
    clearTimeout(idleTimer);
    child.kill();
  };
  const settle = (result: Result<ParsedFile, DocumentError>) => {
    const settled = job;
    job = null;
    settled?.settle(result);
  };
  const restOrEnd = (residentBytes: number) => {
    if (residentBytes > limits.memoryBytes * grownRatio) return end();
    idleTimer = setTimeout(end, limits.idleMs);
    idleTimer.unref();
  };
  const failAndEnd = (error: DocumentError) => {
    end();
    settle(fail(error));
  };

  child.onMessage((raw) => {
    const message = parserMessageSchema.safeParse(raw);
    if (!message.success) {
      // Only a parser that a file has taken over sends something else.
      if (job) failAndEnd({ code: 'documents.parserCrashed', fileName: job.input.fileName });
      else end();
      return;
    }
    if (message.data.kind === 'connectionBlocked') options.onConnectionBlocked?.(message.data.connection);
    else if (job && message.data.jobId === job.jobId) receive(job, message.data);
  });
  child.onExit((exit) => {
    isEnded = true;
    clearTimeout(idleTimer);
    if (job) settle(fail(exitError(exit, { fileName: job.input.fileName, limits })));
    markGone();
    options.onExit();
  });

  /** What a parser that a file has taken over would send is limited here, where it costs the host's memory. */
  const checkOutput = ({ input, blocks, chunks, characters, repeatedCharacters }: Job) => {
    const { fileName } = input;
    const { maxTextCharacters: maxBytes, maxBlocks } = limits;
    if (characters > maxBytes) {
      failAndEnd({ code: 'documents.tooLarge', fileName, sizeBytes: characters, maxBytes });
    } else if (Math.max(blocks.length, chunks.length) > maxBlocks) {
      failAndEnd({ code: 'documents.tooManyParts', fileName, maxParts: maxBlocks });
    } else if (repeatedCharacters > maxBytes * repeatedRatio) {
      failAndEnd({ code: 'documents.tooLarge', fileName, sizeBytes: repeatedCharacters, maxBytes });
    }
  };

  const take = (
    current: Job,
    { blocks, chunks }: Pick<Extract<ParserMessage, { kind: 'content' }>, 'blocks' | 'chunks'>,
  ) => {
    for (const block of blocks) {
      current.characters += block.text.length;
      current.repeatedCharacters += lengthOf(block.headings);
      current.blocks.push(block);
    }
    for (const chunk of chunks) {
      current.repeatedCharacters += lengthOf([chunk.text, chunk.terms, ...chunk.headings]);
      current.chunks.push(chunk);
    }
    checkOutput(current);
  };

  const receive = (current: Job, message: Exclude<ParserMessage, { kind: 'connectionBlocked' }>) => {
    switch (message.kind) {
      case 'progress':
        current.input.onProgress?.({ step: 'parsing', done: message.done, total: message.total });
        return;
      case 'recognising':
        current.recognisedPages += 1;
        current.input.onProgress?.({ step: 'recognising', done: message.page, total: message.total });
        return;
      case 'content':
        return take(current, message);
      case 'finished': {
        const { title, language, pages, words, format, datedAt, recognition } = message;
        take(current, message);
        if (isEnded) return;
        restOrEnd(message.residentBytes);
        settle(
          ok({
            title,
            language,
            pages,
            format,
            words,
            blocks: current.blocks,
            chunks: current.chunks,
            ...(datedAt ? { datedAt } : {}),
            ...(recognition ? { recognition } : {}),
          }),
        );
        return;
      }
      case 'failed':
        // What a broken file left behind in its reader is not carried into the next file.
        if (message.error.code === 'documents.damaged') return failAndEnd(message.error);
        restOrEnd(0);
        settle(fail(message.error));
    }
  };

  // One that was started ahead of files that never come ends as well.
  restOrEnd(0);
  return {
    isFree: () => !isEnded && job === null,
    async parse(input) {
      clearTimeout(idleTimer);
      const { promise, resolve } = Promise.withResolvers<Result<ParsedFile, DocumentError>>();
      const { fileName } = input;
      const jobId = nextJobId++;
      job = {
        jobId,
        input,
        blocks: [],
        chunks: [],
        characters: 0,
        repeatedCharacters: 0,
        recognisedPages: 0,
        settle: resolve,
      };
      const timer = watchTime({
        limits,
        readRecognisedPages: () => job?.recognisedPages ?? 0,
        onTimeUp: (limitMs) => failAndEnd({ code: 'documents.parseTimedOut', fileName, limitMs }),
      });
      const cancel = () => failAndEnd({ code: 'documents.cancelled' });
      input.signal.addEventListener('abort', cancel, { once: true });
      child.send({
        kind: 'parse',
        jobId,
        path: input.path,
        fileName,
        password: input.password ?? null,
        recognitionLanguage: input.recognitionLanguage ?? null,
        limits: readLimitsOf(limits),
      });
      const result = await promise;
      timer.stop();
      input.signal.removeEventListener('abort', cancel);
      return result;
    },
    async stop() {
      if (job) failAndEnd({ code: 'documents.cancelled' });
      else end();
      await gone;
    },
  };
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
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
