import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePdf } from '../support/documents/pdfFiles.ts';
import { outlineOf, readBytes } from '../support/documents/readBytes.ts';
import { makeTar } from '../support/documents/tarFiles.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');

describe('a zip', () => {
  it('is read file by file, each under its name and on pages of its own; what fails is named', async () => {
    const pdf = await makePdf([
      [{ text: 'First page.', x: 60, y: 60 }],
      [{ text: 'Second page.', x: 60, y: 60 }],
    ]);
    const archive = zipSync({
      'notes/a.txt': strToU8('The harbour.'),
      'report.pdf': pdf,
      'logo.png': png,
      'broken.pdf': strToU8('%PDF-1.7 and nothing else'),
      '__MACOSX/._a.txt': strToU8('noise'),
      'end.md': strToU8('# Ships\n\nHansa.'),
    });
    const read = await readBytes('files.zip', archive);
    if (!read.ok) throw new Error(read.error.code);
    const lines = read.value.blocks.map(({ kind, page, text }) => `${kind} ${page}: ${text}`);
    expect(lines.slice(0, -1)).toEqual([
      'heading 1: notes/a.txt',
      'paragraph 1: The harbour.',
      'heading 2: report.pdf',
      'paragraph 2: First page.',
      'paragraph 3: Second page.',
      'heading 4: end.md',
      'heading 4: Ships',
      'paragraph 4: Hansa.',
      'heading 4: Not read',
    ]);
    expect(lines.at(-1)).toMatch(
      /^list 4: - logo\.png: damaged: the picture cannot be opened\n- broken\.pdf: damaged: /,
    );
    expect(read.value.blocks.find(({ text }) => text === 'Hansa.')?.headings).toEqual(['end.md', 'Ships']);
    expect(read.value.pages).toBe(4);
  });

  // Someone who sends only pictures must not get an empty document.
  it('in which nothing can be read says why', async () => {
    expect(await readBytes('photos.zip', zipSync({ '1.png': png, '2.png': png }))).toEqual({
      ok: false,
      error: {
        code: 'documents.damaged',
        fileName: 'photos.zip/1.png',
        reason: 'the picture cannot be opened',
      },
    });
  });

  it('whose end is missing gives the files before it, and says so', async () => {
    const archive = zipSync(
      { 'a.txt': strToU8('The harbour.'), 'b.txt': strToU8('Ships. '.repeat(400)) },
      { level: 0 },
    );
    const cut = archive.subarray(0, 200);
    expect(await outlineOf('cut.zip', cut)).toEqual([
      'heading 1: a.txt',
      'paragraph 1: The harbour.',
      'heading 1: Not read',
      'list 1: - b.txt: damaged in the archive\n- cut.zip: the end of the archive is missing',
    ]);
  });

  it('with names of an old Japanese computer shows them', async () => {
    // 請求書一覧.txt in Shift_JIS, for which a name of ASCII letters of the same length makes room.
    const sjis = Buffer.from('90bf8b818f9188ea97972e747874', 'hex');
    const archive = Buffer.from(zipSync({ 'abcdefghij.txt': strToU8('金額') }));
    for (let at = archive.indexOf('abcdefghij.txt'); at >= 0; at = archive.indexOf('abcdefghij.txt')) {
      sjis.copy(archive, at);
    }
    expect(await outlineOf('files.zip', archive)).toEqual(['heading 1: 請求書一覧.txt', 'heading 1: 金額']);
  });
});

describe('names that point out of the archive', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sotto-traversal-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are only names: nothing is written', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const archive = zipSync({
        '../../evil.txt': strToU8('One.'),
        '/etc/evil.txt': strToU8('Two.'),
        'C:\\evil.txt': strToU8('Three.'),
      });
      expect(await outlineOf('evil.zip', archive)).toEqual([
        'heading 1: ../../evil.txt',
        'paragraph 1: One.',
        'heading 2: /etc/evil.txt',
        'paragraph 2: Two.',
        'heading 3: C:/evil.txt',
        'paragraph 3: Three.',
      ]);
    } finally {
      process.chdir(before);
    }
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('an archive that would fill memory', () => {
  const megabyte = 1024 * 1024;
  const zeros = (megabytes: number) => new Uint8Array(megabytes * megabyte);

  it('is refused by the size it claims', async () => {
    expect(await outlineOf('bomb.zip', zipSync({ 'a.txt': zeros(9) }))).toBe('documents.tooLarge');
  });

  it('is refused by the size it has, where it claims less', async () => {
    const archive = Buffer.from(zipSync({ 'a.txt': zeros(9) }));
    const claimed = Buffer.alloc(4);
    claimed.writeUInt32LE(9 * megabyte);
    for (let at = archive.indexOf(claimed); at >= 0; at = archive.indexOf(claimed))
      archive.writeUInt32LE(10, at);
    expect(await outlineOf('liar.zip', archive)).toBe('documents.tooLarge');
  });

  it('is refused by what all archives inside it unpack to together', async () => {
    const inner = zipSync({ 'a.txt': zeros(3) });
    const archive = zipSync({ '1.zip': inner, '2.zip': inner, '3.zip': inner });
    expect(await outlineOf('nested.zip', archive)).toBe('documents.tooLarge');
  });

  it('is refused by what gzip packs', async () => {
    expect(await outlineOf('bomb.gz', gzipSync(zeros(9)))).toBe('documents.tooLarge');
  });

  it('is refused by its number of files', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 10_001 }, (_, index) => [`${index}`, new Uint8Array()]),
    );
    expect(await outlineOf('many.zip', zipSync(many, { level: 0 }))).toBe('documents.tooManyFiles');
  });

  it('is refused by the text of all its files together', async () => {
    const text = strToU8('The harbour was built. '.repeat(2000));
    const archive = zipSync({ 'a.txt': text, 'b.txt': text, 'c.txt': text });
    expect(await outlineOf('texts.zip', archive, { maxTextCharacters: 100_000 })).toBe('documents.tooLarge');
  });

  it('is refused by archives inside each other', async () => {
    let archive = zipSync({ 'a.txt': strToU8('deep') });
    for (let depth = 0; depth < 8; depth += 1) archive = zipSync({ 'inner.zip': archive });
    expect(await outlineOf('deep.zip', archive)).toBe('documents.nestedTooDeep');
  });
});

describe('other archives', () => {
  const tar = makeTar([
    { name: 'a.txt', content: 'The harbour.' },
    { name: `${'long/'.repeat(30)}b.txt`, content: 'Ships.' },
  ]);
  const files = [
    'heading 1: a.txt',
    'paragraph 1: The harbour.',
    `heading 2: ${'long/'.repeat(30)}b.txt`,
    'paragraph 2: Ships.',
  ];

  it('tar and packed tar are read like a zip', async () => {
    expect(await outlineOf('files.tar', tar)).toEqual(files);
    expect(await outlineOf('files.tar.gz', gzipSync(tar))).toEqual(files);
  });

  it('a single packed file is read as what it is', async () => {
    expect(await outlineOf('notes.md.gz', gzipSync('# Ships\n\nHansa.'))).toEqual([
      'heading 1: Ships',
      'paragraph 1: Hansa.',
    ]);
  });
});
