import { zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Parser } from '../../electron/documents/parse/parser.ts';
import type { ParserLimits } from '../../electron/documents/parse/parserLimits.ts';
import { documentErrorSchema } from '../../shared/contract/documents.ts';
import { makeInlinePicturesPdf } from '../support/documents/pdfFiles.ts';
import { createTemporaryFiles, type TemporaryFiles } from '../support/documents/temporaryFiles.ts';
import { createTestParser, parseFile } from '../support/documents/testParser.ts';

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

function start(limits: Partial<ParserLimits> = {}): void {
  parser = createTestParser({ maxProcesses: 1, ...limits });
}

async function read(name: string, content: string | Uint8Array): ReturnType<typeof parseFile> {
  if (!parser) throw new Error('Not started');
  return parseFile(parser, await files.write(name, content));
}

async function outcomeOf(name: string, content: string | Uint8Array): Promise<string> {
  const parsed = await read(name, content);
  if (parsed.ok) return parsed.value.blocks.length > 0 ? 'read' : 'empty';
  return documentErrorSchema.parse(parsed.error).code;
}

describe('a file that needs more memory than a parser may have', () => {
  it('ends its own process only: the host does not grow, and the next file is read', async () => {
    start({ memoryBytes: 260 * megabyte });
    const page = `<html><body>${'<p><b>a</b><i>b</i></p>'.repeat(400_000)}</body></html>`;
    const file = await files.write('large.html', page);
    const before = process.memoryUsage();
    if (!parser) throw new Error('Not started');
    const parsed = await parseFile(parser, file);
    const after = process.memoryUsage();
    expect(parsed.ok ? 'read' : parsed.error).toEqual({
      code: 'documents.parseOutOfMemory',
      fileName: 'large.html',
      limitBytes: 260 * megabyte,
    });
    expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(64 * megabyte);
    expect(await outcomeOf('next.txt', 'The harbour.')).toBe('read');
  });
});

// Catches pictures being decoded that nobody looks at: these are 250 MB, the rest of the parser some 200.
describe('a page of text with thousands of pictures', () => {
  it('is read in the memory that its text takes', async () => {
    start({ memoryBytes: 380 * megabyte });
    const text = 'The harbour is closed from Monday on, and ships wait outside the bar.';
    const parsed = await read('pictures.pdf', makeInlinePicturesPdf(text, 8000));
    expect(parsed.ok ? parsed.value.blocks : parsed.error).toEqual([
      { kind: 'paragraph', text, page: 1, headings: [] },
    ]);
  });
});

describe('text made to cost the host memory', () => {
  // Each block repeats its headings: without a limit a thousand paragraphs under this one are a gigabyte.
  it('has its headings shortened where they are repeated', async () => {
    start();
    const parsed = await read('long.md', `# ${'x'.repeat(megabyte)}\n\n${'Text.\n\n'.repeat(1000)}`);
    if (!parsed.ok) throw new Error(parsed.error.code);
    expect(parsed.value.blocks[0]?.text).toHaveLength(megabyte);
    expect(parsed.value.blocks.at(-1)?.headings.map((heading) => heading.length)).toEqual([300]);
  });

  it('may not come in more blocks than a document may have', async () => {
    start({ maxBlocks: 1000 });
    expect(await read('many.txt', 'a.\n\n'.repeat(1001))).toEqual({
      ok: false,
      error: { code: 'documents.tooManyParts', fileName: 'many.txt', maxParts: 1000 },
    });
  });

  it('is not even decoded where it is certainly too long', async () => {
    start({ maxTextCharacters: 1000 });
    expect(await read('long.json', `[${'1,'.repeat(2000)}1]`)).toEqual({
      ok: false,
      error: { code: 'documents.tooLarge', fileName: 'long.json', sizeBytes: 4003, maxBytes: 3000 },
    });
  });
});

describe('hostile structure gives text or a reason', () => {
  // One parser for all: what one file leaves behind must not spoil the next.
  const shared = createTestParser({ maxProcesses: 1, timeoutMs: 30_000, memoryBytes: 1024 * megabyte });
  beforeEach(() => {
    parser = shared;
  });
  afterEach(() => {
    parser = null;
  });
  afterAll(() => shared.dispose());
  const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}x${close.repeat(depth)}`;
  const pages = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1000000000/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>`;
  const circle = pages.replace('/Kids[3 0 R]', '/Kids[2 0 R]');

  it.each<[string, string | Uint8Array]>([
    ['deep.html', deep('<div>', '</div>', 50_000)],
    ['deepList.html', deep('<ul><li>', '</li></ul>', 3000)],
    ['deep.xml', `<?xml version="1.0"?>${deep('<a>', '</a>', 50_000)}`],
    ['deep.json', deep('[', ']', 200_000)],
    ['deep.yaml', deep('[', ']', 20_000)],
    ['deepQuote.md', `${'>'.repeat(5000)} x`],
    ['deepList.md', Array.from({ length: 200 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
    ['brackets.md', '['.repeat(20_000)],
    ['manyPages.txt', 'x\f'.repeat(1_000_000)],
    ['manyPages.pdf', pages],
    ['circle.pdf', circle],
    [
      'deepMail.eml',
      Array.from(
        { length: 500 },
        (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\n\n--b${index}\n`,
      ).join(''),
    ],
    ['longHeader.eml', `From: a@example.org\nSubject: ${'x'.repeat(6 * megabyte)}\n\nText.`],
    ['longLine.py', 'x'.repeat(3 * megabyte)],
    ['longName.zip', zipSync({ [`${'n'.repeat(60_000)}.txt`]: Buffer.from('Text.') })],
  ])('%s', async (name, content) => {
    const outcome = await outcomeOf(name, content);
    expect(outcome).toMatch(/^(?:read|documents\.\w+)$/u);
    expect(outcome).not.toBe('documents.parserCrashed');
  });
});
