import { strToU8, zipSync } from 'fflate';
import type { Paper, PaperPart } from '../../shared/contract/papers.ts';

const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** A paper as a Word file (ECMA-376): headings, paragraphs, lists and tables in Word's own styles. */
export function writeDocx(paper: Paper): Uint8Array {
  const body = [
    paragraph({ style: 'Title', runs: textRuns(paper.title) }),
    ...(paper.facts.length > 0
      ? [paragraph({ style: 'Facts', runs: textRuns(paper.facts.join(' · ')) })]
      : []),
    ...paper.parts.map(partXml),
  ].join('');
  const files = {
    '[Content_Types].xml': `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    '_rels/.rels': `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'docProps/core.xml': `${declaration}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(paper.title)}</dc:title></cp:coreProperties>`,
    'word/styles.xml': styles,
    'word/document.xml': `${declaration}<w:document xmlns:w="${main}"><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`,
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

function partXml(part: PaperPart): string {
  switch (part.kind) {
    case 'heading':
      return paragraph({ style: 'Heading1', runs: textRuns(part.text) });
    case 'paragraph': {
      const look =
        part.look === 'removed' ? '<w:strike/>' : part.look === 'added' ? '<w:u w:val="single"/>' : '';
      return linesXml({ text: part.text, source: part.source, style: 'Normal', look });
    }
    case 'list':
      return part.lines.map((line) => linesXml({ ...line, style: 'ListLine', look: '' })).join('');
    case 'table':
      return tableXml(part);
  }
}

/** Empty lines part paragraphs; the pages stand after the last one. */
function linesXml(input: {
  readonly text: string;
  readonly source: string | null;
  readonly style: string;
  readonly look: string;
}): string {
  const pieces = input.text.split(/\n{2,}/u).filter((piece) => piece.trim() !== '');
  return pieces
    .map((piece, index) => {
      const source = index === pieces.length - 1 && input.source !== null ? ` (${input.source})` : '';
      const mark = input.style === 'ListLine' && index === 0 ? run('•\t', '') : '';
      const runs = `${mark}${textRuns(piece, input.look)}${source === '' ? '' : run(source, '<w:color w:val="6F6B63"/>')}`;
      return paragraph({ style: input.style, runs, text: piece });
    })
    .join('');
}

const rightToLeft = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

function paragraph(input: { readonly style: string; readonly runs: string; readonly text?: string }): string {
  const direction = rightToLeft.test(input.text ?? '') ? '<w:bidi/>' : '';
  return `<w:p><w:pPr><w:pStyle w:val="${input.style}"/>${direction}</w:pPr>${input.runs}</w:p>`;
}

/** Models write bold and italic as Markdown does; other marks stay as they are. */
function textRuns(text: string, look = ''): string {
  return text
    .split(/(\*\*[^*\n]+\*\*|\*[^*\s][^*\n]*\*)/u)
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (/^\*\*.+\*\*$/u.test(piece)) return run(piece.slice(2, -2), `<w:b/>${look}`);
      if (/^\*.+\*$/u.test(piece)) return run(piece.slice(1, -1), `<w:i/>${look}`);
      return run(piece, look);
    })
    .join('');
}

function run(text: string, look: string): string {
  const direction = rightToLeft.test(text) ? '<w:rtl/>' : '';
  const lines = text.split('\n').map((line) =>
    line
      .split('\t')
      .map((piece) => `<w:t xml:space="preserve">${escapeXml(piece)}</w:t>`)
      .join('<w:tab/>'),
  );
  return `<w:r><w:rPr>${look}${direction}</w:rPr>${lines.join('<w:br/>')}</w:r>`;
}

function tableXml({ columns, rows }: Extract<PaperPart, { kind: 'table' }>): string {
  const border = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="D3CEC3"/>`;
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(border).join('');
  const width = Math.floor(9000 / Math.max(1, columns.length));
  const grid = columns.map(() => `<w:gridCol w:w="${width}"/>`).join('');
  const row = (cells: readonly string[], look: string) =>
    `<w:tr>${cells
      .map(
        (cell) =>
          `<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>${paragraph({ style: 'Cell', runs: textRuns(cell, look), text: cell })}</w:tc>`,
      )
      .join('')}</w:tr>`;
  return `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>${borders}</w:tblBorders></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${row(columns, '<w:b/>')}${rows.map((cells) => row(cells, '')).join('')}</w:tbl>${paragraph({ style: 'Normal', runs: '' })}`;
}

/** XML knows no way to write most control characters. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function style(id: string, name: string, look: { paragraph: string; run: string }): string {
  const base = id === 'Normal' ? ' w:default="1"' : '';
  const parent = id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>';
  return `<w:style w:type="paragraph"${base} w:styleId="${id}"><w:name w:val="${name}"/>${parent}<w:pPr>${look.paragraph}</w:pPr><w:rPr>${look.run}</w:rPr></w:style>`;
}

const styles = `${declaration}<w:styles xmlns:w="${main}">${[
  style('Normal', 'Normal', {
    paragraph: '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/>',
    run: '<w:sz w:val="22"/>',
  }),
  style('Title', 'Title', { paragraph: '<w:spacing w:after="60"/>', run: '<w:b/><w:sz w:val="36"/>' }),
  style('Facts', 'Facts', {
    paragraph: '<w:spacing w:after="240"/>',
    run: '<w:color w:val="6F6B63"/><w:sz w:val="18"/>',
  }),
  style('Heading1', 'heading 1', {
    paragraph: '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/>',
    run: '<w:b/><w:sz w:val="26"/>',
  }),
  style('ListLine', 'List line', {
    paragraph: '<w:tabs><w:tab w:val="left" w:pos="284"/></w:tabs><w:ind w:left="284" w:hanging="284"/>',
    run: '',
  }),
  style('Cell', 'Cell', { paragraph: '<w:spacing w:after="40"/>', run: '<w:sz w:val="20"/>' }),
].join('')}</w:styles>`;
