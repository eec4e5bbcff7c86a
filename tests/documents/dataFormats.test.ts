import { describe, expect, it } from 'vitest';
import { outlineOf, readBytes } from '../support/documents/readBytes.ts';

describe('JSON', () => {
  it('keeps the place of every value, and every digit', async () => {
    const json =
      '{"a":{"b":[{"c":1.10,"d":"x"},{},"two"]},"n":[12345678901234567890,2],"my key":null,/* note */"z":true,}';
    expect(await outlineOf('a.json', json)).toEqual([
      'heading 1: a',
      'code 1: a.b[0].c: 1.10\na.b[0].d: x\na.b[1]: {}\na.b[2]: two',
      'heading 1: n',
      'code 1: n[0–1]: 12345678901234567890, 2',
      'code 1: ["my key"]: null\nz: true',
    ]);
  });

  it('gives long values a paragraph of their own, and leaves encoded data out', async () => {
    const prose = 'The harbour was built in three stages. '.repeat(8).trim();
    const json = JSON.stringify({ id: 1, text: prose, picture: 'QUJD'.repeat(100) });
    expect(await outlineOf('a.json', json)).toEqual([
      'code 1: id: 1',
      `paragraph 1: text: ${prose}`,
      'code 1: picture: (400 characters of encoded data)',
    ]);
  });

  it('is read line by line, and what is not JSON stands as text with its line', async () => {
    expect(await outlineOf('a.jsonl', '{"a":1}\n{"a":[true]}\noops\n{"a":3}\n')).toEqual([
      'code 1: [0].a: 1\n[1].a[0]: true',
      'paragraph 1: From line 3 on this is not valid JSON (a value is missing); it stands here as text.',
      'code 1: oops\n{"a":3}',
    ]);
  });

  it('that is cut off gives what came before', async () => {
    const outline = await outlineOf('a.json', '{"a":"one","b":"tw');
    expect(outline).toEqual([
      'code 1: a: one',
      'paragraph 1: From line 1 on this is not valid JSON (a string has no end); it stands here as text.',
      'code 1: {"a":"one","b":"tw',
    ]);
  });

  // Recursion would overflow the stack; a path per level would fill memory.
  it('is read however deep it is', async () => {
    const deep = `${'[1,'.repeat(50_000)}2${']'.repeat(50_000)}`;
    const read = await readBytes('deep.json', deep, { maxTextCharacters: 20_000_000 });
    expect(read.ok ? read.value.blocks.at(-1)?.text.slice(-12) : read.error.code).toMatch(/\[0–1\]: 1, 2$/);
  });

  it('falls back to its text where all the paths would be too much', async () => {
    const json = JSON.stringify({
      ['k'.repeat(200)]: Array.from({ length: 200 }, (_, index) => `v${index}`),
    });
    const outline = await outlineOf('a.json', json, { maxTextCharacters: 20_000 });
    expect(outline[0]).toBe('paragraph 1: Too large to name the place of each value.');
  });
});

describe('YAML', () => {
  it('keeps places, and numbers and dates as written', async () => {
    const yaml =
      'base: &b\n  x: 1.0\n  day: 2026-03-01\nref: *b\nlist:\n  - a\n  - k: v\ntext: |\n  One.\n  Two.\n';
    expect(await outlineOf('a.yml', yaml)).toEqual([
      'heading 1: base',
      'code 1: base.x: 1.0\nbase.day: 2026-03-01',
      'code 1: ref: *b',
      'heading 1: list',
      'code 1: list[0]: a\nlist[1].k: v',
      'paragraph 1: text: One.\nTwo.',
    ]);
  });

  // Nine lines like these stand for a billion values.
  it('does not unfold aliases', async () => {
    const lines = ['a0: &a0 [lol, lol]'];
    for (let level = 1; level < 30; level += 1) {
      lines.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    const read = await readBytes('bomb.yaml', lines.join('\n'));
    expect(read.ok ? read.value.blocks.at(-1)?.text : read.error.code).toContain('a29[8]: *a28');
  });

  it('that is none stands as text, with the reason', async () => {
    expect(await outlineOf('a.yaml', 'a: b: c\n')).toEqual([
      'paragraph 1: Shown as text: it is not valid YAML (line 1: BLOCK_AS_IMPLICIT_KEY).',
      'code 1: a: b: c',
    ]);
    expect((await outlineOf('deep.yaml', '['.repeat(20_000)))[0]).toMatch(/^paragraph 1: Shown as text: /);
  });
});

describe('XML', () => {
  it('keeps places, counting what comes again, and unfolds no entities', async () => {
    const xml = `<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hosts">]>
      <catalog><book id="b1"><author>A &amp; B &b; &f;</author><price cur="EUR">44.95</price></book>
      <book id="b2"><title>Rain</title><desc>An <i>old</i> story.</desc></book></catalog>`;
    expect(await outlineOf('a.xml', xml)).toEqual([
      'code 1: catalog/book/@id: b1\ncatalog/book/author: A & B &b; &f;\ncatalog/book/price/@cur: EUR\ncatalog/book/price: 44.95\ncatalog/book[2]/@id: b2\ncatalog/book[2]/title: Rain\ncatalog/book[2]/desc: An old story.',
    ]);
  });

  it('of an article is read as prose, with its headings and tables', async () => {
    const xml = `<article xml:lang="en"><front><article-title>Harbours</article-title><abstract><p>We study <i>old</i> harbours.</p></abstract></front>
      <body><sec><title>Ships</title><p>Many.</p><sec><title>Counts</title><table><tr><th>Port</th><th>Ships</th></tr><tr><td>Kiel</td><td>7</td></tr></table></sec></sec></body>
      <back><ref><year>2001</year></ref></back></article>`;
    const read = await readBytes('a.xml', xml);
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value.title).toBe('Harbours');
    expect(
      read.value.blocks.slice(1).map(({ kind, text, headings }) => `${headings.join('/')} ${kind}: ${text}`),
    ).toEqual([
      ' heading: Harbours',
      'Harbours paragraph: We study old harbours.',
      'Harbours heading: Ships',
      'Harbours/Ships paragraph: Many.',
      'Harbours/Ships heading: Counts',
      'Harbours/Ships/Counts table: Port | Ships\nKiel | 7',
      'Harbours code: article/back/ref/year: 2001',
    ]);
  });

  it('that is broken gives what came before, then its text', async () => {
    const outline = await outlineOf('a.xml', '<?xml version="1.0"?>\n<a><b>One</b>\n<c>Two</d></a>');
    expect(outline).toEqual([
      'code 1: a/b: One\na/c: Two',
      'paragraph 1: From line 3 on this is not valid XML (Unexpected close tag); it stands here as text.',
      'code 1: <c>Two</d></a>',
    ]);
  });

  it('is read however deep it is, and in the encoding it declares', async () => {
    const deep = `${'<a>'.repeat(20_000)}deep${'</a>'.repeat(20_000)}`;
    expect((await outlineOf('deep.xml', `<?xml version="1.0"?>${deep}`)).at(-1)).toMatch(/: deep$/);
    const old = Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>', 'latin1');
    const bytes = Buffer.concat([old, Buffer.from([0xcf, 0xee, 0xf0, 0xf2]), Buffer.from('</a>')]);
    expect(await outlineOf('a.xml', bytes)).toEqual(['code 1: a: Порт']);
  });
});

