import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDocx, paragraph } from '../support/documents/docxFiles.ts';
import { makeEpub, makeOdf, makePptx, shape } from '../support/documents/officeFiles.ts';
import { makeDoc, makePpt, makeXls } from '../support/documents/oldOfficeFiles.ts';
import { createTemporaryFiles, type TemporaryFiles } from '../support/documents/temporaryFiles.ts';
import { createTestParser, parseFile } from '../support/documents/testParser.ts';

const parser = createTestParser({ maxTextCharacters: 200_000 });
let files: TemporaryFiles;

beforeAll(async () => {
  files = await createTemporaryFiles();
});
afterAll(async () => {
  await parser.dispose();
  await files.remove();
});

/** A line per block, or the error's code. */
async function read(name: string, bytes: Uint8Array | string): Promise<string[] | string> {
  const parsed = await parseFile(parser, await files.write(name, bytes));
  if (!parsed.ok) return parsed.error.code;
  return parsed.value.blocks.map(({ kind, page, text }) => `${page} ${kind}: ${text}`);
}

describe('reading slides', () => {
  it('shows them in their order with title, text by place, table and notes', async () => {
    const table =
      '<p:graphicFrame><p:xfrm><a:off x="0" y="9000000"/></p:xfrm><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Port</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>Ships</a:t></a:r></a:p></a:txBody></a:tc></a:tr><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Kiel</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>7</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>';
    const first =
      shape('Right', { at: [9_000_000, 2_000_000] }) +
      shape('Left', { at: [0, 2_000_000] }) +
      table +
      shape('Fleet', { placeholder: 'title', at: [0, 0] });
    expect(
      await read(
        'a.pptx',
        makePptx([
          { shapes: first, notes: 'Say hello' },
          {
            shapes:
              shape('One\nTwo', { placeholder: 'body' }) +
              shape('7', { placeholder: 'sldNum' }) +
              shape('Draft', { placeholder: 'ftr' }),
            isHidden: true,
          },
        ]),
      ),
    ).toEqual([
      '1 heading: Fleet',
      '1 paragraph: Left',
      '1 paragraph: Right',
      '1 table: Port | Ships\nKiel | 7',
      '1 paragraph: Notes: Say hello',
      '2 heading: Slide 2 (hidden)',
      '2 list: - One\n- Two',
      '2 paragraph: Footer: Draft',
    ]);
  });

  it('of OpenDocument and of PowerPoint before 2007 the same way', async () => {
    const slide =
      '<draw:page><draw:frame><draw:text-box><text:p>Seven ships</text:p></draw:text-box></draw:frame><draw:frame presentation:class="title"><draw:text-box><text:p>Fleet</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>Say hello</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>';
    expect(await read('a.odp', makeOdf('presentation', slide))).toEqual([
      '1 heading: Fleet',
      '1 paragraph: Seven ships',
      '1 paragraph: Notes: Say hello',
    ]);
    expect(
      await read(
        'a.ppt',
        makePpt([
          ['Fleet', 'Seven ships\rTwo boats'],
          ['Häfen', 'Kiel'],
        ]),
      ),
    ).toEqual([
      '1 heading: Fleet',
      '1 list: - Seven ships\n- Two boats',
      '2 heading: Häfen',
      '2 paragraph: Kiel',
    ]);
  });
});

