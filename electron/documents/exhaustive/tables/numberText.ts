import { type Decimal, toDecimal } from './decimal.ts';

/** Which sign parts the whole from its fraction. */
export type DecimalSign = '.' | ',';

export interface NumberCell {
  readonly value: Decimal;
  /** '%', 'EUR', 'kg' and the like; empty for a bare number. */
  readonly unit: string;
}

/** Longer ones are words. */
const longestUnit = 6;
/** Signs that name one currency; '$' and '¥' name several and stay as they are. */
const currencyCodes: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₽': 'RUB',
  '₺': 'TRY',
  '₩': 'KRW',
  '₴': 'UAH',
  '₪': 'ILS',
  '฿': 'THB',
  '₫': 'VND',
};
/** The zeros of the scripts that write decimals with digits of their own. */
const zeros = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
  0x1040, 0x17e0, 0x1810,
];
/** Before a number only a currency stands; other letters there make a code, such as A12. */
const before = `(?:[A-Z]{1,3})?\\p{Sc}|[A-Z]{3}|kr\\.?|Fr\\.|Rs\\.?`;
const after = `\\p{Sc}|[\\p{L}°µ][\\p{L}\\p{M}°²³/.]{0,${longestUnit - 1}}|%|‰`;
const shape = new RegExp(
  `^(?<open>\\()?(?<sign>[-+])?(?<before>${before})?(?<sign2>[-+])?(?<body>[.,]?\\d[\\d.,' ]*?)(?<trailing>-)?(?<after>${after})?(?<close>\\))?$`,
  'u',
);
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** @returns the sign that the cell itself shows to be the decimal one; null where it may be either, or is no number. */
export function decimalSignOf(text: string): DecimalSign | null {
  const body = partsOf(text)?.body;
  if (body === undefined) return null;
  const dots = body.split('.').length - 1;
  const commas = body.split(',').length - 1;
  if (dots > 0 && commas > 0) {
    const last = body.lastIndexOf('.') > body.lastIndexOf(',') ? '.' : ',';
    return (last === '.' ? dots : commas) === 1 ? last : null;
  }
  if (dots + commas === 0) return null;
  const sign: DecimalSign = dots > 0 ? '.' : ',';
  const other: DecimalSign = dots > 0 ? ',' : '.';
  if (dots + commas > 1) return other;
  const [whole = '', fraction = ''] = body.split(sign);
  const isGrouped = /[' ]/u.test(whole);
  const canGroup = fraction.length === 3 && /^[1-9]\d{0,2}$/u.test(whole) && !isGrouped;
  return canGroup ? null : sign;
}

/** Whether the cell is a number that reads differently in different countries, such as 1.234. */
export function isAmbiguous(text: string): boolean {
  return /\d[.,]\d{3}(?!\d)/u.test(partsOf(text)?.body ?? '') && decimalSignOf(text) === null;
}

/** @returns null where the cell holds no number. */
export function readNumber(text: string, decimalSign: DecimalSign): NumberCell | null {
  const parts = partsOf(text);
  if (!parts) return null;
  const grouping = decimalSign === '.' ? ',' : '.';
  const [whole = '', fraction, ...more] = parts.body.split(decimalSign);
  if (more.length > 0 || (fraction !== undefined && !/^\d*$/u.test(fraction))) return null;
  const groups = whole.split(new RegExp(`[' ${grouping === '.' ? '\\.' : ','}]`, 'u'));
  // Thousands, or the pairs that India writes above them.
  const isGrouped =
    groups.length === 1 || (groups.at(-1)?.length === 3 && groups.slice(1, -1).every(isGroup));
  if (!isGrouped || (groups.length > 1 && !/^\d{1,3}$/u.test(groups[0] ?? ''))) return null;
  const digits = groups.join('') || '0';
  const value = toDecimal(`${parts.isNegative ? '-' : ''}${digits}${fraction ? `.${fraction}` : ''}`);
  return { value, unit: parts.unit };
}

const isGroup = (group: string) => group.length === 2 || group.length === 3;

function partsOf(text: string): { body: string; isNegative: boolean; unit: string } | null {
  const plain = plainDigits(text.normalize('NFKC'))
    .replace(/[\u2212\u2013]/gu, '-')
    .replace(/[\u2019\u02bc\u066c]/gu, "'")
    .replace(/\u066b/gu, '.')
    .replace(/[\u200e\u200f\u061c]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  // Between unit and number a space means nothing; between digits it may part thousands.
  const groups = shape.exec(plain.replace(/(?<!\d) | (?!\d)/gu, ''))?.groups;
  if (!groups?.body || (groups.open === undefined) !== (groups.close === undefined)) return null;
  const { open, sign, sign2, trailing, before, after } = groups;
  if (before !== undefined && after !== undefined) return null;
  if (before !== undefined && /^[A-Z]{3}$/u.test(before) && !currencies.has(before)) return null;
  const unit = (before ?? after ?? '').replace(/\.$/u, '');
  return {
    body: groups.body,
    isNegative: open !== undefined || [sign, sign2, trailing].includes('-'),
    unit: currencyCodes[unit] ?? unit,
  };
}

function plainDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const start = zeros.find((each) => code >= each && code < each + 10);
    return start === undefined ? digit : String(code - start);
  });
}
