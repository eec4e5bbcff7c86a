import { expect, test } from 'vitest';
import { writePaper } from '../../electron/papers/writePaper.ts';
import type { Paper } from '../../shared/contract/papers.ts';
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

// Catches a Word file that only looks like one, and scripts or pages that are lost on the way.
test('a Word file holds every word in any script, with its pages', async () => {
  const read = await readBytes('report.docx', await writePaper(paper, 'docx'));
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
  expect(new TextDecoder().decode(await writePaper(paper, 'md'))).toBe(
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
