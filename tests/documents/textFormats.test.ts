import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFormatFamilies } from '../../shared/formats.ts';
import { makeDocx, paragraph } from '../support/documents/docxFiles.ts';
import { makePdf } from '../support/documents/pdfFiles.ts';
import { createTemporaryFiles, type TemporaryFiles } from '../support/documents/temporaryFiles.ts';
import { createTestParser, parseFile } from '../support/documents/testParser.ts';

const maxFileBytes = 100_000;
const parser = createTestParser({ maxFileBytes });
let files: TemporaryFiles;

beforeAll(async () => {
  files = await createTemporaryFiles();
});
afterAll(async () => {
  await parser.dispose();
  await files.remove();
});

async function read(name: string, content: string | Uint8Array): ReturnType<typeof parseFile> {
  return parseFile(parser, await files.write(name, content));
}

async function textsOf(name: string, content: string | Uint8Array): Promise<string[]> {
  const parsed = await read(name, content);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value.blocks.map((block) => `${block.kind}: ${block.text}`);
}

describe('plain text', () => {
  it('is parted by blank lines, with a short first line as its title, and pages by form feeds', async () => {
    const parsed = await read('letter.txt', 'A letter\n\nDear reader,\nthis is short.\n\fSecond page.\n');
    expect(parsed).toEqual({
      ok: true,
      value: {
        title: 'A letter',
        language: 'en',
        pages: 2,
        format: 'txt',
        blocks: [
          { kind: 'heading', text: 'A letter', page: 1, headings: [] },
          { kind: 'paragraph', text: 'Dear reader,\nthis is short.', page: 1, headings: ['A letter'] },
          { kind: 'paragraph', text: 'Second page.', page: 2, headings: ['A letter'] },
        ],
      },
    });
  });

  // Marks of binary files that ordinary words may have at the same place.
  it.each([
    ['a tar', `${'a'.repeat(255)} mustard on bread`],
    ['a wave file', 'The new WAVE of letters'],
    ['a picture', 'Format: WEBP is a format for pictures'],
  ])('is read where it has the letters of %s', async (_, content) => {
    expect((await textsOf('note.txt', content)).join(' ')).toContain(content.slice(-12));
  });

  // A wrong guess turns every umlaut of an old file into two characters of nonsense.
  it.each([
    ['UTF-8', Buffer.from('Größe und Übermut.')],
    ['UTF-8 with a mark', Buffer.from('\ufeffGröße und Übermut.')],
    ['UTF-16 little-endian with a mark', Buffer.from('\ufeffGröße und Übermut.', 'utf16le')],
    ['UTF-16 little-endian without a mark', Buffer.from('Größe und Übermut.', 'utf16le')],
    ['UTF-16 big-endian without a mark', Buffer.from('Größe und Übermut.', 'utf16le').swap16()],
    ['windows-1252', Buffer.from('Größe und Übermut.', 'latin1')],
  ])('is decoded from %s', async (_, bytes) => {
    expect(await textsOf('old.txt', bytes)).toEqual(['paragraph: Größe und Übermut.']);
  });
});

describe('Markdown', () => {
  it('keeps headings, lists, tables and code apart, and leaves HTML and metadata out', async () => {
    const text = [
      '---',
      'title: "Annals"',
      '---',
      '# The *harbour*',
      'Built in **three**',
      'stages.<br><script>x()</script>',
      '',
      '- one',
      '  - two',
      '',
      '1. first',
      '2. second',
      '',
      '| Port | Ships |',
      '|---|---|',
      '| Bremen | 7 |',
      '',
      '```js',
      'const a = 1;',
      '  b();',
      '```',
      '## Later',
      '> Quoted [link](https://example.org).',
    ].join('\n');
    const parsed = await read('annals.md', text);
    expect(parsed).toEqual({
      ok: true,
      value: {
        title: 'Annals',
        language: 'en',
        pages: 1,
        format: 'md',
        blocks: [
          { kind: 'heading', text: 'The harbour', page: 1, headings: [] },
          { kind: 'paragraph', text: 'Built in three stages.x()', page: 1, headings: ['The harbour'] },
          { kind: 'list', text: '- one\n- two', page: 1, headings: ['The harbour'] },
          { kind: 'list', text: '1. first\n2. second', page: 1, headings: ['The harbour'] },
          { kind: 'table', text: 'Port | Ships\nBremen | 7', page: 1, headings: ['The harbour'] },
          { kind: 'code', text: 'const a = 1;\n  b();', page: 1, headings: ['The harbour'] },
          { kind: 'heading', text: 'Later', page: 1, headings: ['The harbour'] },
          { kind: 'paragraph', text: 'Quoted link.', page: 1, headings: ['The harbour', 'Later'] },
        ],
      },
    });
  });
});

