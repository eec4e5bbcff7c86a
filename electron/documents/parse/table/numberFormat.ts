/** Built-in formats of Excel files that are not written into them (ECMA-376 part 1, 18.8.30). */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd h:mm',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
};

/** East Asian Excels have further dates here (27 to 36, 50 to 58). */
export function builtInFormat(id: number): string {
  if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'yyyy-mm-dd';
  return builtIn[id] ?? 'General';
}

/**
 * A number as a sheet displays it, but dates and times in ISO 8601, which no country reads differently.
 * @param options.isDate1904 the workbook counts days from 1904 on.
 */
export function formatNumber(
  value: number,
  { format, isDate1904 }: { readonly format: string; readonly isDate1904: boolean },
): string {
  const kind = dateKind(format);
  if (kind !== null && value >= 0 && value < 2_958_466) return formatDate(value, { kind, isDate1904 });
  return formatPlain(value, format) ?? generalNumber(value);
}

/** Without the noise of binary fractions. */
export function generalNumber(value: number): string {
  return String(Number(value.toPrecision(15)));
}

type DateKind = 'date' | 'time' | 'duration';

const dateKinds = new Map<string, DateKind | null>();
function dateKind(format: string): DateKind | null {
  const known = dateKinds.get(format);
  if (known !== undefined) return known;
  const code = (format.split(';')[0] ?? '')
    .replace(/"[^"]*"|\\.|_.|\*./gu, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/giu, '');
  let kind: DateKind | null = null;
  if (!/general/iu.test(code) && !/[#?]|0(?!\d*$)/u.test(code.replace(/\.0+/gu, ''))) {
    if (/\[[hms]+\]/iu.test(code)) kind = 'duration';
    else if (/[yd]|m{3,}|[ge]{1,2}(?=.*m)/iu.test(code)) kind = 'date';
    else if (/[hs]/iu.test(code)) kind = 'time';
    else if (/m/iu.test(code)) kind = 'date';
  }
  dateKinds.set(format, kind);
  return kind;
}

const secondsPerDay = 86_400;

function formatDate(
  serial: number,
  { kind, isDate1904 }: { readonly kind: DateKind; readonly isDate1904: boolean },
): string {
  const seconds = Math.round(serial * secondsPerDay);
  if (kind === 'duration') return clock(seconds);
  const days = Math.floor(seconds / secondsPerDay);
  const time = clock(seconds % secondsPerDay);
  if (kind === 'time' || (days === 0 && serial > 0)) return time;
  // Excel counts a 29 February 1900 that never was.
  const sinceEpoch = isDate1904 ? days - 24_107 : days - 25_569 + (days < 60 ? 1 : 0);
  const date = new Date(sinceEpoch * secondsPerDay * 1000).toISOString().slice(0, 10);
  return seconds % secondsPerDay === 0 ? date : `${date} ${time}`;
}

function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const rest = seconds % 60;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${rest === 0 ? '' : `:${two(rest)}`}`;
}

interface Pattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly integers: number;
  readonly decimals: number;
  readonly fixedDecimals: number;
  readonly hasGroups: boolean;
  readonly scale: number;
}

/** Literal texts stand in the pattern as one private character each. */
const firstMark = 0xe000;
const patterns = new Map<string, Pattern | null>();

/** Null where the format is none of the plain ones (fractions, conditions, exponents, text). */
function formatPlain(value: number, format: string): string | null {
  const sections = format.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/u);
  const index = value < 0 && sections.length > 1 ? 1 : value === 0 && sections.length > 2 ? 2 : 0;
  const section = sections[index] ?? '';
  let pattern = patterns.get(section);
  if (pattern === undefined) {
    pattern = readPattern(section);
    patterns.set(section, pattern);
  }
  if (!pattern) return null;
  const scaled = Math.abs(value) * pattern.scale;
  if (scaled >= 1e15) return null;
  const [whole = '0', fraction = ''] = Number(scaled.toPrecision(15)).toFixed(pattern.decimals).split('.');
  const extra = pattern.decimals - pattern.fixedDecimals;
  const decimals = extra > 0 ? fraction.replace(new RegExp(`0{1,${extra}}$`, 'u'), '') : fraction;
  const padded = whole.padStart(pattern.integers, '0');
  const grouped = pattern.hasGroups ? padded.replace(/\B(?=(?:\d{3})+$)/gu, ',') : padded;
  const sign = value < 0 && index === 0 && /[1-9]/u.test(whole + decimals) ? '-' : '';
  return `${sign}${pattern.prefix}${grouped}${decimals === '' ? '' : `.${decimals}`}${pattern.suffix}`.trim();
}

function readPattern(section: string): Pattern | null {
  if (/\[[<>=]/u.test(section)) return null;
  const literals: string[] = [];
  const literal = (text: string) => String.fromCharCode(firstMark + literals.push(text) - 1);
  const code = section
    .replace(/"([^"]*)"/gu, (_, text: string) => literal(text))
    .replace(/\\(.)/gu, (_, text: string) => literal(text))
    .replace(/\[\$([^\]-]*)[^\]]*\]/gu, (_, text: string) => literal(text))
    .replace(/\[[^\]]*\]|_.|\*./gu, '');
  const restore = (text: string) =>
    text.replace(/[\ue000-\uf8ff]/gu, (mark) => literals[mark.charCodeAt(0) - firstMark] ?? '');
  const number = /^([^0#?.]*)([0#?][0#?,]*|)(?:\.([0#?]*)(,*))?([^0#?]*)$/u.exec(code);
  if (!number || /[@/eE]|general/iu.test(code)) return null;
  const [, before = '', whole = '', fraction = '', scaling = '', after = ''] = number;
  if (whole === '' && fraction === '') return null;
  const percents = (before + after).split('%').length - 1;
  const thousands = scaling.length + (/,*$/u.exec(whole)?.[0].length ?? 0);
  return {
    prefix: restore(before),
    suffix: restore(after),
    integers: whole.match(/0/gu)?.length ?? 0,
    decimals: Math.min(20, fraction.length),
    fixedDecimals: Math.min(20, fraction.match(/0/gu)?.length ?? 0),
    hasGroups: /,[0#?]/u.test(whole),
    scale: 100 ** percents / 1000 ** thousands,
  };
}
