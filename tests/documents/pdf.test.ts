import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Block } from '../../shared/contract/documents.ts';
import {
  makeBlankPdf,
  makeCertificatePdf,
  makeEncryptedPdf,
  makeHalfPdf,
  makeJapanesePdf,
  makePdf,
  makeScannedPdf,
  makeXfaPdf,
  setParagraph,
} from '../support/documents/pdfFiles.ts';
import { makeAnnotatedPdf, makeFormPdf, makeNumberedPdf } from '../support/documents/pdfForms.ts';
import { createTemporaryFiles, type TemporaryFiles } from '../support/documents/temporaryFiles.ts';
import { createTestParser, parseFile } from '../support/documents/testParser.ts';

const parser = createTestParser();
let files: TemporaryFiles;

beforeAll(async () => {
  files = await createTemporaryFiles();
});
afterAll(async () => {
  await parser.dispose();
  await files.remove();
});

async function read(bytes: Uint8Array): ReturnType<typeof parseFile> {
  return parseFile(parser, await files.write('file.pdf', bytes));
}

async function blocksOf(bytes: Uint8Array): Promise<Block[]> {
  const parsed = await read(bytes);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value.blocks;
}

const harbour =
  'The harbour was built in three stages over forty years, and each stage followed a different idea of what the town would need from the sea.';
const bridge =
  'The bridge was closed to carts in the second year because its timber had begun to rot under the weight of the quarry stone it carried.';

