import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import type { Format } from '../../shared/formats.ts';
import { makeDocx, paragraph, table } from '../support/documents/docxFiles.ts';
import { makeEml, makeMsg } from '../support/documents/mailFiles.ts';
import { makePdf } from '../support/documents/pdfFiles.ts';
import { makePrintedPng, makePrintedTiff } from '../support/documents/printedPictures.ts';
import { makeProtectedPdf, protectedFile } from '../support/documents/protectedFiles.ts';
import { makeTar } from '../support/documents/tarFiles.ts';
import { officeSeeds } from './officeSeeds.ts';

/** Whole small files, from which damaged ones are made. */
export type SeedMaker = () => Uint8Array | Promise<Uint8Array>;

const page =
  '<!doctype html><html><body><h1>Title</h1><p>Text <b>bold</b></p><table><tr><td>a<td>b</table></body></html>';
const notes = { 'notes/a.txt': strToU8('The harbour.'), 'b.md': strToU8('# Ships\n\nHansa.') };

/** At least one for each format; a test counts them. */
export const seeds: Readonly<Partial<Record<Format, readonly SeedMaker[]>>> = {
  pdf: [
    () =>
      makePdf([
        [
          { text: 'A heading', x: 60, y: 60, size: 20 },
          { text: 'Some text about the harbour.', x: 60, y: 100 },
        ],
        [{ text: 'More text on the second page.', x: 60, y: 100 }],
      ]),
    makeProtectedPdf,
  ],
  docx: [
    () =>
      makeDocx({
        body:
          paragraph('Heading', 'berschrift1') +
          paragraph('Text.') +
          table([
            ['a', 'b'],
            ['c', 'd'],
          ]),
      }),
  ],
  ...officeSeeds,
  html: [() => Buffer.from(page)],
  mhtml: [
    () =>
      Buffer.from(
        `From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Location: https://example.org/\r\n\r\n${page}\r\n--b--\r\n`,
      ),
  ],
  eml: [
    () =>
      makeEml({
        subject: '=?utf-8?Q?Gr=C3=B6=C3=9Fe?=',
        text: 'Dear Ben,\n\nthe harbour is finished.',
        attachments: [
          { name: 'a.md', type: 'text/markdown', bytes: Buffer.from('# Ships\n\nHansa.') },
          { name: 'b.eml', type: 'message/rfc822', bytes: makeEml({ subject: 'Before', text: 'Earlier.' }) },
        ],
      }),
  ],
  msg: [
    () =>
      makeMsg({
        subject: 'The harbour',
        body: 'Finished.',
        attachments: [{ name: 'a.txt', bytes: Buffer.from('Stone. '.repeat(700)) }],
      }),
  ],
  mbox: [
    () => {
      const message = makeEml({ subject: 'One', text: 'First.\n\n>From here.' }).toString();
      return Buffer.from(
        `From a Tue Mar  3 10:15:00 2026\n${message}\n\nFrom b Tue Mar  3 10:16:00 2026\n${message}`,
      );
    },
  ],
  md: [
    () => Buffer.from('# Title\n\nText *with* marks\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n'),
  ],
  txt: [
    () => Buffer.from('Title\n\nGröße. 東京。\n\nLine two.\n'),
    () => Buffer.from('\ufeffGröße und Übermut.\n\nHäfen.\n', 'utf16le'),
  ],
  json: [
    () => Buffer.from(JSON.stringify({ a: { b: [{ c: 1.5, d: 'x\\"y' }, [], {}] }, n: [1, 2, 3], t: true })),
    () => Buffer.from('{"a":1}\n{"a":[2,null]}\n'),
  ],
  yaml: [
    () => Buffer.from('base: &b\n  x: 1\nref: *b\nlist:\n  - a\n  - {k: "v"}\ntext: |\n  One.\n---\nb: 2\n'),
  ],
  xml: [
    () =>
      Buffer.from(
        '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "b">]><c><d e="1">A &amp; B &a;</d><d>C</d></c>',
      ),
    () =>
      Buffer.from(
        '<article><body><sec><title>Ships</title><p>Many <i>old</i>.</p><table><tr><td>a</td><td>b</td></tr></table></sec></body></article>',
      ),
  ],
  ipynb: [
    () =>
      Buffer.from(
        JSON.stringify({
          cells: [
            { cell_type: 'markdown', source: ['# Title'] },
            {
              cell_type: 'code',
              source: 'print(1)',
              outputs: [{ text: ['1\n'] }, { data: { 'text/html': page } }],
            },
          ],
        }),
      ),
  ],
  srt: [
    () =>
      Buffer.from(
        '1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n2\n00:00:45,500 --> 00:00:46,000\n<i>End.</i>\n',
      ),
  ],
  vtt: [
    () =>
      Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Hi.\n\n00:02.000 --> 00:03.000\nHi.\nYes.\n'),
  ],
  code: [() => Buffer.from('def one():\n    return 1\n\ndef two():\n    return 2\n')],
  zip: [
    () => zipSync(notes),
    () => protectedFile('zipWithAes256'),
    () => zipSync({ 'inner.zip': zipSync(notes), 'a.eml': makeEml({ subject: 'A', text: 'B' }) }),
  ],
  image: [
    () => makePrintedPng({ lines: ['Hafen'], fontPixels: 24 }),
    () => makePrintedTiff([{ lines: ['Hafen'], fontPixels: 24 }]),
  ],
  tar: [
    () =>
      makeTar([
        { name: 'a.txt', content: 'The harbour.' },
        { name: `${'long/'.repeat(30)}b.md`, content: '# B' },
      ]),
  ],
  gz: [() => gzipSync('The harbour.'), () => gzipSync(makeTar([{ name: 'a.txt', content: 'The harbour.' }]))],
};
