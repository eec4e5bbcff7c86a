import type { PageRange } from '../../shared/contract/documents.ts';

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

export function formatCount(count: number, names: { readonly one: string; readonly many: string }): string {
  return `${wholeNumber.format(count)} ${count === 1 ? names.one : names.many}`;
}

export function formatNumber(value: number): string {
  return wholeNumber.format(value);
}

/** Decimal units, as file managers on two of the three systems show them. */
export function formatBytes(sizeBytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit >= 3 && value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

export function formatSeconds(durationMs: number): string {
  if (durationMs < 100) return `${Math.round(durationMs)} ms`;
  const seconds = durationMs / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function formatRemaining(remainingMs: number | null): string | null {
  if (remainingMs === null) return null;
  if (remainingMs < 10_000) return 'a few seconds left';
  if (remainingMs < 50_000) return `about ${Math.ceil(remainingMs / 10_000) * 10} s left`;
  const minutes = Math.max(1, Math.round(remainingMs / 60_000));
  if (minutes < 90) return `about ${minutes} min left`;
  return `about ${Math.round(minutes / 60)} h left`;
}

export function formatSpeed(tokensPerSecond: number): string {
  return `${tokensPerSecond < 10 ? tokensPerSecond.toFixed(1) : wholeNumber.format(tokensPerSecond)} tok/s`;
}

export function formatPages([first, last]: PageRange): string {
  return first === last ? `p. ${first}` : `p. ${first}–${last}`;
}

export function formatPagesInWords([first, last]: PageRange): string {
  return first === last ? `page ${first}` : `pages ${first} to ${last}`;
}

/** @param tag BCP 47. */
export function languageName(tag: string): string {
  try {
    return languageNames.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function formatPercent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

export function formatParameters(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)} billion parameters`;
  return count >= 1e6
    ? `${Math.round(count / 1e6)} million parameters`
    : `${wholeNumber.format(count)} parameters`;
}

/** The time for today, else the date. @param iso as in the contract. */
export function formatWhen(iso: string, now: Date): string {
  const date = new Date(iso);
  return isSameDay(date, now) ? clock.format(date) : day.format(date);
}

/** @param date a day ('2026-03-01'), a month ('2026-03') or a day of any year ('--03-01'). */
export function formatIsoDate(date: string): string {
  const [year = '', month = '', dayOfMonth] = date.startsWith('--')
    ? ['', ...date.slice(2).split('-')]
    : date.split('-');
  const time = new Date(Date.UTC(Number(year || '2024'), Number(month) - 1, Number(dayOfMonth ?? 1)));
  return new Intl.DateTimeFormat(undefined, {
    timeZone: 'UTC',
    month: 'short',
    ...(year === '' ? {} : { year: 'numeric' }),
    ...(dayOfMonth === undefined ? {} : { day: 'numeric' }),
  }).format(time);
}

export function isSameDay(first: Date, second: Date): boolean {
  return first.toDateString() === second.toDateString();
}

/** The last part of a folder's path, with the one before where that is not alone. */
export function formatFolder(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).slice(-2).join(' / ');
}

/** A file name for text from the clipboard. */
export function pastedName(now: Date): string {
  return `Pasted text ${now.toISOString().slice(0, 10)} ${clock.format(now).replace(/[:/]/g, '.')}.txt`;
}
