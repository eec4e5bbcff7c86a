import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { decodeText } from '../../../electron/documents/parse/encoding.ts';

/** The platform only decodes these encodings; what decodes to a character is how it is encoded. */
function encode(text: string, label: string): Uint8Array {
  const decoder = new TextDecoder(label);
  const table = new Map<string, number[]>();
  for (let first = 0xff; first >= 0x80; first -= 1) {
    for (let second = 0xff; second >= 0x20; second -= 1) {
      table.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
    }
  }
  for (let byte = 0; byte < 0x100; byte += 1) table.set(decoder.decode(Uint8Array.of(byte)), [byte]);
  return Uint8Array.from([...text].flatMap((character) => table.get(character) ?? [0x3f]));
}

test.each([
  ['shift_jis', '請求書の合計金額は五千円です。お支払いは来月末までにお願いします。'],
  ['shift_jis', '佐藤太郎,30\n三木英子,25\n'],
  ['euc-jp', '請求書の合計金額は五千円です。お支払いは来月末までにお願いします。'],
  ['gb18030', '租金应当在每月三日之前支付。押金在交还房屋后六周内退还。'],
  ['big5', '租金應當在每月三日之前支付。押金在交還房屋後六週內退還。'],
  ['euc-kr', '임대료는 매월 삼 일까지 지불해야 합니다. 보증금은 육 주 이내에 반환됩니다.'],
  ['windows-1251', 'Квартирная плата вносится до третьего числа каждого месяца. Залог возвращается.'],
  ['windows-1253', 'Το ενοίκιο καταβάλλεται έως την τρίτη ημέρα κάθε μήνα και η εγγύηση επιστρέφεται.'],
  [
    'windows-1252',
    'Die Kaution wird spätestens sechs Wochen nach der Übergabe zurückgezahlt. „Größer“ – schön.',
  ],
  ['windows-1252', 'Le loyer est payé au début du mois, café compris : 12 €.'],
  ['windows-1252', 'El alquiler se pagará el día tres; ¿señal? Sí, mañana.'],
])('%s: %s', (label, text) => {
  expect(decodeText(encode(text, label))).toBe(text);
});

test('names in a real Shift_JIS table are read', ({ skip }) => {
  const file = path.join(import.meta.dirname, '../../../../shared/data/documents/people-cp932.csv');
  const bytes = (() => {
    try {
      return readFileSync(file);
    } catch {
      return null;
    }
  })();
  if (!bytes) return skip('../shared/data/documents is not there');
  const text = decodeText(bytes);
  for (const name of ['佐藤太郎', '三木英子', '髙橋淳']) expect(text).toContain(name);
});
