/** A number or date as a text has it. */
export interface NumberInText {
  readonly text: string;
  /** What it can mean, in plain digits: "1.500" is 1500 in Berlin and 1.5 in Boston. */
  readonly readings: readonly string[];
  /** A date's, time's or range's numbers, which all have to be found; empty for one number. */
  readonly parts: readonly string[];
}

/** Not inside a name such as "B2"; scripts without spaces put numbers between letters. */
const numberToken =
  /(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}])(?:\d{1,3}(?:[ \u00A0\u202F]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,:/'’–-]\d+)*)/gu;
/** First digits of scripts that write numbers with digits of their own. */
const otherZeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

/** The numbers and numeric dates of a text, in order. */
export function numbersIn(text: string): NumberInText[] {
  return [...withLatinDigits(text).matchAll(numberToken)].map(([token]) => ({
    text: token,
    ...meaningOf(token.replace(/[\s\u00A0\u202F]/gu, ' ')),
  }));
}

/** What the numbers of a text can be found under. */
export interface NumberForms {
  readonly numbers: ReadonlySet<string>;
  /** Numbers of months, named in words or in a numeric date. */
  readonly months: ReadonlySet<string>;
}

export function numberForms(text: string): NumberForms {
  const found = numbersIn(text);
  const named = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return {
    numbers: new Set(found.flatMap(({ readings, parts }) => [...readings, ...parts])),
    months: new Set([
      ...found.flatMap(({ parts }) => parts),
      ...named.flatMap((word) => monthNames().get(word) ?? []),
    ]),
  };
}

/** The number of the month that a word names in one of the languages known here; null for any other word. */
export function monthNumber(word: string): string | null {
  return monthNames().get(word.toLowerCase()) ?? null;
}

function meaningOf(token: string): Pick<NumberInText, 'readings' | 'parts'> {
  const grouped = /^\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*$/u.exec(token);
  if (grouped) {
    const readings = [plain(token.replace(/\D/g, ''))];
    // With a single separator it may be a fraction as well.
    if (/^\d+[.,]\d{3}$/u.test(token)) readings.push(fraction(token));
    return { readings, parts: [] };
  }
  const groupedFraction = /^(\d{1,3}(?:[.,'’ ]\d{3})+)[.,](\d+)$/u.exec(token);
  if (groupedFraction) {
    const [, whole = '', rest = ''] = groupedFraction;
    return { readings: [fraction(`${whole.replace(/\D/g, '')}.${rest}`)], parts: [] };
  }
  if (/^\d+$/u.test(token)) return { readings: [plain(token)], parts: [] };
  if (/^\d+[.,]\d+$/u.test(token)) return { readings: [fraction(token)], parts: [] };
  return { readings: [token], parts: token.split(/\D+/u).filter(Boolean).map(plain) };
}

function plain(digits: string): string {
  return digits.replace(/^0+(?=\d)/u, '');
}

function fraction(token: string): string {
  const [whole = '', rest = ''] = token.split(/[.,]/u);
  const tail = rest.replace(/0+$/u, '');
  return tail === '' ? plain(whole) : `${plain(whole)}.${tail}`;
}

function withLatinDigits(text: string): string {
  return text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = otherZeros.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

const monthLanguages = 'ar bg da de el en es fi fr hu it nl no pl pt ro ru sv tr uk cs'.split(' ');
let months: ReadonlyMap<string, string> | null = null;

/** Whole names, in the forms for use alone and in a date ("март", "марта"). */
function monthNames(): ReadonlyMap<string, string> {
  if (months) return months;
  const names = new Map<string, string>();
  for (const language of monthLanguages) {
    const formats = [
      new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }),
      new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', timeZone: 'UTC' }),
    ];
    for (let month = 0; month < 12; month += 1) {
      const date = new Date(Date.UTC(2024, month, 1));
      for (const format of formats) {
        const part = format
          .formatToParts(date)
          .find(({ type }) => type === 'month')
          ?.value.toLowerCase();
        if (part !== undefined && /^[\p{L}\p{M}]{3,}$/u.test(part)) names.set(part, String(month + 1));
      }
    }
  }
  months = names;
  return names;
}