describe('reading a PDF', () => {
  it('tells headings by size and boldness, and keeps them with the text below', async () => {
    const first = setParagraph({ text: harbour, x: 60, y: 130, charactersPerLine: 80 });
    const second = setParagraph({ text: bridge, x: 60, y: 250, charactersPerLine: 80 });
    const blocks = await blocksOf(
      await makePdf([
        [
          { text: 'A Town by the Sea', x: 60, y: 60, size: 22 },
          { text: '1 The harbour', x: 60, y: 100, size: 15 },
          ...first.texts,
          { text: 'The bridge', x: 60, y: 225, isBold: true },
          ...second.texts,
        ],
      ]),
    );
    expect(blocks).toEqual([
      { kind: 'heading', text: 'A Town by the Sea', page: 1, headings: [] },
      { kind: 'heading', text: '1 The harbour', page: 1, headings: ['A Town by the Sea'] },
      { kind: 'paragraph', text: harbour, page: 1, headings: ['A Town by the Sea', '1 The harbour'] },
      { kind: 'heading', text: 'The bridge', page: 1, headings: ['A Town by the Sea', '1 The harbour'] },
      {
        kind: 'paragraph',
        text: bridge,
        page: 1,
        headings: ['A Town by the Sea', '1 The harbour', 'The bridge'],
      },
    ]);
  });

  it('takes plain lines for headings where the outline names them', async () => {
    const text = setParagraph({ text: harbour, x: 60, y: 130, charactersPerLine: 80 });
    const bytes = await makePdf([[{ text: '1. The harbour', x: 60, y: 100 }, ...text.texts]], {
      outline: ['The harbour'],
    });
    expect(await blocksOf(bytes)).toEqual([
      { kind: 'heading', text: '1. The harbour', page: 1, headings: [] },
      { kind: 'paragraph', text: harbour, page: 1, headings: ['1. The harbour'] },
    ]);
  });

  // Reading across the gutter is the classic failure: every line would mix two columns.
  it('reads the left column before the right one, also where lines are drawn row by row', async () => {
    const left = setParagraph({ text: `${harbour} ${harbour}`, x: 50, y: 120, charactersPerLine: 42 });
    const right = setParagraph({ text: `${bridge} ${bridge}`, x: 312, y: 120, charactersPerLine: 42 });
    const rows = left.texts.flatMap((text, index) => [text, ...right.texts.slice(index, index + 1)]);
    const blocks = await blocksOf(
      await makePdf([
        [{ text: 'Two columns', x: 50, y: 70, size: 20 }, ...rows, ...right.texts.slice(left.texts.length)],
      ]),
    );
    expect(blocks.map((block) => block.text)).toEqual([
      'Two columns',
      `${harbour} ${harbour}`,
      `${bridge} ${bridge}`,
    ]);
  });

  it('makes words whole that a line break parted, and leaves hyphens of their own', async () => {
    const lines = [
      'The north-western wall held through the storm of that long win-',
      'ter, but the gate in the north-',
      'western corner was lost to the sea.',
    ];
    const texts = lines.map((text, index) => ({ text, x: 60, y: 100 + index * 14 }));
    expect((await blocksOf(await makePdf([texts]))).map((block) => block.text)).toEqual([
      'The north-western wall held through the storm of that long winter, but the gate in the north-western corner was lost to the sea.',
    ]);
  });

  it('leaves out running headers and page numbers, and names the page of every block', async () => {
    const places = ['harbour', 'bridge', 'quarry', 'market', 'mill', 'school'];
    const pages = places.map((place, index) => [
      { text: 'Annals of the town', x: 60, y: 40, size: 9 },
      { text: `${index + 1}`, x: 500, y: 810, size: 9 },
      { text: `Everything about the ${place} stands on this page alone.`, x: 60, y: 120 },
    ]);
    const blocks = await blocksOf(await makePdf(pages));
    const texts = places.map((place, index) => ({
      page: index + 1,
      text: `Everything about the ${place} stands on this page alone.`,
    }));
    expect(blocks.map(({ page, text }) => ({ page, text }))).toEqual([
      // Where it stands first it may be a letterhead or the title.
      { page: 1, text: 'Annals of the town' },
      ...texts,
    ]);
  });

  it('keeps numbered paragraphs that begin each page, though their numbers run with the pages', async () => {
    const headings = [
      '§ 4 Care of the flat',
      '§ 5 Pets and guests',
      '§ 6 Noise',
      '§ 7 Term and notice',
      '§ 8 Return',
    ];
    const pages = headings.map((text) => [
      { text, x: 60, y: 60 },
      { text: `What is agreed under ${text.slice(4)} is written here.`, x: 60, y: 120 },
    ]);
    const texts = (await blocksOf(await makePdf(pages))).map((block) => block.text);
    expect(texts.filter((text) => text.startsWith('§'))).toEqual(headings);
  });

  it('gives a sentence that runs over the page to the page it begins on', async () => {
    const blocks = await blocksOf(
      await makePdf([
        [{ text: 'The ferry left before dawn and did not return until the', x: 60, y: 700 }],
        [{ text: 'tide had turned. Nobody on the quay had expected it.', x: 60, y: 100 }],
      ]),
    );
    expect(blocks.map(({ page, text }) => ({ page, text }))).toEqual([
      { page: 1, text: 'The ferry left before dawn and did not return until the tide had turned.' },
      { page: 2, text: 'Nobody on the quay had expected it.' },
    ]);
  });

  it('keeps rows and columns of a table', async () => {
    const rows = [
      ['Port', 'Ships', 'Tons'],
      ['Hamburg', '12', '4,100'],
      ['Bremen', '7', '2,350'],
      ['Emden', '3', '900'],
    ];
    const cells = rows.flatMap((row, line) =>
      row.map((text, column) => ({ text, x: 60 + column * 150, y: 200 + line * 18 })),
    );
    const intro = setParagraph({ text: harbour, x: 60, y: 100, charactersPerLine: 80 });
    expect((await blocksOf(await makePdf([[...intro.texts, ...cells]]))).at(-1)).toEqual({
      kind: 'table',
      text: 'Port | Ships | Tons\nHamburg | 12 | 4,100\nBremen | 7 | 2,350\nEmden | 3 | 900',
      page: 1,
      headings: [],
    });
  });

  // Without the folder of character maps these come out as nothing at all.
  it('reads fonts that are not embedded by their character maps', async () => {
    const blocks = await blocksOf(makeJapanesePdf('港は三つの段階で建設された。'));
    expect(blocks.map((block) => block.text)).toEqual(['港は三つの段階で建設された。']);
  });

  it('reads what was filled into a form beside its labels, and which boxes are ticked', async () => {
    const texts = (await blocksOf(await makeFormPdf())).map((block) => block.text);
    expect(texts.join('\n').replace(/\s*[|\n]\s*/gu, ' ')).toBe(
      'Name Anna Berg Country Iceland ☒ I agree ☐ Send me letters',
    );
  });

  // The page of such a file asks for another program, and nothing else.
  it('reads a form that only describes itself, with what was filled in', async () => {
    expect((await blocksOf(makeXfaPdf())).map((block) => block.text)).toEqual([
      'Berth application',
      'Ship Thea',
      'Tons 4100',
    ]);
  });

  it('reads what was noted on a page and along its margin, and names the files it carries', async () => {
    expect((await blocksOf(await makeAnnotatedPdf())).map((block) => block.text)).toEqual([
      'The harbour was built in three stages.',
      'Checked in May',
      'It was opened in 1904.',
      'Archive copy 17',
      'Comment (Ida): Which year?',
      'Attached files, which are not read with this one:\n- tonnage.csv (Ships of 1904)',
    ]);
  });

  it('keeps lines of the edges where there are no others', async () => {
    const texts = (await blocksOf(await makeNumberedPdf(4))).map((block) => block.text);
    expect(texts.join(' ')).toBe('Page 1 Page 2 Page 3 Page 4');
  });

  it('reads the other pages where one is broken, and says which', async () => {
    expect(await blocksOf(makeHalfPdf('The bridge was closed.'))).toEqual([
      { kind: 'paragraph', text: 'The bridge was closed.', page: 1, headings: [] },
      expect.objectContaining({ text: expect.stringMatching(/^Page 2 could not be read: \S/), page: 2 }),
    ]);
  });

  it('takes the title from the file, unless a program left its own name there', async () => {
    const page = [
      { text: 'Annual report', x: 60, y: 60, size: 20 },
      ...setParagraph({ text: harbour, x: 60, y: 100, charactersPerLine: 80 }).texts,
    ];
    const titled = await read(await makePdf([page], { title: 'The town in 1904' }));
    const untitled = await read(await makePdf([page], { title: 'Microsoft Word - report.doc' }));
    expect([titled, untitled].map((parsed) => (parsed.ok ? parsed.value.title : parsed.error))).toEqual([
      'The town in 1904',
      'Annual report',
    ]);
  });
});

