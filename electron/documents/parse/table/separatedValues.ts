const delimiters = [',', ';', '\t', '|'] as const;
const sampleCharacters = 64 * 1024;
const sampleRows = 100;
/** What a delimiter counts that does not occur in the first row, which may also be a title. */
const untoldHeader = 0.5;

/**
 * Parses values parted by commas, semicolons, tabs or bars, told by which of them parts most rows alike.
 * Quoted fields keep line breaks; a quote that never closes is an ordinary character.
 */
export function parseSeparated(text: string, preferred: ',' | '\t'): string[][] {
  // Excel names the delimiter in a first line of its own.
  const named = /^\ufeff?sep=(.)\r?\n/iu.exec(text);
  const body = text.slice(named?.[0].length ?? 0).replace(/^\ufeff/u, '');
  const delimiter = named?.[1] ?? guessDelimiter(body, preferred);
  return (
    parseRows(body, { delimiter, hasQuotes: true }) ?? parseRows(body, { delimiter, hasQuotes: false }) ?? []
  );
}

function guessDelimiter(text: string, preferred: ',' | '\t'): string {
  const cut = text.slice(0, sampleCharacters);
  const sample = cut.length < text.length ? cut.slice(0, cut.lastIndexOf('\n') + 1) || cut : cut;
  let best: { readonly delimiter: string; readonly score: number } = { delimiter: preferred, score: 0 };
  for (const delimiter of [preferred, ...delimiters.filter((each) => each !== preferred)]) {
    const rows =
      parseRows(sample, { delimiter, hasQuotes: true }) ?? parseRows(sample, { delimiter, hasQuotes: false });
    const widths = (rows ?? [])
      .slice(0, sampleRows)
      .map((row) => row.length)
      .filter((width) => width > 0);
    // What does not part the names of the columns is more likely a decimal comma.
    const score = likeness(widths) * ((rows?.[0]?.length ?? 0) > 1 ? 1 : untoldHeader);
    if (score > best.score * 1.05) best = { delimiter, score };
  }
  return best.delimiter;
}

/** How many rows have the most frequent width, from 0 to 1 and a little more for more columns; 0 for one column. */
function likeness(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width = 0, count = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return widths.length === 0 ? 0 : (count / widths.length) * (1 + Math.min(width, 20) / 100);
}

/** Null where a quote is never closed. */
function parseRows(
  text: string,
  { delimiter, hasQuotes }: { readonly delimiter: string; readonly hasQuotes: boolean },
): string[][] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const next = new RegExp(`[${/[\]\\^-]/u.test(delimiter) ? `\\${delimiter}` : delimiter}\\r\\n]`, 'gu');
  while (at <= text.length) {
    let field = '';
    if (hasQuotes && text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end === -1) return null;
      field = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    }
    next.lastIndex = at;
    const stop = next.exec(text)?.index ?? text.length;
    row.push(field + text.slice(at, stop));
    at = stop + 1;
    if (text[stop] === delimiter) continue;
    if (text[stop] === '\r' && text[at] === '\n') at += 1;
    rows.push(row.length === 1 && row[0] === '' ? [] : row);
    row = [];
  }
  return rows;
}