describe('reading an OpenDocument text', () => {
  it('keeps headings, lists, tables, notes and comments, and leaves out what was deleted', async () => {
    const body =
      '<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p></text:deletion></text:changed-region></text:tracked-changes>' +
      '<text:h text:outline-level="1">Fleet</text:h>' +
      '<text:p>Seven<text:s text:c="2"/>ships<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>As of May.</text:p></text:note-body></text:note>.<office:annotation><dc:creator>Ann</dc:creator><text:p>Sure?</text:p></office:annotation></text:p>' +
      '<text:list><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>Inner</text:p></text:list-item></text:list></text:list-item></text:list>' +
      '<text:p>Page<text:soft-page-break/> two</text:p>' +
      '<table:table><table:table-row><table:table-cell><text:p>Port</text:p></table:table-cell><table:table-cell><text:p>Ships</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Kiel</text:p></table:table-cell><table:table-cell><text:p>7</text:p></table:table-cell></table:table-row></table:table>';
    expect(await read('a.odt', makeOdf('text', body))).toEqual([
      '1 heading: Fleet',
      '1 paragraph: Seven ships.',
      '1 paragraph: As of May.',
      '1 paragraph: Comment (Ann): Sure?',
      '1 list: - One\n- Inner',
      '1 paragraph: Page two',
      '2 table: Port | Ships\nKiel | 7',
    ]);
  });

  it('also as OpenOffice wrote it before', async () => {
    const content =
      '<!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd"><office:document-content><office:body><text:p>Seven ships.</text:p></office:body></office:document-content>';
    const sxw = zipSync({
      mimetype: [strToU8('application/vnd.sun.xml.writer'), { level: 0 }],
      'content.xml': strToU8(content),
      'META-INF/manifest.xml': strToU8('<manifest:manifest/>'),
    });
    expect(await read('a.sxw', sxw)).toEqual(['1 paragraph: Seven ships.']);
  });
});

describe('reading a spreadsheet of OpenDocument', () => {
  const cell = (text: string, more = '') =>
    `<table:table-cell ${more}><text:p>${text}</text:p></table:table-cell>`;
  it('unfolds what is repeated, but not the million empty rows below', async () => {
    const rows =
      `<table:table-row>${cell('Day')}${cell('Ships')}</table:table-row>` +
      `<table:table-row table:number-rows-repeated="2">${cell('01.02.24', 'office:value-type="date" office:date-value="2024-02-01"')}${cell('7', 'office:value-type="float"')}</table:table-row>` +
      '<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>';
    expect(
      await read('a.ods', makeOdf('spreadsheet', `<table:table table:name="Log">${rows}</table:table>`)),
    ).toEqual(['1 heading: Log', '1 table: Day | Ships\n2024-02-01 | 7\n2024-02-01 | 7']);
  });

  it('is refused where few bytes would repeat to much text', async () => {
    const rows = `<table:table-row table:number-rows-repeated="1000000">${cell('x'.repeat(50))}</table:table-row>`;
    expect(await read('a.ods', makeOdf('spreadsheet', `<table:table>${rows}</table:table>`))).toBe(
      'documents.tooLarge',
    );
  });
});

describe('reading an Excel file from before 2007', () => {
  it('gives texts cut over records and numbers their cells', async () => {
    expect(
      await read(
        'a.xls',
        makeXls([
          ['Schiff Möwe', 'Crew'],
          ['東京丸', 12.5],
        ]),
      ),
    ).toEqual(['1 heading: Fleet', '1 table: Schiff Möwe | Crew\n東京丸 | 12.5']);
  });
});

describe('reading a Word file from before 2007', () => {
  it('turns its marks into paragraphs, tables and pages, and adds its notes', async () => {
    const text =
      'Fleet \u0013HYPERLINK "x"\u0014today\u0015\rPort\u0007Ships\u0007\u0007Kiel\u00077\u0007\u0007After.\fLast.\r';
    expect(await read('a.doc', makeDoc(text, { footnotes: '\u0002 As of May.\r' }))).toEqual([
      '1 paragraph: Fleet today',
      '1 table: Port | Ships\nKiel | 7',
      '1 paragraph: After.',
      '2 paragraph: Last.',
      '2 paragraph: As of May.',
    ]);
  });
});

