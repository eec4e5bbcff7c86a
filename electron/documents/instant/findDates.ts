/** Which number comes first where a date is written in numbers only. */
export type DateOrder = 'dayFirst' | 'monthFirst';

export interface DateInText {
  /** As it is written. */
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  /** ISO 8601: '2026-03-01', '2026-03', or '--03-01' where no year is named. */
  readonly date: string;
}

interface Parts {
  readonly year: number | null;
  readonly month: number;
  readonly day: number | null;
}

/**
 * The dates that stand in a text, in its order. Month names are those of its language and of English.
 * @param language BCP 47, or null where it is not known.
 * @param order how '03/04/2026' is meant; where nothing tells, such dates are left out instead of guessed.
 */
export function findDates(
  text: string,
  { language, order }: { readonly language: string | null; readonly order: DateOrder | null },
): DateInText[] {
  // Most sentences name none, and every way of writing one has a digit.
  if (!/\d/u.test(text)) return [];
  const { pattern, numbers } = monthNames(language);
  const found: DateInText[] = [];
  const isFree = (start: number, end: number) =>
    found.every((each) => end <= each.start || start >= each.start + each.text.length);
  const take = (expression: RegExp, read: (groups: Readonly<Record<string, string>>) => Parts | null) => {
    for (const match of text.matchAll(expression)) {
      const parts = read(match.groups ?? {});
      const date = parts === null ? null : formatDate(parts);
      if (date === null || !isFree(match.index, match.index + match[0].length)) continue;
      found.push({ text: match[0].trim(), start: match.index, date });
    }
  };
  const monthOf = (name: string | undefined) => numbers.get((name ?? '').toLowerCase()) ?? 0;
  take(/(?<![\d-])(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})(?!\d)/gu, ({ y, m, d }) => numbersOf(y, m, d));
  take(/(?<y>\d{4})\s*[年년]\s*(?<m>\d{1,2})\s*[月월](?:\s*(?<d>\d{1,2})\s*[日일号])?/gu, ({ y, m, d }) =>
    numbersOf(y, m, d),
  );
  take(
    /(?<![\d.,/-])(?<a>\d{1,2})(?<mark>[./-])(?<b>\d{1,2})\k<mark>(?<y>\d{4}|\d{2})(?![\d/]|[.-]\d)/gu,
    (groups) => readNumeric(groups, order),
  );
  const day = String.raw`(?<d>\d{1,2})(?:\.|st|nd|rd|th|er|º|ª)?`;
  const end = String.raw`(?<y>\d{4})(?!\d)`;
  take(
    new RegExp(
      String.raw`(?<![\d.,])${day}\s*(?:de\s+|of\s+)?${pattern}\.?,?\s*(?:de\s+|del\s+)?${end}`,
      'giu',
    ),
    ({ d, name, y }) => ({ year: Number(y), month: monthOf(name), day: Number(d) }),
  );
  take(
    new RegExp(String.raw`(?<!\p{L})${pattern}\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s+${end}`, 'giu'),
    ({ d, name, y }) => ({ year: Number(y), month: monthOf(name), day: Number(d) }),
  );
  take(
    new RegExp(String.raw`(?<!\p{L})(?<!\d\.?\s)${pattern}\.?\s+(?:de\s+|del\s+)?${end}`, 'giu'),
    ({ name, y }) => ({
      year: Number(y),
      month: monthOf(name),
      day: null,
    }),
  );
  take(
    new RegExp(String.raw`(?<![\d.,])${day}\s*(?:de\s+|of\s+)?${pattern}(?!\p{L})`, 'giu'),
    ({ d, name }) => ({ year: null, month: monthOf(name), day: Number(d) }),
  );
  take(
    new RegExp(String.raw`(?<!\p{L})${pattern}\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:%.,]*\d)`, 'giu'),
    ({ d, name }) => ({ year: null, month: monthOf(name), day: Number(d) }),
  );
  return found.sort((first, second) => first.start - second.start);
}

/**
 * How the dates of a document that are written in numbers are meant: by one that can be meant in one way only.
 * Stops between the numbers put the day first everywhere; null where nothing tells.
 */
export function dateOrderOf(texts: Iterable<string>): DateOrder | null {
  for (const text of texts) {
    for (const { groups } of text.matchAll(
      /(?<!\d)(?<a>\d{1,2})(?<mark>[/-])(?<b>\d{1,2})\k<mark>\d{4}(?!\d)/gu,
    )) {
      const [first, second] = [Number(groups?.a), Number(groups?.b)];
      if (first > 12 && first <= 31 && second <= 12) return 'dayFirst';
      if (second > 12 && second <= 31 && first <= 12) return 'monthFirst';
    }
  }
  return null;
}

function numbersOf(year: string | undefined, month: string | undefined, day: string | undefined): Parts {
  return { year: Number(year), month: Number(month), day: day === undefined ? null : Number(day) };
}

function readNumeric(groups: Readonly<Record<string, string>>, order: DateOrder | null): Parts | null {
  const [first, second] = [Number(groups.a), Number(groups.b)];
  const short = Number(groups.y);
  const year = groups.y?.length === 4 ? short : short + (short < 70 ? 2000 : 1900);
  const known =
    groups.mark === '.' || first > 12 || first === second ? 'dayFirst' : second > 12 ? 'monthFirst' : order;
  if (known === null) return null;
  return known === 'dayFirst' ? { year, month: second, day: first } : { year, month: first, day: second };
}

function formatDate({ year, month, day }: Parts): string | null {
  if (month < 1 || month > 12) return null;
  if (year !== null && (year < 1000 || year > 2999)) return null;
  // A leap year where none is named.
  const days = new Date(Date.UTC(year ?? 2024, month, 0)).getUTCDate();
  if (day !== null && (day < 1 || day > days)) return null;
  const two = (value: number) => String(value).padStart(2, '0');
  const parts = [year === null ? '-' : String(year), two(month), ...(day === null ? [] : [two(day)])];
  return parts.join('-');
}

const tables = new Map<string, { readonly pattern: string; readonly numbers: ReadonlyMap<string, number> }>();

/** Every name a month has in a language, also as it stands beside a day, and in English. */
function monthNames(language: string | null) {
  const key = language ?? 'en';
  const known = tables.get(key);
  if (known) return known;
  const numbers = new Map<string, number>();
  for (const tag of new Set(['en', key])) {
    for (const options of [{ month: 'long' }, { month: 'short' }] as const) {
      for (const inDate of [false, true]) {
        const format = formatFor(tag, inDate ? { ...options, day: 'numeric' } : options);
        for (let month = 1; month <= 12; month += 1) {
          const parts = format?.formatToParts(new Date(Date.UTC(2026, month - 1, 15))) ?? [];
          const name = parts.find(({ type }) => type === 'month')?.value.toLowerCase() ?? '';
          if (/\p{L}{3}/u.test(name)) numbers.set(name.replace(/\.$/u, ''), month);
        }
      }
    }
  }
  const names = [...numbers.keys()].sort((first, second) => second.length - first.length);
  const table = {
    pattern: `(?<name>${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')).join('|')})(?!\\p{L})`,
    numbers,
  };
  tables.set(key, table);
  return table;
}

function formatFor(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' });
  } catch {
    return null;
  }
}