describe('a notebook', () => {
  const cell = (source: string, outputs: unknown[] = []) => ({
    cell_type: 'code',
    source: [source],
    outputs,
  });

  it('gives its cells in order, with what they print', async () => {
    const notebook = {
      nbformat: 4,
      metadata: { title: 'Ships' },
      cells: [
        { cell_type: 'markdown', source: ['# Counting\n', 'Every *ship* counts.'] },
        cell('print(1)', [{ output_type: 'stream', text: ['1\n'] }]),
        cell('table', [
          {
            data: {
              'text/html':
                '<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Kiel</td><td>7</td></tr></table>',
              'text/plain': 'x',
            },
          },
        ]),
        cell('plot()', [{ data: { 'image/png': 'QUJD'.repeat(100), 'text/plain': ['<Figure>'] } }]),
        cell('1/0', [
          { ename: 'ZeroDivisionError', evalue: 'division by zero', traceback: ['\u001b[0;31m…'] },
        ]),
      ],
    };
    const read = await readBytes('a.ipynb', JSON.stringify(notebook));
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value.title).toBe('Ships');
    expect(read.value.blocks.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'heading: Counting',
      'paragraph: Every ship counts.',
      'code: print(1)',
      'code: 1',
      'code: table',
      'table: Port | Ships\nKiel | 7',
      'code: plot()',
      'code: <Figure>',
      'code: 1/0',
      'paragraph: ZeroDivisionError: division by zero',
    ]);
  });

  it.each(['{"nbformat":4}', '{"cells":', '[]'])('that is none says so: %s', async (content) => {
    expect(await outlineOf('a.ipynb', content)).toBe('documents.damaged');
  });
});

describe('subtitles', () => {
  it('are running text under the time it begins at', async () => {
    const srt =
      '1\r\n00:00:01,000 --> 00:00:02,000\r\nHello there,\r\n<i>friend</i>.\r\n\r\n2\r\n00:00:05,000 --> 00:00:06,000\r\n{\\an8}Welcome.\r\n\r\n3\r\n01:02:45,500 --> 01:02:46,000\r\nThe end.\r\n';
    expect(await outlineOf('film.srt', srt)).toEqual([
      'heading 1: 0:00:01',
      'paragraph 1: Hello there, friend. Welcome.',
      'heading 1: 1:02:45',
      'paragraph 1: The end.',
    ]);
  });

  it('name who speaks, and say once what scrolls', async () => {
    const vtt =
      'WEBVTT\nLanguage: en\n\nNOTE made by hand\n\n00:01.000 --> 00:02.000 align:start\n<v Ada>Hi <00:00:01.500>there.\n\n00:02.000 --> 00:03.000\n<v Ada>Hi there.\nHow are you?\n\n00:03.000 --> 00:04.000\n<v Ben>Well &amp; good.\n';
    const read = await readBytes('talk.vtt', vtt);
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value.blocks.map(({ text }) => text)).toEqual([
      '0:00:01',
      'Ada: Hi there. How are you?',
      'Ben: Well & good.',
    ]);
  });

  it('without any time say so', async () => {
    expect(await outlineOf('film.srt', 'just words')).toBe('documents.damaged');
  });
});

describe('source code', () => {
  it('is cut between definitions, and no line is too long', async () => {
    const definition = (name: string) => `function ${name}() {\n${'  work();\n'.repeat(200)}}\n\n`;
    const read = await readBytes('a.js', definition('one') + definition('two') + 'x'.repeat(10_000));
    if (!read.ok) throw new Error(read.error.code);
    const texts = read.value.blocks.map(({ text }) => text);
    expect(texts.map((text) => text.slice(0, 12))).toEqual([
      'function one',
      'function two',
      'xxxxxxxxxxxx',
      'xxxxxxxxxxxx',
      'xxxxxxxxxxxx',
    ]);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(6000);
    expect(read.value).toMatchObject({ title: 'a.js', format: 'code', language: null });
  });
});
