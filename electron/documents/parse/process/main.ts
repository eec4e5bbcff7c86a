import { readFile } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import type { DocumentError } from '../../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { installNetworkGuard } from '../../../network/guard.ts';
import { cutDocument } from '../../cutDocument.ts';
import { findPdfFolder } from '../../originals/pdfFolder.ts';
import {
  type ParserMessage,
  type ParserRequest,
  parserRequestSchema,
  pdfFolderVariable,
  politeVariable,
} from '../parserProtocol.ts';
import { readDocument } from '../readDocument.ts';
import { findRecogniser } from '../recognise/findFiles.ts';
import { outliveAbandonedPromises } from './abandonedPromises.ts';
import { watchMemory } from './memoryWatch.ts';
import { openPort, type Port } from './port.ts';

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
  const send = (message: ParserMessage) => port.send(message);
  if (process.env[politeVariable]) stepBack();
  watchMemory();
  outliveAbandonedPromises();
  installNetworkGuard({
    process: 'parser',
    onBlocked: (connection) => send({ kind: 'connectionBlocked', connection }),
  });
  // Ctrl-C in a terminal reaches the whole process group; when the parser ends is for the host to say.
  process.on('SIGINT', () => undefined);
  port.onMessage((message) => {
    const request = parserRequestSchema.safeParse(message);
    if (request.success) void answer(request.data, send).then(keepCompiledCode);
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

async function answer(request: ParserRequest, send: (message: ParserMessage) => void): Promise<void> {
  const { jobId, fileName } = request;
  const bytes = await readBytes(request);
  if (!bytes.ok) return send({ kind: 'failed', jobId, error: bytes.error });
  const document = await readDocument({
    bytes: bytes.value,
    fileName,
    password: request.password,
    recognitionLanguage: request.recognitionLanguage,
    recogniser,
    onRecognising: ({ page, total }) => send({ kind: 'recognising', jobId, page, total }),
    limits: request.limits,
    pdfFolder: process.env[pdfFolderVariable] ?? findPdfFolder(import.meta.dirname),
    onProgress: seldom(({ done, total }) => send({ kind: 'progress', jobId, done, total })),
  });
  if (!document.ok) return send({ kind: 'failed', jobId, error: document.error });
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
    send({ kind: 'content', jobId, ...batch(start) });
  }
  send({
    kind: 'finished',
    jobId,
    title,
    language,
    pages,
    words,
    format,
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

async function readBytes({
  path: filePath,
  fileName,
  limits,
}: ParserRequest): Promise<Result<Uint8Array, DocumentError>> {
  try {
    const bytes = await readFile(filePath);
    if (bytes.length > limits.maxFileBytes) {
      return fail({
        code: 'documents.tooLarge',
        fileName,
        sizeBytes: bytes.length,
        maxBytes: limits.maxFileBytes,
      });
    }
    if (bytes.length === 0) return fail({ code: 'documents.emptyFile', fileName });
    return ok(bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return fail({ code: 'documents.fileMissing', fileName });
    return fail({ code: 'documents.notReadable', fileName, reason: code });
  }
}
