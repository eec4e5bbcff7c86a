import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { makeEml, makeMsg } from '../support/documents/mailFiles.ts';
import { makePdf } from '../support/documents/pdfFiles.ts';
import { outlineOf, readBytes } from '../support/documents/readBytes.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
const text = 'Dear Ben,\r\n\r\nthe harbour is finished.\r\n\r\nAda';
const headers = (date: string) =>
  [
    'From: Ada Example <ada@example.org>',
    'To: Ben Example <ben@example.org>',
    `Date: ${date}`,
    'Subject: The harbour',
  ].join('\n');

describe('a mail', () => {
  it('gives who wrote to whom, its text and its attachments; what is not read is named', async () => {
    const pdf = await makePdf([[{ text: 'Page one.', x: 60, y: 60 }], [{ text: 'Page two.', x: 60, y: 60 }]]);
    const mail = makeEml({
      subject: '=?utf-8?Q?Gr=C3=B6=C3=9Fe?=',
      text,
      attachments: [
        { name: 'plan.pdf', type: 'application/pdf', bytes: pdf },
        { name: 'files.zip', type: 'application/zip', bytes: zipSync({ 'a.md': Buffer.from('# Ships') }) },
        { name: 'logo.png', type: 'image/png', bytes: png },
        {
          name: 'before.eml',
          type: 'message/rfc822',
          bytes: makeEml({ subject: 'Before', text: 'Earlier.' }),
        },
      ],
    });
    const read = await readBytes('mail.eml', mail);
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value).toMatchObject({
      ...{ title: 'Größe', pages: 5, format: 'eml' },
      datedAt: '2026-03-03T09:15:00.000Z',
    });
    expect(read.value.blocks.map(({ kind, page, text }) => `${kind} ${page}: ${text}`)).toEqual([
      'heading 1: Größe',
      'list 1: From: Ada Example <ada@example.org>\nTo: Ben Example <ben@example.org>, carla@example.org\nDate: 2026-03-03T09:15:00.000Z\nSubject: Größe',
      'paragraph 1: Dear Ben,',
      'paragraph 1: the harbour is finished.',
      'paragraph 1: Ada',
      'heading 2: plan.pdf',
      'paragraph 2: Page one.',
      'paragraph 3: Page two.',
      'heading 4: files.zip',
      'heading 4: a.md',
      'heading 4: Ships',
      'heading 5: before.eml',
      'heading 5: Before',
      'list 5: From: Ada Example <ada@example.org>\nTo: Ben Example <ben@example.org>, carla@example.org\nDate: 2026-03-03T09:15:00.000Z\nSubject: Before',
      'paragraph 5: Earlier.',
      'heading 5: Attachments that are not read',
      'list 5: - logo.png: damaged: the picture cannot be opened',
    ]);
  });

  it('without a text part is read from its HTML, whatever its encoding', async () => {
    const html = Buffer.from(
      '<html><body><p>Größe der <b>Häfen</b></p><ul><li>Kiel</li></ul></body></html>',
      'latin1',
    );
    const mail = Buffer.concat([
      Buffer.from(
        'From: a@example.org\r\nSubject: Ports\r\nDate: yesterday\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n',
      ),
      html,
    ]);
    expect(await outlineOf('mail.eml', mail)).toEqual([
      'heading 1: Ports',
      'list 1: From: a@example.org\nDate: yesterday\nSubject: Ports',
      'paragraph 1: Größe der Häfen',
      'list 1: - Kiel',
    ]);
  });

  it('is known by its headers, whatever its name', async () => {
    const read = await readBytes('saved', makeEml({ subject: 'The harbour', text }));
    expect(read.ok ? read.value.format : read.error.code).toBe('eml');
  });

  it('that is none says so', async () => {
    expect(await outlineOf('fake.eml', 'just some words')).toBe('documents.damaged');
  });
});

describe('an Outlook message', () => {
  it('gives headers, text and attachments', async () => {
    const message = makeMsg({
      subject: 'The harbour',
      body: text,
      attachments: [
        { name: 'notes.txt', bytes: Buffer.from('Stone. '.repeat(1000)) },
        { name: 'logo.png', bytes: png },
      ],
    });
    expect(await outlineOf('mail.msg', message)).toEqual([
      'heading 1: The harbour',
      `list 1: ${headers('2026-03-03T09:15:00.000Z')}`,
      'paragraph 1: Dear Ben,',
      'paragraph 1: the harbour is finished.',
      'paragraph 1: Ada',
      'heading 2: notes.txt',
      `paragraph 2: ${'Stone. '.repeat(1000).trim()}`,
      'heading 2: Attachments that are not read',
      'list 2: - logo.png: damaged: the picture cannot be opened',
    ]);
  });
});

describe('a mailbox', () => {
  it('gives each message a page, and lines that only look like a beginning stay in theirs', async () => {
    const one = makeEml({ subject: 'One', text: 'First.\n\nFrom here on, nothing.\n\n>From Ada' }).toString();
    const two = makeEml({ subject: 'Two', text: 'Second.' }).toString();
    const box = `From ada@example.org Tue Mar  3 10:15:00 2026\n${one.replaceAll('\r\n', '\n').replace('\nFrom here', '\n>From here')}\nFrom ben@example.org Tue Mar  3 10:16:00 2026\n${two}`;
    const read = await readBytes('all.mbox', box);
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value.pages).toBe(2);
    expect(
      read.value.blocks
        .filter(({ kind }) => kind !== 'list')
        .map(({ kind, page, text }) => `${kind} ${page}: ${text}`),
    ).toEqual([
      'heading 1: One',
      'paragraph 1: First.',
      'paragraph 1: From here on, nothing.',
      'paragraph 1: From Ada',
      'heading 2: Two',
      'paragraph 2: Second.',
    ]);
  });
});

describe('a web page saved with its pictures', () => {
  it('is read like the page itself', async () => {
    const mhtml = [
      'From: <Saved by Blink>',
      'Snapshot-Content-Location: https://example.org/',
      'Subject: Harbours',
      'Date: Tue, 3 Mar 2026 10:15:00 -0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; type="text/html"; boundary="b"',
      '',
      '--b',
      'Content-Type: text/html',
      'Content-ID: <frame@mhtml.blink>',
      'Content-Transfer-Encoding: quoted-printable',
      'Content-Location: https://example.org/',
      '',
      '<!DOCTYPE html><html lang=3D"de"><head><title>H=C3=A4fen</title></head><body><nav>Menu</nav><p>Gr=C3=B6=C3=9Fe</p></body></html>',
      '--b',
      'Content-Type: image/png',
      'Content-Location: https://example.org/a.png',
      'Content-Transfer-Encoding: base64',
      '',
      png.toString('base64'),
      '--b--',
      '',
    ].join('\r\n');
    const read = await readBytes('page.mhtml', mhtml);
    expect(
      read.ok ? { title: read.value.title, texts: read.value.blocks.map(({ text }) => text) } : read.error,
    ).toEqual({
      title: 'Häfen',
      texts: ['Größe'],
    });
    expect(await outlineOf('page.html', mhtml)).toEqual(['paragraph 1: Größe']);
  });
});
