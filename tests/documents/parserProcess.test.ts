import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StartChild } from '../../electron/children/child.ts';
import { forkChild } from '../../electron/children/forkChild.ts';
import type { Parser } from '../../electron/documents/parse/parser.ts';
import { createParser } from '../../electron/documents/parse/parserClient.ts';
import type { ParserLimits } from '../../electron/documents/parse/parserLimits.ts';
import type { Connection } from '../../shared/contract/app.ts';
import { createTemporaryFiles, type TemporaryFiles } from '../support/documents/temporaryFiles.ts';
import { parseFile } from '../support/documents/testParser.ts';

const entryPath = path.join(import.meta.dirname, '../support/documents/misbehavingParser.ts');
const megabyte = 1024 * 1024;
let files: TemporaryFiles;
let parser: Parser | null = null;

beforeAll(async () => {
  files = await createTemporaryFiles();
});
afterEach(async () => {
  await parser?.dispose();
  parser = null;
});
afterAll(() => files.remove());

function start(limits: Partial<ParserLimits> = {}, startChild: StartChild = forkChild): Parser {
  parser = createParser({ startChild, entryPath, limits: { memoryBytes: 300 * megabyte, ...limits } });
  return parser;
}

async function parse(name: string): ReturnType<typeof parseFile> {
  if (!parser) throw new Error('Not started');
  return parseFile(parser, await files.write(name, 'text'));
}

/** The process that read the file: the misbehaving parser answers with its id. */
async function processOf(name: string): Promise<string | undefined> {
  const parsed = await parse(name);
  return parsed.ok ? parsed.value.blocks[0]?.text : undefined;
}