describe('a PDF that cannot be read', () => {
  it('says that its pictures hold no words', async () => {
    expect(await read(await makeScannedPdf(1))).toEqual({
      ok: false,
      error: { code: 'documents.emptyText', fileName: 'file.pdf' },
    });
  });

  it('says that there is no text where there are no pictures either', async () => {
    expect(await read(await makeBlankPdf())).toEqual({
      ok: false,
      error: { code: 'documents.emptyText', fileName: 'file.pdf' },
    });
  });

  it('says that it wants a password', async () => {
    expect(await read(makeEncryptedPdf())).toEqual({
      ok: false,
      error: { code: 'documents.passwordProtected', fileName: 'file.pdf', canBeOpened: true },
    });
  });

  it('says that it is for holders of a certificate, so that no password opens it', async () => {
    expect(await read(makeCertificatePdf())).toEqual({
      ok: false,
      error: { code: 'documents.passwordProtected', fileName: 'file.pdf', canBeOpened: false },
    });
  });

  it('says that it is damaged', async () => {
    const whole = await makePdf([[{ text: harbour, x: 60, y: 100 }]]);
    const parsed = await read(whole.slice(0, 60));
    expect(parsed).toEqual({
      ok: false,
      error: { code: 'documents.damaged', fileName: 'file.pdf', reason: expect.stringMatching(/\S/) },
    });
  });
});
