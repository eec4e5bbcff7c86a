import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Block } from '../../shared/contract/documents.ts';
import { makeDocx, pageBreak, paragraph, picture, table } from '../support/documents/docxFiles.ts';
import { createTemporaryFiles, type TemporaryFiles } from '../support/documents/temporaryFiles.ts';
import { createTestParser, parseFile } from '../support/documents/testParser.ts';

const maxUnpackedBytes = 2 * 1024 * 1024;
const parser = createTestParser({ maxUnpackedBytes });
let files: TemporaryFiles;

beforeAll(async () => {
  files = await createTemporaryFiles();
});
afterAll(async () => {
  await parser.dispose();
  await files.remove();
});

async function read(bytes: Uint8Array): ReturnType<typeof parseFile> {
  return parseFile(parser, await files.write('file.docx', bytes));
}

async function blocksOf(body: string): Promise<Block[]> {
  const parsed = await read(makeDocx({ body }));
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value.blocks;
}

describe('reading a Word document', () => {
  it('finds the text under whatever name the package gives it', async () => {
    const body = paragraph('Hafen', 'Kapitel') + paragraph('Der Hafen wurde in drei Stufen gebaut.');
    const parsed = await read(makeDocx({ body, partName: 'document2.xml' }));
    expect(parsed.ok ? parsed.value.blocks : parsed.error).toEqual(await blocksOf(body));
  });

  it('knows headings by their built-in name, whatever language their id is in, and by what they are based on', async () => {
    const body =
      paragraph('Hafen', 'Kapitel') +
      paragraph('Bau', 'berschrift2') +
      paragraph('Der Hafen wurde in drei Stufen gebaut.');
    expect(await blocksOf(body)).toEqual([
      { kind: 'heading', text: 'Hafen', page: 1, headings: [] },
      { kind: 'heading', text: 'Bau', page: 1, headings: ['Hafen'] },
      {
        kind: 'paragraph',
        text: 'Der Hafen wurde in drei Stufen gebaut.',
        page: 1,
        headings: ['Hafen', 'Bau'],
      },
    ]);
  });

  it('keeps rows and columns of a table', async () => {
    const blocks = await blocksOf(
      paragraph('Ships') +
        table([
          ['Port', 'Ships'],
          ['Hamburg', '12'],
        ]),
    );
    expect(blocks.at(-1)).toEqual({
      kind: 'table',
      text: 'Port | Ships\nHamburg | 12',
      page: 1,
      headings: [],
    });
  });

  it('counts pages by the breaks the author set', async () => {
    const blocks = await blocksOf(paragraph('First.') + pageBreak() + paragraph('Second.'));
    expect(blocks.map(({ page, text }) => ({ page, text }))).toEqual([
      { page: 1, text: 'First.' },
      { page: 2, text: 'Second.' },
    ]);
  });

  it('prefers the pages Word laid out, and keeps a sentence over the break whole', async () => {
    const split =
      '<w:p><w:r><w:t xml:space="preserve">The ferry left </w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>before dawn. Nobody saw it.</w:t></w:r></w:p>';
    const blocks = await blocksOf(split + paragraph('Third.'));
    expect(blocks.map(({ page, text }) => ({ page, text }))).toEqual([
      { page: 1, text: 'The ferry left before dawn.' },
      { page: 2, text: 'Nobody saw it.' },
      { page: 2, text: 'Third.' },
    ]);
  });

  // Base64 or hex of a picture in the text fills a model's context with noise.
  it('lets no picture reach the text', async () => {
    const body = paragraph('Before.') + picture('rIdP1') + paragraph('After.');
    const parsed = await read(
      makeDocx({ body, media: { 'word/media/image1.png': new Uint8Array(2000).fill(0x89) } }),
    );
    expect(parsed.ok && parsed.value.blocks.map((block) => block.text)).toEqual(['Before.', 'After.']);
  });
});

describe('a Word document that cannot be read', () => {
  it('is refused before it is unpacked where it would fill memory', async () => {
    const bomb = makeDocx({ body: paragraph(' '.repeat(3 * 1024 * 1024)) });
    expect(await read(bomb)).toEqual({
      ok: false,
      error: {
        code: 'documents.tooLarge',
        fileName: 'file.docx',
        sizeBytes: expect.any(Number),
        maxBytes: maxUnpackedBytes,
      },
    });
  });

  it('is refused as well where it lies about its unpacked size', async () => {
    const parsed = await read(understateSizes(makeDocx({ body: paragraph('a '.repeat(2 * 1024 * 1024)) })));
    expect(parsed.ok ? 'read' : parsed.error.code).toMatch(/^documents\.(?:tooLarge|damaged)$/);
  });

  // A document must neither grow in memory by its entities nor bring in other files.
  it('has its XML entities left unread', async () => {
    const dtd =
      '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hosts">]>';
    const parsed = await read(makeDocx({ body: paragraph('Before &b; &c; after.'), dtd }));
    const text = parsed.ok ? parsed.value.blocks.map((block) => block.text).join('\n') : parsed.error.code;
    expect(text).not.toMatch(/aaaaaaaaaa|localhost/u);
  });

  it('says that it is damaged when parts are missing or cut off', async () => {
    const whole = makeDocx({ body: paragraph('Text.') });
    const without = zipSync({ 'word/document2.xml': strToU8('<w:document/>') });
    const codes = [];
    for (const bytes of [whole.slice(0, whole.length / 2), without]) {
      const parsed = await read(bytes);
      codes.push(parsed.ok ? 'read' : parsed.error.code);
    }
    expect(codes).toEqual(['documents.damaged', 'documents.damaged']);
  });

  it('says that it wants a password', async () => {
    const container = new Uint8Array(1024);
    container.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect(await read(container)).toEqual({
      ok: false,
      error: { code: 'documents.passwordProtected', fileName: 'file.docx', canBeOpened: false },
    });
  });

  it('says that there is no text', async () => {
    expect(await read(makeDocx({ body: paragraph(' ') }))).toEqual({
      ok: false,
      error: { code: 'documents.emptyText', fileName: 'file.docx' },
    });
  });
});

/** Writes 100 as the unpacked size of every entry, in its own header and in the central directory. */
function understateSizes(archive: Uint8Array): Uint8Array {
  const changed = Buffer.from(archive);
  for (const { mark, offset } of [
    { mark: 'PK\u0003\u0004', offset: 22 },
    { mark: 'PK\u0001\u0002', offset: 24 },
  ]) {
    for (let at = changed.indexOf(mark, 0, 'latin1'); at >= 0; at = changed.indexOf(mark, at + 4, 'latin1')) {
      changed.writeUInt32LE(100, at + offset);
    }
  }
  return changed;
}
