import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chunkBlocks } from '../../electron/documents/chunk.ts';
import { estimateTokens } from '../../electron/documents/estimateTokens.ts';
import { formatNumber } from '../../electron/documents/parse/table/numberFormat.ts';
import type { Block } from '../../shared/contract/documents.ts';
import { createTemporaryFiles, type TemporaryFiles } from '../support/documents/temporaryFiles.ts';
import { createTestParser, parseFile } from '../support/documents/testParser.ts';
import { makeXlsx, row } from '../support/documents/xlsxFiles.ts';

const parser = createTestParser({ maxTextCharacters: 2_000_000 });
let files: TemporaryFiles;

beforeAll(async () => {
  files = await createTemporaryFiles();
});
afterAll(async () => {
  await parser.dispose();
  await files.remove();
});

async function blocksOf(name: string, content: string | Uint8Array): Promise<readonly Block[]> {
  const parsed = await parseFile(parser, await files.write(name, content));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.blocks;
}
const textsOf = async (name: string, content: string | Uint8Array) =>
  (await blocksOf(name, content)).map(({ kind, text }) => `${kind}: ${text}`);

describe('reading CSV', () => {
  it('keeps quoted delimiters, quotes and line breaks inside their cell', async () => {
    expect(await textsOf('a.csv', 'Name,Note\r\n"Ann, B.","said ""no""\r\nthen left"\r\nCem,\r\n')).toEqual([
      'table: Name | Note\nAnn, B. | said "no" then left\nCem |',
    ]);
  });

  it.each([
    ['semicolons with decimal commas', 'Ort;Preis\nBonn;1,50\nKiel;2,75\n'],
    ['tabs', 'Ort\tPreis\nBonn\t1,50\nKiel\t2,75\n'],
    ['bars', 'Ort|Preis\nBonn|1,50\nKiel|2,75\n'],
    ["Excel's own mark", 'sep=^\nOrt^Preis\nBonn^1,50\nKiel^2,75\n'],
  ])('tells %s', async (_, text) => {
    expect(await textsOf('a.csv', text)).toEqual(['table: Ort | Preis\nBonn | 1,50\nKiel | 2,75']);
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeffOrt\tPreis\nKöln\t1\n', 'utf16le')],
    ['windows-1252', Buffer.from('Ort\tPreis\nKöln\t1\n', 'latin1')],
  ])('reads %s', async (_, bytes) => {
    expect(await textsOf('a.tsv', bytes)).toEqual(['table: Ort | Preis\nKöln | 1']);
  });

  it('takes a quote that never closes for a character, not for the rest of the file', async () => {
    expect(await textsOf('a.csv', 'Size,Price\n"5 inch,10\n7 inch,12\n')).toEqual([
      'table: Size | Price\n"5 inch | 10\n7 inch | 12',
    ]);
  });

  it('names columns by their letters where no row does', async () => {
    expect(await textsOf('a.csv', '1,2\n3,4\n')).toEqual(['table: A | B\n1 | 2\n3 | 4']);
  });
});