describe('a web page', () => {
  const article = 'The harbour was built in three stages, and each followed a different idea of the sea. '
    .repeat(8)
    .trim();

  it('is read without its navigation, scripts and styles', async () => {
    const html = `<!doctype html><html lang="en"><head><title>Harbour | Town news</title><style>p{color:red}</style></head><body>
      <nav><a href="/">Log in</a><a href="/">Subscribe now</a></nav><header><a>Menu</a></header>
      <article><h1>Harbour</h1><p>${article}</p><h2>Ships</h2><ul><li>Hansa</li><li>Kogge</li></ul>
      <table><tr><th>Port</th><th>Ships</th></tr><tr><td>Bremen</td><td>7</td></tr></table>
      <pre>a = 1
  b</pre><p>${article}</p></article><script>alert('no')</script><footer>Imprint</footer></body></html>`;
    expect(await textsOf('page.html', html)).toEqual([
      'heading: Harbour',
      `paragraph: ${article}`,
      'heading: Ships',
      'list: - Hansa\n- Kogge',
      'table: Port | Ships\nBremen | 7',
      'code: a = 1\n  b',
      `paragraph: ${article}`,
    ]);
  });

  it('is read whole where no article can be told, line breaks and all', async () => {
    const html = '<html><body><div>One<br>two</div><div>Three <b>four</b></div></body></html>';
    expect(await textsOf('plain.html', html)).toEqual(['paragraph: One\ntwo', 'paragraph: Three four']);
  });

  it('may lack the tags of the page itself, and numbers its lists', async () => {
    expect(
      await textsOf('body.html', '<body><h1>Title</h1><ol><li>one<ul><li>inner</ul><li>two</ol>'),
    ).toEqual(['heading: Title', 'list: 1. one\n- inner\n2. two']);
    expect(await textsOf('part.html', '<p>One</p><p>Two</p>')).toEqual(['paragraph: One', 'paragraph: Two']);
  });

  it('is read where a page lacks its body, and where everything on it is in a form', async () => {
    const table = '<table><tr><th>Port</th></tr><tr><td>Kiel</td></tr></table>';
    expect(await textsOf('a.html', `<html>${table}</html>`)).toEqual(['table: Port\nKiel']);
    expect(await textsOf('b.html', `<html><head><title>T</title></head>${table}</html>`)).toEqual([
      'table: Port\nKiel',
    ]);
    const inForm = `<form><p>The harbour was built in three stages.</p><input value="x"></form>`;
    const search = '<form><label>Search</label><input></form>';
    expect(await textsOf('c.html', `<html><body>${search}${inForm}</body></html>`)).toEqual([
      'paragraph: The harbour was built in three stages.',
    ]);
    expect(await textsOf('d.html', '<html><body><nav><p>Only this</p></nav></body></html>')).toEqual([
      'paragraph: Only this',
    ]);
  });

  it('is decoded as it declares', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<html><head><meta charset="shift_jis"></head><body><p>'),
      // 佐藤 in Shift_JIS.
      Buffer.from([0x8d, 0xb2, 0x93, 0xa1]),
      Buffer.from('</p></body></html>'),
    ]);
    expect(await textsOf('page.html', bytes)).toEqual(['paragraph: 佐藤']);
  });

  // Recursion over the tree would overflow the stack and take the parser down.
  it('is read however deep its elements are nested', async () => {
    const html = `${'<div>'.repeat(6000)}deep${'</div>'.repeat(6000)}`;
    const parsed = await read('deep.html', html);
    expect(parsed.ok ? parsed.value.blocks.map((block) => block.text) : parsed.error.code).toEqual(['deep']);
  });
});

