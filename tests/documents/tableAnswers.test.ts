import { describe, expect, it } from 'vitest';
import { findAsking } from '../../electron/documents/exhaustive/recognise/findAsking.ts';
import { formQuery } from '../../electron/documents/exhaustive/tables/formQuery.ts';
import { readTables } from '../../electron/documents/exhaustive/tables/readTables.ts';
import { runQuery } from '../../electron/documents/exhaustive/tables/runQuery.ts';
import { groupTables } from '../../electron/documents/exhaustive/tables/tableGroups.ts';
import type { TableQuery } from '../../shared/contract/listings.ts';
import { documentIdSchema } from '../../shared/ids.ts';
import { makeDocx, table } from '../support/documents/docxFiles.ts';
import { makeOdf } from '../support/documents/officeFiles.ts';
import { readBytes } from '../support/documents/readBytes.ts';
import { makeXlsx, row } from '../support/documents/xlsxFiles.ts';

async function tablesOf(fileName: string, content: string | Uint8Array, language: string | null = null) {
  const read = await readBytes(fileName, content);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { title, blocks, format } = read.value;
  const document = { id: documentIdSchema.parse('sheet'), title, path: fileName, language, format };
  return readTables(
    document,
    blocks.map((block, position) => ({ ...block, position })),
  );
}

/** The query that the question's words make, and what it computes. */
async function answer(file: Awaited<ReturnType<typeof tablesOf>>, question: string) {
  const query = formQuery(question, findAsking(question), groupTables(file));
  if (!query) return null;
  const { rows, ...outcome } = runQuery(
    query,
    file.filter(({ id }) => query.tableIds.includes(id)),
  ) ?? { rows: [] };
  return { ...query, ...outcome, lines: rows.map((each) => each.row.line) };
}

async function compute(
  content: string,
  query: Omit<TableQuery, 'tableIds' | 'filters'> & Partial<TableQuery>,
  language: string | null = null,
) {
  const tables = await tablesOf('a.csv', content, language);
  const outcome = runQuery({ tableIds: [], filters: [], ...query }, tables);
  if (!outcome) throw new Error('no such column');
  const { values, dates, rowsUsed, leftOut, ambiguousColumns } = outcome;
  return {
    values: values.map(({ value, unit }) => `${value}${unit}`),
    dates,
    rowsUsed,
    leftOut,
    ambiguousColumns,
  };
}

const orders = [
  'Number,Customer,Status,Amount,Date',
  '1,Amsel GmbH,open,0.10,2023-01-15',
  '2,Birch Ltd,closed,0.20,2023-02-01',
  '3,Cedar SA,open,0.20,2024-03-01',
  '4,Amsel GmbH,Open,,2023-12-31',
  '5,Dune AB,pending,n/a,2022-12-31',
  'Total,,,0.50,',
].join('\n');

describe('a question whose every word the table explains', () => {
  it('counts the rows with a value, whatever its case, and no total', async () => {
    expect(
      await answer(await tablesOf('orders.csv', orders), 'How many rows have status open?'),
    ).toMatchObject({
      filters: [{ column: 'Status', operator: 'is', value: 'open' }],
      aggregate: 'count',
      values: [{ value: '3', unit: '' }],
      rowsUsed: 3,
      rowsTotal: 5,
      leftOut: { empty: 0, notNumbers: 0, totals: 1 },
    });
  });

  it('adds exactly, and says which cells hold no number', async () => {
    const tables = await tablesOf('orders.csv', orders);
    expect(await answer(tables, 'What is the total amount for 2023?')).toMatchObject({
      filters: [{ column: 'Date', operator: 'is', value: '2023' }],
      aggregate: 'sum',
      column: 'Amount',
      values: [{ value: '0.30', isRounded: false }],
      rowsUsed: 2,
      leftOut: { empty: 1, notNumbers: 0, totals: 1 },
    });
    expect(await answer(tables, 'Was ist die Summe von Amount?')).toMatchObject({
      values: [{ value: '0.50' }],
      leftOut: { empty: 1, notNumbers: 1, totals: 1 },
    });
  });

  it.each([
    ['What is the sum of column D for 2023?', '0.30'],
    ['Combien de lignes ont le status closed ?', '1'],
    ['¿Cuántas filas tienen status pending?', '1'],
    ['status が open の行はいくつありますか', '3'],
    ['How many rows have customer Amsel GmbH and status open?', '2'],
  ])('%s', async (question, value) => {
    const answered = await answer(await tablesOf('orders.csv', orders), question);
    expect(answered?.values).toMatchObject([{ value }]);
  });

  // Catches an answer to another question than the one that was asked.
  it.each([
    'How many rows have status open and were paid late?',
    'How many customers complained about the delivery?',
    'What is the total of everything?',
    'Who is Birch Ltd?',
  ])('is left alone where a word remains: %s', async (question) => {
    expect(await answer(await tablesOf('orders.csv', orders), question)).toBeNull();
  });
});

