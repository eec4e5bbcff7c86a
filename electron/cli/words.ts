/** For example "1.2 GB"; decimal, as system tools show sizes. */
export function bytes(count: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** For example "about 3 min". */
export function timeLeft(remainingMs: number): string {
  const seconds = Math.ceil(remainingMs / 1000);
  if (seconds < 90) return `about ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`;
}

/** For example "p. 3" or "pp. 3–5". */
export function pageRange([first, last]: readonly [number, number]): string {
  return first === last ? `p. ${first}` : `pp. ${first}–${last}`;
}
