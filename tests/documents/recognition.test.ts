import { describe, expect, it } from 'vitest';
import type { ReadDocument } from '../../electron/documents/parse/readDocument.ts';
import {
  makePrintedPdf,
  makePrintedPng,
  makePrintedTiff,
  makePrintedWebp,
} from '../support/documents/printedPictures.ts';
import { readBytes } from '../support/documents/readBytes.ts';

const english = ['The harbour opens in March and closes', 'again when the first ice drifts in.'];
const german = [
  'Der Hafen öffnet im März und schließt erst,',
  'wenn das erste Eis über die Brücke treibt.',
  'Für größere Schiffe gelten später Gebühren.',
];

async function readAll(...parameters: Parameters<typeof readBytes>): Promise<ReadDocument> {
  const read = await readBytes(...parameters);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

function textOf({ blocks }: ReadDocument): string {
  return blocks.map(({ page, text }) => `${page}: ${text}`).join('\n');
}

describe('words in pictures', () => {
  it.each([
    ['a.png', makePrintedPng({ lines: english })],
    ['a.webp', makePrintedWebp({ lines: english })],
    ['a.png', makePrintedPng({ lines: english, quarterTurns: 2 })],
    ['a.png', makePrintedPng({ lines: english, quarterTurns: 1 })],
  ])('are read whichever way up: %s', async (name, bytes) => {
    const read = await readAll(name, bytes);
    expect(textOf(read)).toBe(`1: ${english.join(' ')}`);
    expect(read).toMatchObject({ format: 'image', language: 'en', recognition: { language: 'eng' } });
    expect(read.recognition?.pages).toEqual([{ page: 1, confidence: expect.any(Number), problem: null }]);
    expect(read.recognition?.pages[0]?.confidence).toBeGreaterThan(0.8);
  });

  // Catches a German scan read with English letters: ö as o, ß as B.
  it('are read in the language they turn out to be in', async () => {
    const read = await readAll('a.png', makePrintedPng({ lines: german }));
    expect(textOf(read)).toBe(`1: ${german.join(' ')}`);
    expect(read).toMatchObject({ language: 'de', recognition: { language: 'deu' } });
  });

  it('are read in the language the person chose', async () => {
    const bytes = makePrintedPng({ lines: german });
    const read = await readAll('a.png', bytes, { recognitionLanguage: 'eng' });
    expect(read.recognition?.language).toBe('eng');
    expect(textOf(read)).not.toContain('ö');
  });

  it('keep the pages of a TIFF apart', async () => {
    const read = await readAll(
      'a.tif',
      makePrintedTiff([{ lines: ['The first page is here'] }, { lines: ['And this is the second'] }]),
    );
    expect({ text: textOf(read), pages: read.pages }).toEqual({
      text: '1: The first page is here\n2: And this is the second',
      pages: 2,
    });
  });
});

describe('a PDF', () => {
  it('with a scanned page between digital ones is read whole, each under its own number', async () => {
    const digital = 'This page was written on a computer and needs no recognition.';
    const read = await readAll('a.pdf', await makePrintedPdf([{ text: digital }, { lines: english }]));
    expect(textOf(read)).toBe(`1: ${digital}\n2: ${english.join(' ')}`);
    expect(read.recognition?.pages.map(({ page }) => page)).toEqual([2]);
  });

  // Catches a blank back of a sheet ending the whole document, or vanishing without a word.
  it('names the pages without words', async () => {
    const read = await readAll('a.pdf', await makePrintedPdf([{ lines: english }, { lines: [' '] }]));
    expect(read.recognition?.pages).toEqual([
      { page: 1, confidence: expect.any(Number), problem: null },
      { page: 2, confidence: 0, problem: 'noWords' },
    ]);
  });

  it('whose pages take too long says that they could not be read', async () => {
    const read = await readBytes('a.pdf', await makePrintedPdf([{ lines: english }]), {
      recognitionPageMs: 1,
    });
    expect(read).toEqual({
      ok: false,
      error: { code: 'documents.scanned', fileName: 'a.pdf', pages: 1 },
    });
  });
});

it('a picture without words says so', async () => {
  const read = await readBytes('a.png', makePrintedPng({ lines: [' '] }));
  expect(read).toEqual({ ok: false, error: { code: 'documents.emptyText', fileName: 'a.png' } });
});

it('a picture that claims to be larger than memory is not opened', async () => {
  const bytes = Buffer.from(makePrintedPng({ lines: ['x'] }));
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  expect(await readBytes('a.png', bytes)).toMatchObject({ ok: false, error: { code: 'documents.tooLarge' } });
});
