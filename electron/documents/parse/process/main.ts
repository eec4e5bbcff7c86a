import { flushCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { installNetworkGuard } from '../../../network/guard.ts';
import { cutDocument } from '../../cutDocument.ts';
import { findPdfFolder } from '../../originals/pdfFolder.ts';
import {
  type ParserJob,
  parserRequestSchema,
  pdfFolderVariable,
  politeVariable,
  type ReadLimits,
} from '../parserProtocol.ts';
import { readDocument } from '../readDocument.ts';
import { findRecogniser } from '../recognise/findFiles.ts';
import { outliveAbandonedPromises } from './abandonedPromises.ts';
import { watchMemory } from './memoryWatch.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { openPort, type Port } from './port.ts';
import { readBytes } from './readBytes.ts';

const perMessage = 500;
const progressMs = 100;
/** Kept from file to file: its data takes half a second to load. */
const recogniser = findRecogniser(import.meta.dirname);

const port = openPort();
if (!port) throw new Error('The parser runs as a child process of Sotto');
serve(port);

/** A system that does not let it reads at the usual priority. */
function stepBack(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Only a courtesy.
  }
}

function serve(port: Port): void {
  const outbox = createOutbox((messages) => port.send(messages));
  if (process.env[politeVariable]) stepBack();
  watchMemory();
  outliveAbandonedPromises();
  installNetworkGuard({
    process: 'parser',
    onBlocked: (connection) => outbox.send({ kind: 'connectionBlocked', connection }),
  });
  // Ctrl-C in a terminal reaches the whole process group; when the parser ends is for the host to say.
  process.on('SIGINT', () => undefined);
  outbox.send({ kind: 'ready' });
  const waiting: { readonly job: ParserJob; readonly limits: ReadLimits }[] = [];
  let isBusy = false;
  /** One file after the other: each may take all memory that the process may. */
  const work = async () => {
    isBusy = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { jobId, fileName } = next.job;
      await answer(next.job, next.limits, outbox).catch(() =>
        outbox.add({ kind: 'failed', jobId, error: { code: 'documents.parserCrashed', fileName } }),
      );
      // A turn for what arrived meanwhile: those that end fast do not leave one by themselves.
      if (outbox.flushIfDue() && waiting.length > 0) await setImmediate();
      keepCompiledCode();
    }
    outbox.flush();
    isBusy = false;
  };
  port.onMessage((message) => {
    const request = parserRequestSchema.safeParse(message);
    if (!request.success) return;
    const { limits, jobs } = request.data;
    waiting.push(...jobs.map((job) => ({ job, limits })));
    if (!isBusy) void work();
  });
}

const weighedMs = 50;
const weighed = { bytes: 0, at: Number.NEGATIVE_INFINITY };

/** Asking the system takes as long as reading a small file, and small files do not change it much. */
function residentBytes(): number {
  const now = performance.now();
  if (now - weighed.at > weighedMs) Object.assign(weighed, { bytes: process.memoryUsage.rss(), at: now });
  return weighed.bytes;
}

let isCodeKept = false;

/** The host ends this process without notice, so what the next one need not compile again is kept after the first file. */
function keepCompiledCode(): void {
  if (!isCodeKept) flushCompileCache();
  isCodeKept = true;
}

async function answer(job: ParserJob, limits: ReadLimits, outbox: Outbox): Promise<void> {
  const { jobId, fileName } = job;
  const read = readBytes(job, limits);
  if (!read.ok) return outbox.add({ kind: 'failed', jobId, error: read.error });
  const { bytes, ...stamp } = read.value;
  const document = await readDocument({
    bytes,
    fileName,
    password: job.password,
    recognitionLanguage: job.recognitionLanguage,
    recogniser,
    onRecognising: ({ page, total }) => outbox.send({ kind: 'recognising', jobId, page, total }),
    limits,
    pdfFolder: process.env[pdfFolderVariable] ?? findPdfFolder(import.meta.dirname),
    onProgress: seldom(({ done, total }) => outbox.send({ kind: 'progress', jobId, done, total })),
  });
  if (!document.ok) return outbox.add({ kind: 'failed', jobId, error: document.error });
  const { blocks, title, language, pages, format, datedAt, recognition } = document.value;
  const { words, chunks } = cutDocument(document.value);
  const batch = (start: number) => ({
    blocks: blocks.slice(start, start + perMessage),
    chunks: chunks
      .slice(start, start + perMessage)
      .map(({ headings, ...chunk }) => ({ ...chunk, headings: [...headings] })),
  });
  let start = 0;
  for (; start + perMessage < Math.max(blocks.length, chunks.length); start += perMessage) {
    outbox.send({ kind: 'content', jobId, ...batch(start) });
  }
  outbox.add({
    kind: 'finished',
    jobId,
    title,
    language,
    pages,
    words,
    format,
    ...stamp,
    ...(datedAt ? { datedAt } : {}),
    ...(recognition ? { recognition } : {}),
    ...batch(start),
    residentBytes: residentBytes(),
  });
}

/** Mailboxes have a message each millisecond; people see ten a second, and nothing of what takes less. */
function seldom<Progress>(report: (progress: Progress) => void): (progress: Progress) => void {
  let last = performance.now();
  return (progress) => {
    const now = performance.now();
    if (now - last < progressMs) return;
    last = now;
    report(progress);
  };
}
