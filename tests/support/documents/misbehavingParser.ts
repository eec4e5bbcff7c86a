import net from 'node:net';
import {
  type ParserJob,
  type ParserMessage,
  parserRequestSchema,
} from '../../../electron/documents/parse/parserProtocol.ts';
import { watchMemory } from '../../../electron/documents/parse/process/memoryWatch.ts';
import { openPort } from '../../../electron/documents/parse/process/port.ts';
import { installNetworkGuard } from '../../../electron/network/guard.ts';
import type { Block } from '../../../shared/contract/documents.ts';

// A parser that a hostile file has got hold of; the file's name says what it does.
const port = openPort();
if (!port) throw new Error('Not a child process');
const send = (message: ParserMessage) => port.send([message]);
watchMemory();
installNetworkGuard({
  process: 'parser',
  onBlocked: (connection) => send({ kind: 'connectionBlocked', connection }),
});

send({ kind: 'ready' });
const stamp = { format: 'txt', contentHash: '0'.repeat(64), sizeBytes: 4, modifiedMs: 0 };

port.onMessage((message) => {
  for (const job of parserRequestSchema.parse(message).jobs) read(job);
});

function read({ jobId, fileName }: ParserJob): void {
  const page: Block = { kind: 'paragraph', text: `${process.pid}`, page: 1, headings: [] };
  const finish = (residentBytes: number) => {
    send({
      kind: 'finished',
      jobId,
      title: fileName,
      language: null,
      pages: 1,
      words: 1,
      ...stamp,
      blocks: [page],
      chunks: [],
      residentBytes,
    });
  };
  switch (fileName) {
    case 'hang.txt':
      for (;;);
    case 'untold.txt':
      setTimeout(() => finish(0), 100);
      break;
    case 'crash.txt':
      process.kill(process.pid, 'SIGKILL');
      break;
    case 'exit.txt':
      process.exit(3);
      break;
    case 'buffers.txt':
      fillBuffers();
      break;
    case 'heap.txt':
      fillHeap();
      break;
    case 'flood.txt':
      setInterval(() => {
        send({ kind: 'content', jobId, blocks: [{ ...page, text: 'x'.repeat(10_000) }], chunks: [] });
      }, 1);
      break;
    case 'lie.txt':
      port?.send([
        {
          ...{ kind: 'finished', jobId, title: 'no pages', language: null, pages: 0, words: 0 },
          ...{ ...stamp, blocks: [], chunks: [], residentBytes: 0 },
        },
      ]);
      break;
    case 'connect.txt':
      net.connect({ host: '192.0.2.1', port: 80 }).on('error', () => finish(0));
      break;
    case 'grown.txt':
      finish(Number.MAX_SAFE_INTEGER);
      break;
    default:
      finish(0);
  }
}

function fillBuffers(): void {
  const kept: Buffer[] = [];
  for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
}

function fillHeap(): void {
  const kept: string[][] = [];
  for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => `${kept.length}/${index}`));
}