describe('telling formats', () => {
  it.each([
    ['note.txt', '%PDF-1.4 but nothing else'],
    ['photo.md', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')],
  ])('goes by the content of %s before its name', async (name, content) => {
    const parsed = await read(name, content);
    expect(parsed.ok ? 'read' : parsed.error.code).toBe('documents.damaged');
  });

  it.each([
    ['program.exe', new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0]), 'program'],
    ['renamed.txt', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0]), 'program'],
    ['noise.txt', new Uint8Array(200).map((_, index) => (index * 37) % 7), null],
  ])('refuses %s, says what it is and names what can be read', async (name, content, looksLike) => {
    expect(await read(name, content)).toEqual({
      ok: false,
      error: {
        code: 'documents.unsupportedFormat',
        fileName: name,
        looksLike,
        supported: listFormatFamilies(),
      },
    });
  });

  it.each([
    ['paper.md', '# The harbour\n\nIt is deep.', 'The harbour'],
    ['paper.md', '# 1 Introduction\n\nIt is deep.', 'paper'],
    ['paper.md', '# 2.3. Results\n\nIt is deep.', 'paper'],
    ['paper.md', '# 1984\n\nIt is deep.', '1984'],
  ])('%s that begins with %j is called %j', async (name, content, title) => {
    const parsed = await read(name, content);
    expect(parsed.ok ? parsed.value.title : parsed.error.code).toBe(title);
  });

  // A renamed or extensionless file is the most common way to lose one.
  it.each([
    ['report', makePdf([[{ text: 'The harbour.', x: 60, y: 60 }]]), 'pdf'],
    ['report.txt', makeDocx({ body: paragraph('The harbour.') }), 'docx'],
    ['page.docx', '<!doctype html><html><body><p>The harbour.</p></body></html>', 'html'],
    ['notes.unknown', 'The harbour.', 'txt'],
    ['start', '#!/bin/sh\necho harbour\n', 'code'],
  ])('knows %s by its content', async (name, content, format) => {
    const parsed = await read(name, await content);
    expect(parsed.ok ? parsed.value.format : parsed.error.code).toBe(format);
  });
});

describe('a file that cannot be read', () => {
  it('is empty', async () => {
    expect(await read('empty.pdf', '')).toEqual({
      ok: false,
      error: { code: 'documents.emptyFile', fileName: 'empty.pdf' },
    });
  });

  it('holds only white space', async () => {
    expect(await read('blank.txt', ' \n\t\n')).toEqual({
      ok: false,
      error: { code: 'documents.emptyText', fileName: 'blank.txt' },
    });
  });

  it('is not there', async () => {
    expect(await parseFile(parser, path.join(files.folder, 'gone.txt'))).toEqual({
      ok: false,
      error: { code: 'documents.fileMissing', fileName: 'gone.txt' },
    });
  });

  it('is a folder', async () => {
    const folder = path.join(files.folder, 'folder.txt');
    await mkdir(folder);
    expect(await parseFile(parser, folder)).toEqual({
      ok: false,
      error: { code: 'documents.notReadable', fileName: 'folder.txt', reason: 'not a file' },
    });
  });

  it('is larger than allowed', async () => {
    expect(await read('large.txt', 'x'.repeat(maxFileBytes + 1))).toEqual({
      ok: false,
      error: {
        code: 'documents.tooLarge',
        fileName: 'large.txt',
        sizeBytes: maxFileBytes + 1,
        maxBytes: maxFileBytes,
      },
    });
  });
});