describe('formats', () => {
  it('reads all rows of a sheet that is stored in parts, and asks all sheets with the same columns', async () => {
    const rows = (count: number, status: string) =>
      row('Item', 'Status', 'Price') +
      Array.from({ length: count }, (_, index) => row(`thing ${index}`, status, 0.1)).join('');
    const tables = await tablesOf(
      'stock.xlsx',
      makeXlsx([
        { name: 'North', rows: rows(450, 'sold') },
        { name: 'South', rows: rows(5, 'sold') },
      ]),
    );
    expect(tables.map(({ name, rows: { length } }) => `${name} ${length}`)).toEqual(['North 450', 'South 5']);
    expect(await answer(tables, 'What is the sum of price?')).toMatchObject({
      values: [{ value: '45.5' }],
      tables: 2,
      names: ['North', 'South'],
    });
    expect(await answer(tables, 'How many rows are there?')).toMatchObject({ values: [{ value: '455' }] });
  });

  it('reads tables of Word and OpenDocument files', async () => {
    const rows = [
      ['Town', 'People'],
      ['Bonn', '331.885'],
      ['Kiel', '248.873'],
    ];
    const docx = await tablesOf('towns.docx', makeDocx({ body: table(rows) }), 'de');
    expect(await answer(docx, 'Was ist die Summe von People?')).toMatchObject({
      values: [{ value: '580758' }],
      ambiguousColumns: ['People'],
    });
    const cell = (text: string) =>
      `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
    const ods = makeOdf(
      'spreadsheet',
      `<table:table table:name="Towns">${rows.map((cells) => `<table:table-row>${cells.map(cell).join('')}</table:table-row>`).join('')}</table:table>`,
    );
    expect((await tablesOf('towns.ods', ods)).map(({ name, columns }) => ({ name, columns }))).toEqual([
      { name: 'Towns', columns: ['Town', 'People'] },
    ]);
  });
});

describe('numbers and dates as countries write them', () => {
  it.each([
    ['German', 'Ort;Betrag\nA;1.234,56\nB;-34,56\nC;(200,00)\nD;1.000\n', '2000.00'],
    ['English', 'Place,Amount\nA,"1,234.56"\nB,-34.56\nC,(200.00)\nD,"1,000"\n', '2000.00'],
    ['Swiss', "Ort;Betrag\nA;1'234.56\nB;65.44\n", '1300.00'],
    ['French', 'Lieu;Montant\nA;1\u202f234,50\nB;0,50\n', '1235.00'],
    ['Indian', 'Place,Amount\nA,"1,23,456.50"\nB,0.50\n', '123457.00'],
    ['Arabic digits', 'الاسم,المبلغ\nأ,١٢٫٥\nب,٧٫٥\n', '20.0'],
  ])('adds %s numbers', async (_, content, sum) => {
    const [, column = ''] = (content.split('\n')[0] ?? '').split(/[;,]/u);
    expect((await compute(content, { aggregate: 'sum', column })).values).toEqual([sum]);
  });

  it('keeps currencies and percentages apart', async () => {
    const content = 'Name,Fee\nA,€ 10.50\nB,5 EUR\nC,$3\nD,\n';
    expect(await compute(content, { aggregate: 'sum', column: 'Fee' })).toMatchObject({
      values: ['15.50EUR', '3$'],
      leftOut: { empty: 1 },
    });
    expect(
      (await compute('Name,Share\nA,12.5%\nB,10%\n', { aggregate: 'average', column: 'Share' })).values,
    ).toEqual(['11.25%']);
  });

  it('says where a number can be read in two ways', async () => {
    const content = 'Name;Weight\nA;1.234\nB;2.500\n';
    expect(await compute(content, { aggregate: 'max', column: 'Weight' }, 'de')).toMatchObject({
      values: ['2500'],
      ambiguousColumns: ['Weight'],
    });
    expect(await compute(content, { aggregate: 'max', column: 'Weight' }, 'en')).toMatchObject({
      values: ['2.500'],
    });
  });

  it.each([
    ['2023', 3],
    ['2023-03', 2],
    ['March 2023', 2],
    ['14.03.2023', 1],
  ])('finds the rows of %s among days, months and names of months', async (value, rows) => {
    const content = 'What,When\na,14.03.2023\nb,"March 2, 2023"\nc,1. Februar 2023\nd,31.12.2022\ne,soon\n';
    const filters = [{ column: 'When', operator: 'is' as const, value }];
    expect((await compute(content, { aggregate: 'count', column: null, filters })).rowsUsed).toBe(rows);
  });

  it('tells day and month apart by the column, and finds the latest', async () => {
    const content = 'What,When\na,03/04/2023\nb,25/01/2023\n';
    expect(await compute(content, { aggregate: 'max', column: 'When' })).toMatchObject({
      dates: ['03/04/2023'],
      ambiguousColumns: [],
    });
    const filters = [{ column: 'When', operator: 'over' as const, value: '31/03/2023' }];
    expect((await compute(content, { aggregate: 'count', column: null, filters })).rowsUsed).toBe(1);
  });
});
