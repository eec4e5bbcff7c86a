/** https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf, 7.9.4: everything after the year may be absent. */
const pdfDate = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([Zz])|([+-])(\d\d)'?(\d\d)?)?/u;
/** Programs write zeros where they know no date, and clocks that are wrong write the future. */
const earliestMs = Date.UTC(1971, 0, 1);
const dayMs = 86_400_000;

/**
 * The moment that a file says it is from: of a mail's header, of XML or of a PDF's properties.
 * @returns as ISO 8601 in UTC; null where it is none, or no moment that could be true.
 */
export function declaredDate(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  const pdf = pdfDate.exec(trimmed);
  const ms = pdf === null ? Date.parse(trimmed) : Date.parse(inIso(pdf));
  return ms >= earliestMs && ms <= Date.now() + dayMs ? new Date(ms).toISOString() : null;
}

function inIso(parts: readonly (string | undefined)[]): string {
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00'] = parts;
  const [, , , , , , , , sign, hours, minutes = '00'] = parts;
  const zone = sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}
