import { expect, test } from 'vitest';
import { writePaper } from '../../electron/papers/writePaper.ts';
import type { Paper, PaperFormat } from '../../shared/contract/papers.ts';
import { readBytes } from '../support/documents/readBytes.ts';

const words = 'Zürich, Łódź, Ελλάδα, Москва, ירושלים, القاهرة, हिन्दी, ไทย, 中文, 日本語, 한국어';
const paper: Paper = {
  title: 'Report <2026> & more',
  facts: ['2026-11-21', 'Small', '9 of 9 sections read'],
  parts: [
    { kind: 'heading', text: 'Business' },
    { kind: 'paragraph', text: `**Sales** fell. ${words}\u0007`, source: 'pp. 2–3', look: 'plain' },
    { kind: 'list', lines: [{ text: 'Two plants closed.', source: 'p. 7' }] },
    { kind: 'table', columns: ['What', 'Who'], rows: [['Send the lease', 'Marta | Jo']] },
  ],
};

async function bytesOf(of: Paper, format: PaperFormat): Promise<Uint8Array> {
  const written = await writePaper(of, format);
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  return written.value;
}

// Catches a Word file that only looks like one, and scripts or pages that are lost on the way.
test('a Word file holds every word in any script, with its pages', async () => {
  const read = await readBytes('report.docx', await bytesOf(paper, 'docx'));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const texts = read.value.blocks.map(({ kind, text }) => `${kind}: ${text}`);
  expect(texts).toEqual(
    expect.arrayContaining([
      'heading: Business',
      `paragraph: Sales fell. ${words} (pp. 2–3)`,
      expect.stringContaining('Two plants closed. (p. 7)'),
      expect.stringMatching(/^table: What \| Who\nSend the lease \| Marta . Jo/),
    ]),
  );
});

test('Markdown keeps pages, facts and tables', async () => {
  expect(new TextDecoder().decode(await bytesOf(paper, 'md'))).toBe(
    [
      '# Report <2026> & more',
      '*2026-11-21 · Small · 9 of 9 sections read*',
      '## Business',
      `**Sales** fell. ${words}\u0007 (pp. 2–3)`,
      '- Two plants closed. (p. 7)',
      '| What | Who |\n| --- | --- |\n| Send the lease | Marta \\| Jo |\n',
    ].join('\n\n'),
  );
});

// Catches words that run off a page or are lost between pages, and letters without a glyph written as boxes.
test('a PDF holds every word over all its pages, and says which signs it could not', async () => {
  const european = 'Zürich, Łódź, Ελλάδα, Москва – “fine”';
  const lines = Array.from({ length: 120 }, (_, index) => ({
    text: `**Point ${index + 1}** says ${european}`,
    source: `p. ${index + 1}`,
  }));
  const long: Paper = {
    title: 'A long report',
    facts: ['2026-11-21'],
    parts: [
      { kind: 'heading', text: 'Points' },
      { kind: 'list', lines },
      { kind: 'table', columns: ['What', 'Who'], rows: [['Send the lease', 'Marta']] },
    ],
  };
  const read = await readBytes('report.pdf', await bytesOf(long, 'pdf'));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  expect(read.value.title).toBe('A long report');
  expect(read.value.pages).toBeGreaterThan(2);
  const text = read.value.blocks
    .map((block) => block.text)
    .join(' ')
    .replace(/\s+/gu, ' ');
  for (const [index, line] of lines.entries()) {
    expect(text).toContain(`Point ${index + 1} says ${european} (${line.source})`);
  }
  expect(text).toContain('Send the lease');

  expect(await writePaper(paper, 'pdf')).toEqual({
    ok: false,
    error: { code: 'papers.noFont', signs: expect.arrayContaining(['י']) },
  });
});
