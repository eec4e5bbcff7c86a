import { describe, expect, it } from 'vitest';
import { encodeLegacy } from '../support/documents/encodeLegacy.ts';
import { outlineOf, readBytes } from '../support/documents/readBytes.ts';

const texts = {
  ja: '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所で泣いていた事だけは記憶している。',
  zh: '我们的港口分三个阶段建成，每个阶段都有不同的想法。船只从这里出发前往世界各地。',
  tw: '我們的港口分三個階段建成，每個階段都有不同的想法。船隻從這裡出發前往世界各地。',
  ko: '항구는 세 단계로 지어졌으며 각 단계는 바다에 대한 다른 생각을 따랐다.',
  ru: 'Гавань была построена в три этапа, и каждый следовал своей идее моря. Корабли уходили отсюда во все стороны света.',
  list: 'Имя;Возраст\nИван;30\nМария;25\nИтого по всем строкам: 55 лет.',
  uk: 'Гавань була збудована у три етапи, і кожен мав свою ідею моря. Її кораблі ходили по всьому світу.',
  el: 'Το λιμάνι χτίστηκε σε τρία στάδια και κάθε ένα ακολούθησε διαφορετική ιδέα για τη θάλασσα.',
  he: 'הנמל נבנה בשלושה שלבים, וכל אחד מהם הלך לפי רעיון אחר של הים.',
  ar: 'بني الميناء على ثلاث مراحل وكل مرحلة اتبعت فكرة مختلفة عن البحر.',
  th: 'ท่าเรือถูกสร้างขึ้นในสามระยะและแต่ละระยะมีแนวคิดที่แตกต่างกันเกี่ยวกับทะเล',
  pl: 'Port został zbudowany w trzech etapach, a każdy z nich podążał za inną ideą morza. Święta, łódź i źródło.',
  cs: 'Příliš žluťoučký kůň úpěl ďábelské ódy. Přístav byl postaven ve třech etapách.',
  hu: 'A kikötő három szakaszban épült, és mindegyik más elképzelést követett. Őszi útvonal, tűző nap.',
  tr: 'Liman üç aşamada inşa edildi ve her biri denizin farklı bir fikrini izledi. Işık, çığlık, şeker, ağaç.',
  lt: 'Uostas buvo pastatytas trimis etapais, ir kiekvienas jų sekė skirtingą jūros idėją. Šviesa, žuvis, ąžuolas.',
  de: 'Der Hafen wurde in drei Stufen gebaut, größer und schöner für Österreich. „Gut“ – 5 Euro.',
  fr: 'Le port a été construit en trois étapes, et chacune suivait une idée différente. Où êtes-vous, garçon ?',
} as const;

describe('text without a mark of its encoding', () => {
  // A wrong guess turns every name in an old file into nonsense, and nothing is found by it again.
  it.each([
    ['ja', 'shift_jis'],
    ['ja', 'euc-jp'],
    ['zh', 'gbk'],
    ['tw', 'big5'],
    ['ko', 'euc-kr'],
    ['ru', 'windows-1251'],
    ['ru', 'koi8-r'],
    ['ru', 'ibm866'],
    ['ru', 'iso-8859-5'],
    ['list', 'windows-1251'],
    ['list', 'koi8-r'],
    ['uk', 'windows-1251'],
    ['uk', 'koi8-u'],
    ['el', 'windows-1253'],
    ['he', 'windows-1255'],
    ['ar', 'windows-1256'],
    ['th', 'windows-874'],
    ['pl', 'windows-1250'],
    ['pl', 'iso-8859-2'],
    ['cs', 'windows-1250'],
    ['hu', 'windows-1250'],
    ['tr', 'windows-1254'],
    ['lt', 'windows-1257'],
    ['de', 'windows-1252'],
    ['de', 'macintosh'],
    ['fr', 'windows-1252'],
    ['fr', 'macintosh'],
  ] as const)('%s in %s is decoded', async (language, encoding) => {
    const read = await readBytes('old.txt', encodeLegacy(texts[language], encoding));
    const text = read.ok ? read.value.blocks.map((block) => block.text).join('\n') : read.error.code;
    expect(text).toBe(texts[language]);
  });

  // Found by the fuzzer: a word without an end cost the square of its length, for each encoding.
  it('without any space is decoded as fast as any other', async () => {
    const text = `${'harbour'.repeat(20_000)}ä`;
    const read = await readBytes('old.txt', Buffer.from(text, 'latin1'));
    expect(read.ok ? read.value.blocks[0]?.text : read.error.code).toBe(text);
  });

  it('Japanese of seven bits is decoded', async () => {
    const bytes = Buffer.from('\u001b$B8cGZ$OG-$G$"$k\u001b(B.', 'latin1');
    expect(await outlineOf('old.txt', bytes)).toEqual(['paragraph 1: 吾輩は猫である.']);
  });

  it('Chinese in UTF-16 has no byte of zero and is decoded all the same', async () => {
    const text = '港口分三个阶段建成，每个阶段都有不同的想法。';
    expect(await outlineOf('old.txt', Buffer.from(text, 'utf16le'))).toEqual([`paragraph 1: ${text}`]);
  });
});

describe('what only looks like text', () => {
  it('is refused, also where it begins like text', async () => {
    const noise = Uint8Array.from(
      { length: 80_000 },
      (_, index) => (index * index * 31 + (index >> 3)) % 256,
    );
    expect(await outlineOf('a.txt', noise)).toBe('documents.unsupportedFormat');
    const installer = Buffer.concat([Buffer.from('#!/bin/sh\necho unpacking\n'.repeat(400)), noise, noise]);
    expect(await outlineOf('install.sh', installer)).toBe('documents.unsupportedFormat');
  });

  it('is text all the same with a few bytes of zero in it', async () => {
    const log = Buffer.from(`${'A line of a log.\n'.repeat(100)}\0\0\n`);
    expect(await outlineOf('a.log', log)).toEqual([expect.stringMatching(/^paragraph 1: A line of a log/u)]);
  });
});
