/** A day, a month, a quarter or a year, as its first and last day (20230131 is 31 January 2023). */
export interface Period {
  readonly first: number;
  readonly last: number;
}

/** Which of two small numbers is the day. */
export type DateOrder = 'dayFirst' | 'monthFirst';

const monthLanguages = [
  ...['ar', 'bg', 'cs', 'da', 'de', 'el', 'en', 'es', 'fi', 'fr', 'he', 'hi', 'hr', 'hu', 'id', 'it'],
  ...['ko', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'sr', 'sv', 'th', 'tr', 'uk', 'vi'],
];
/** Years of two digits from here on are of the century before. */
const pivotYear = 70;

let months: ReadonlyMap<string, number> | null = null;

/** @returns which number a date such as 13/02/2023 shows to be the day; null where it shows neither. */
export function dateOrderOf(text: string): DateOrder | null {
  const match = numeric.exec(text.trim());
  if (!match) return null;
  const [, first, sign, second] = match;
  if (Number(first) > 12 || sign === '.') return 'dayFirst';
  return Number(second) > 12 ? 'monthFirst' : null;
}

/** @returns null where the text is no date. A bare year is one, of 1000 to 2999. */
export function readPeriod(text: string, order: DateOrder): Period | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/u, '');
  const year = /^([12]\d{3})\s?年?$/u.exec(plain);
  if (year) return { first: Number(year[1]) * 10_000 + 101, last: Number(year[1]) * 10_000 + 1231 };
  const iso = /^([12]\d{3})[-./年]\s?(\d{1,2})(?:[-./月]\s?(\d{1,2})日?|月)?$/u.exec(plain);
  if (iso) return period(Number(iso[1]), Number(iso[2]), iso[3] === undefined ? null : Number(iso[3]));
  const quarter = /^(?:([12]\d{3})[-/ ]?Q([1-4])|Q([1-4])[-/ ]?([12]\d{3}))$/iu.exec(plain);
  if (quarter) {
    const start = Number(quarter[2] ?? quarter[3]) * 3 - 2;
    const inYear = Number(quarter[1] ?? quarter[4]) * 10_000;
    return { first: inYear + start * 100 + 1, last: inYear + (start + 2) * 100 + 31 };
  }
  const match = numeric.exec(plain);
  if (match) {
    const [, first = '', , second = '', last = ''] = match;
    const isDayFirst = (dateOrderOf(plain) ?? order) === 'dayFirst';
    return period(fullYear(last), Number(isDayFirst ? second : first), Number(isDayFirst ? first : second));
  }
  return readNamedMonth(plain);
}

const numeric = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})\.?$/u;

function readNamedMonth(text: string): Period | null {
  const words = plainName(text).match(/\p{L}[\p{L}\p{M}]*|\d+/gu) ?? [];
  if (words.length < 2 || words.length > 5) return null;
  const numbers = words.filter((word) => /^\d/u.test(word)).map(Number);
  const month = words.map((word) => monthNumber(word)).find((found) => found !== undefined);
  const year = numbers.find((number) => number >= 1000 && number < 3000);
  // Beside the month stand no words but 'of', 'de' and a short day of the week: a sentence is no date.
  const isSentence = words.some((word) => /^\p{L}{4}/u.test(word) && monthNumber(word) === undefined);
  if (month === undefined || year === undefined || numbers.length > 2 || isSentence) return null;
  return period(year, month, numbers.find((number) => number !== year) ?? null);
}

function period(year: number, month: number, day: number | null): Period | null {
  if (month < 1 || month > 12) return null;
  const start = year * 10_000 + month * 100;
  if (day === null) return { first: start + 1, last: start + 31 };
  return day < 1 || day > 31 ? null : { first: start + day, last: start + day };
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year + (year < pivotYear ? 2000 : 1900);
}

function monthNumber(word: string): number | undefined {
  months ??= monthNames();
  return months.get(word);
}

/** The names and short names of months in the languages above, as this computer's Unicode data has them. */
function monthNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const language of monthLanguages)
    for (const style of ['long', 'short'] as const) {
      // With a day beside it a month stands in another case in many languages.
      for (const options of [{ month: style }, { month: style, day: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
          ...options,
          timeZone: 'UTC',
        });
        for (let month = 0; month < 12; month += 1) {
          const part = format
            .formatToParts(new Date(Date.UTC(2023, month, 15)))
            .find(({ type }) => type === 'month')?.value;
          const name = plainName(part ?? '');
          if (/^\p{L}{3,}$/u.test(name) && !names.has(name)) names.set(name, month + 1);
        }
      }
    }
  return names;
}

function plainName(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
}