describe('reading an Excel workbook', () => {
  it('gives every sheet its name, hidden ones too, and cells their place', async () => {
    const blocks = await blocksOf(
      'a.xlsx',
      makeXlsx(
        [
          {
            name: 'Fleet',
            rows:
              row('Fleet of 2024') +
              '<row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3" t="s"><v>1</v></c></row>' +
              '<row r="4"><c r="B4" t="inlineStr"><is><t>Möwe</t></is></c><c r="D4"><v>12</v></c></row>' +
              '<row r="5"><c r="D5"><v>7</v></c></row>',
          },
          { name: 'Old', state: 'hidden', rows: row('Ship', 'Crew') + row('Anna', 3) },
        ],
        { strings: ['Ship', 'Crew'] },
      ),
    );
    expect(blocks).toEqual([
      { kind: 'heading', text: 'Fleet', page: 1, headings: [] },
      { kind: 'paragraph', text: 'Fleet of 2024', page: 1, headings: ['Fleet'] },
      { kind: 'table', text: 'Ship | Crew\nMöwe | 12\n| 7', page: 1, headings: ['Fleet'] },
      { kind: 'heading', text: 'Old (hidden)', page: 2, headings: [] },
      { kind: 'table', text: 'Ship | Crew\nAnna | 3', page: 2, headings: ['Old (hidden)'] },
    ]);
  });

  it('shows results of formulas, dates as dates and numbers as displayed', async () => {
    const cells = [
      '<c t="inlineStr"><is><t>Sum</t></is></c>',
      '<c><f>1+1</f><v>2</v></c>',
      '<c s="1"><v>45292</v></c>',
      '<c s="2"><v>0.125</v></c>',
      '<c t="b"><v>1</v></c>',
      '<c><f>A1*2</f></c>',
    ];
    const [, table] = await textsOf(
      'a.xlsx',
      makeXlsx([{ name: 'S', rows: row('a', 'b', 'c', 'd', 'e', 'f') + row(...cells) }], {
        formats: ['dd/mm/yyyy', '0.0%'],
      }),
    );
    expect(table).toBe('table: a | b | c | d | e | f\nSum | 2 | 2024-01-01 | 12.5% | TRUE | =A1*2');
  });

  it('gives a merged value to every row it stands for', async () => {
    const rows =
      row('Port', 'Ship') +
      row('Kiel', 'Möwe') +
      '<row r="3"><c r="B3" t="inlineStr"><is><t>Anna</t></is></c></row>';
    const [, table] = await textsOf(
      'a.xlsx',
      makeXlsx([{ name: 'S', rows, after: '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>' }]),
    );
    expect(table).toBe('table: Port | Ship\nKiel | Möwe\nKiel | Anna');
  });

  // A row of figures without its columns' names answers nothing.
  it('keeps all of 10,000 rows, each findable under its header', async () => {
    const body = Array.from({ length: 10_000 }, (_, index) => row(`Ship ${index}`, index * 3)).join('');
    const blocks = await blocksOf('a.xlsx', makeXlsx([{ name: 'S', rows: row('Name', 'Crew') + body }]));
    const chunks = chunkBlocks(blocks, { maxTokens: 300, overlapTokens: 30, countTokens: estimateTokens });
    const holding = chunks.filter(({ text }) => text.split('\n').includes('Ship 7654 | 22962'));
    expect(holding).toHaveLength(1);
    expect(holding[0]?.text).toMatch(/^Name \| Crew\n/u);
    expect(chunks.flatMap(({ text }) => text.match(/^Ship \d+ \|/gmu) ?? [])).toHaveLength(10_000);
  });

  it('is refused where few strings would grow to much text', async () => {
    const long = 'x'.repeat(30_000);
    const rows = Array.from({ length: 100 }, () => '<row><c t="s"><v>0</v></c></row>').join('');
    const parsed = await parseFile(
      parser,
      await files.write('bomb.xlsx', makeXlsx([{ name: 'S', rows }], { strings: [long] })),
    );
    expect(parsed.ok ? 'read' : parsed.error.code).toBe('documents.tooLarge');
  });
});

// Expected values are what Excel displays, but for dates.
describe('number formats', () => {
  it.each([
    [1234.5, '#,##0.00', '1,234.50'],
    [-1234.5, '#,##0.00;(#,##0.00)', '(1,234.50)'],
    [0.5, '0%', '50%'],
    [3, '"No. "000', 'No. 003'],
    [19.9, '[$€-407] 0.00', '€ 19.90'],
    [2.5, '0.##', '2.5'],
    [1_500_000, '0.0,,"M"', '1.5M'],
    [0.1 + 0.2, 'General', '0.3'],
    [-5, '0', '-5'],
    [0.75, '# ?/?', '0.75'],
    [45292.5, 'm/d/yy h:mm', '2024-01-01 12:00'],
    [0.25, 'h:mm AM/PM', '06:00'],
    [1.5, '[h]:mm', '36:00'],
    [59, 'yyyy-mm-dd', '1900-02-28'],
    [61, 'yyyy-mm-dd', '1900-03-01'],
    [44000, '[Red]#,##0', '44,000'],
  ])('%d as %s is %s', (value, format, shown) => {
    expect(formatNumber(value, { format, isDate1904: false })).toBe(shown);
  });
});
