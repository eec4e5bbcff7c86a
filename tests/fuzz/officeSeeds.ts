import { makeEpub, makeOdf, makePptx, shape } from '../support/documents/officeFiles.ts';
import { makeDoc, makePpt, makeXls } from '../support/documents/oldOfficeFiles.ts';
import { makeXlsx, row } from '../support/documents/xlsxFiles.ts';

/** Seeds of the formats that offices write. */
export const officeSeeds = {
  doc: [() => makeDoc('Fleet\rPort\u0007Ships\u0007\u0007Kiel\u00077\u0007\u0007', { footnotes: 'Note.\r' })],
  pptx: [
    () => makePptx([{ shapes: shape('Fleet', { placeholder: 'title' }) + shape('Seven'), notes: 'Hello' }]),
  ],
  ppt: [
    () =>
      makePpt([
        ['Fleet', 'Seven ships'],
        ['Ports', 'Kiel'],
      ]),
  ],
  xlsx: [() => makeXlsx([{ name: 'S', rows: row('Port', 'Ships') + row('Kiel', 7) }])],
  xls: [
    () =>
      makeXls([
        ['Port', 'Ships'],
        ['Kiel', 7],
      ]),
  ],
  csv: [() => Buffer.from('Port;Ships\n"Kiel; old";7\n')],
  odt: [() => makeOdf('text', '<text:h>Fleet</text:h><text:p>Seven<text:s/>ships</text:p>')],
  odp: [
    () => makeOdf('presentation', '<draw:page><draw:frame><text:p>Fleet</text:p></draw:frame></draw:page>'),
  ],
  ods: [
    () =>
      makeOdf(
        'spreadsheet',
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>',
      ),
  ],
  rtf: [
    () =>
      Buffer.from(
        String.raw`{\rtf1\ansi{\fonttbl{\f0\fcharset128 A;}}\trowd\intbl a\cell b\cell\row\pard{\f0\'93\'8c}\u8364?{\footnote n}\par}`,
      ),
  ],
  epub: [() => makeEpub(['<h1>One</h1><p>First.</p>', '<p>Second.</p>'])],
} as const;