describe('reading rich text', () => {
  it('decodes its bytes by font, skips pictures and codes, and keeps tables and headings', async () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset128 MS;}}{\stylesheet{\s1 heading 1;}}{\info{\title Fleet book}}
\pard\s1 Fleet\par\pard Gr\'f6\'dfe {\f1 \'cf\'ee\'f0\'f2} {\f2 \'93\'8c\'8b\'9e} \u8364?5{\*\unknown hidden}{\pict\wmetafile8 0102030405}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\deleted gone}\par
\trowd\intbl Port\cell Ships\cell\row\trowd\intbl Kiel\cell 7\cell\row\pard After.{\footnote As of May.}\par\page Last.\par}`;
    expect(await read('a.rtf', rtf)).toEqual([
      '1 heading: Fleet',
      '1 paragraph: Größe Порт 東京 €5link',
      '1 table: Port | Ships\nKiel | 7',
      '1 paragraph: After.',
      '1 paragraph: As of May.',
      '2 paragraph: Last.',
    ]);
  });
});

describe('reading an e-book', () => {
  it('follows its spine, not its files names', async () => {
    const chapters = ['<h1>One</h1><p>First <a id="x"/>text.</p>', '<h1>Two</h1><p>Second.</p>'];
    expect(await read('a.epub', makeEpub(chapters))).toEqual([
      '1 paragraph: Author: Ann Reed',
      '1 heading: One',
      '1 paragraph: First text.',
      '2 heading: Two',
      '2 paragraph: Second.',
    ]);
  });

  it('says that copy protection locks it', async () => {
    expect(await read('a.epub', makeEpub(['<p>x</p>'], { locked: [0] }))).toBe('documents.notReadable');
  });
});

describe('what stands around the text of a Word document', () => {
  it('is read after it: charts with their numbers, and diagrams', async () => {
    const values = (tag: string, texts: readonly string[]) =>
      `<c:${tag}>${texts.map((text, index) => `<c:pt idx="${index}"><c:v>${text}</c:v></c:pt>`).join('')}</c:${tag}>`;
    const chart = `<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><a:p><a:r><a:t>Tons</a:t></a:r></a:p></c:title><c:ser>${values('tx', ['1904'])}${values('cat', ['Kiel', 'Emden'])}${values('val', ['7', '3'])}</c:ser></c:chart></c:chartSpace>`;
    const diagram =
      '<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Load</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>';
    const link = (kind: string, target: string) =>
      `<Relationship Id="${kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`;
    const docx = makeDocx({
      body: paragraph('Text.'),
      media: {
        'word/charts/chart1.xml': Buffer.from(chart),
        'word/diagrams/data1.xml': Buffer.from(diagram),
        'word/_rels/document.xml.rels': Buffer.from(
          `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${link('chart', 'charts/chart1.xml')}${link('diagramData', 'diagrams/data1.xml')}</Relationships>`,
        ),
      },
    });
    expect(await read('a.docx', docx)).toEqual([
      '1 paragraph: Text.',
      '1 paragraph: Chart: Tons',
      '1 table: Category | 1904\nKiel | 7\nEmden | 3',
      '1 list: Load',
    ]);
  });

  it('is read after it: notes, each header and footer once, comments', async () => {
    const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
    const part = (tag: string) =>
      Buffer.from(`<w:${tag} ${namespace}>${paragraph('Harbour office')}</w:${tag}>`);
    const docx = makeDocx({
      body: paragraph('Text.'),
      media: {
        'word/header1.xml': part('hdr'),
        'word/header2.xml': part('hdr'),
        'word/footnotes.xml': Buffer.from(
          `<w:footnotes ${namespace}><w:footnote w:type="separator" w:id="0">${paragraph('-- --')}</w:footnote><w:footnote w:id="1">${paragraph('As of May.')}</w:footnote></w:footnotes>`,
        ),
        'word/comments.xml': Buffer.from(
          `<w:comments ${namespace}><w:comment w:author="Ann">${paragraph('Sure?')}</w:comment></w:comments>`,
        ),
      },
    });
    expect(await read('a.docx', docx)).toEqual([
      '1 paragraph: Text.',
      '1 paragraph: As of May.',
      '1 paragraph: Header: Harbour office',
      '1 paragraph: Comment (Ann): Sure?',
    ]);
  });
});

describe('an office file with a password', () => {
  it.each([
    ['a.doc', makeDoc('x\r', { hasPassword: true })],
    ['a.xls', makeXls([['x', 'y']], { hasPassword: true })],
    ['a.odt', makeOdf('text', '<text:p>x</text:p>', { isEncrypted: true })],
  ])('says so: %s', async (name, bytes) => {
    expect(await read(name, bytes)).toBe('documents.passwordProtected');
  });
});