describe('a parser process', () => {
  it('is ended when a file takes too long, and the next file is read', async () => {
    start({ timeoutMs: 4000 });
    expect(await parse('hang.txt')).toEqual({
      ok: false,
      error: { code: 'documents.parseTimedOut', fileName: 'hang.txt', limitMs: 4000 },
    });
    expect(await processOf('good.txt')).toMatch(/^\d+$/);
  });

  it.each(['crash.txt', 'exit.txt'])('that dies on %s fails that file only', async (name) => {
    start();
    expect(await parse(name)).toEqual({
      ok: false,
      error: { code: 'documents.parserCrashed', fileName: name },
    });
    expect(await processOf('good.txt')).toMatch(/^\d+$/);
  });

  // V8's own limit sees the heap but no buffers; the watch sees both.
  it.each(['buffers.txt', 'heap.txt'])('that fills memory on %s is ended and says so', async (name) => {
    start();
    expect(await parse(name)).toEqual({
      ok: false,
      error: { code: 'documents.parseOutOfMemory', fileName: name, limitBytes: 300 * megabyte },
    });
  });

  it('is ended when it sends more text than a document may have', async () => {
    start({ maxTextCharacters: 25_000 });
    expect(await parse('flood.txt')).toEqual({
      ok: false,
      error: { code: 'documents.tooLarge', fileName: 'flood.txt', sizeBytes: 30_000, maxBytes: 25_000 },
    });
  });

  it('is not believed when its message breaks the protocol', async () => {
    start();
    expect(await parse('lie.txt')).toEqual({
      ok: false,
      error: { code: 'documents.parserCrashed', fileName: 'lie.txt' },
    });
  });

  it('reads the next file as well, unless the last one made it grow', async () => {
    start();
    const first = await processOf('one.txt');
    expect(await processOf('two.txt')).toBe(first);
    expect(await processOf('grown.txt')).toBe(first);
    expect(await processOf('three.txt')).not.toBe(first);
  });

  it('ends by itself when there is nothing to read', async () => {
    const exits: Promise<void>[] = [];
    start({ idleMs: 50 }, (spec) => {
      const child = forkChild(spec);
      exits.push(new Promise((resolve) => child.onExit(() => resolve())));
      return child;
    });
    const first = await processOf('one.txt');
    await exits[0];
    expect(await processOf('two.txt')).not.toBe(first);
  });

  it('that was started ahead of files that never come ends by itself, too', async () => {
    const exited = Promise.withResolvers<void>();
    start({ idleMs: 50 }, (spec) => {
      const child = forkChild(spec);
      child.onExit(() => exited.resolve());
      return child;
    }).warmUp();
    await exited.promise;
  });

  // Catches innocent files that fail because they were handed to a process with one that ends it.
  it.each(['crash.txt', 'lie.txt', 'buffers.txt'])(
    'that dies on %s fails none of the files handed to it ahead',
    async (name) => {
      start({ maxProcesses: 1 });
      const names = ['one.txt', 'two.txt', name, 'three.txt', 'four.txt'];
      const read = await Promise.all(names.map(parse));
      expect(names.filter((_, index) => read[index]?.ok)).toEqual(names.filter((each) => each !== name));
    },
  );

  it('does not put its end down to a file whose own end it had not told of yet', async () => {
    const used = start({ maxProcesses: 1 });
    const path = await files.write('small.txt', 'text');
    const read = (fileName: string) =>
      used.parse({ path, fileName, sizeBytes: 4, signal: new AbortController().signal });
    const [untold, crashed] = await Promise.all([read('untold.txt'), read('crash.txt')]);
    expect(untold.ok).toBe(true);
    expect(crashed).toMatchObject({ error: { code: 'documents.parserCrashed', fileName: 'crash.txt' } });
  });

  it('hands many small files to one process at once, and large ones alone', async () => {
    let requests = 0;
    const used = start({ maxProcesses: 1 }, (spec) => {
      const child = forkChild(spec);
      return {
        ...child,
        send: (message) => {
          requests += 1;
          child.send(message);
        },
      };
    });
    const file = await files.write('small.txt', 'text');
    const read = (sizeBytes: number) =>
      used.parse({ path: file, fileName: 'small.txt', sizeBytes, signal: new AbortController().signal });
    await Promise.all(Array.from({ length: 20 }, () => read(4)));
    expect(requests).toBeLessThan(5);
    requests = 0;
    await Promise.all(Array.from({ length: 5 }, () => read(10_000_000)));
    expect(requests).toBe(5);
  });

  it('that hangs gives the files handed to it ahead to another', async () => {
    const used = start({ maxProcesses: 2 });
    const controller = new AbortController();
    const hanging = used.parse({
      path: await files.write('hang.txt', 'text'),
      fileName: 'hang.txt',
      signal: controller.signal,
    });
    const others = await Promise.all(['one.txt', 'two.txt', 'three.txt'].map(parse));
    expect(others.map(({ ok }) => ok)).toEqual([true, true, true]);
    controller.abort();
    expect(await hanging).toEqual({ ok: false, error: { code: 'documents.cancelled' } });
  });

  it('opens no connection, and each attempt is reported', async () => {
    const blocked: Connection[] = [];
    parser = createParser({
      startChild: forkChild,
      entryPath,
      onConnectionBlocked: (attempt) => blocked.push(attempt),
    });
    expect(await processOf('connect.txt')).toMatch(/^\d+$/);
    expect(blocked.map(({ process, address, outcome }) => ({ process, address, outcome }))).toEqual([
      { process: 'parser', address: '192.0.2.1:80', outcome: 'blocked' },
    ]);
  });
});

describe('stopping', () => {
  it('ends a file that is being read and leaves the parser usable', async () => {
    const used = start();
    const controller = new AbortController();
    const hanging = used.parse({
      path: await files.write('hang.txt', 'text'),
      fileName: 'hang.txt',
      signal: controller.signal,
    });
    expect(await processOf('good.txt')).toMatch(/^\d+$/);
    controller.abort();
    expect(await hanging).toEqual({ ok: false, error: { code: 'documents.cancelled' } });
  });

  it('lets files that wait for their turn leave, and hands the turn on', async () => {
    const used = start({ maxProcesses: 1 });
    const file = await files.write('hang.txt', 'text');
    const running = new AbortController();
    const waiting = new AbortController();
    const first = used.parse({ path: file, fileName: 'hang.txt', signal: running.signal });
    const second = used.parse({ path: file, fileName: 'hang.txt', signal: waiting.signal });
    const third = processOf('good.txt');
    waiting.abort();
    expect(await second).toEqual({ ok: false, error: { code: 'documents.cancelled' } });
    running.abort();
    expect(await first).toEqual({ ok: false, error: { code: 'documents.cancelled' } });
    expect(await third).toMatch(/^\d+$/);
  });

  it('ends every file when the parser is disposed of', async () => {
    const used = start({ maxProcesses: 1 });
    const running = parse('hang.txt');
    const waiting = parse('good.txt');
    await used.dispose();
    const cancelled = { ok: false, error: { code: 'documents.cancelled' } };
    expect(await Promise.all([running, waiting])).toEqual([cancelled, cancelled]);
  });
});
