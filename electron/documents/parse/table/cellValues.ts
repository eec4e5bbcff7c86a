const number =
  /^[(]?[-+−]?\p{Sc}?\s?\d[\d.,'’\u00a0\u202f ]*(?:[eE][-+]?\d+)?\s?(?:%|\p{Sc}|[A-Z]{3})?[)]?$/u;
const date = /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[T ]\d{1,2}:\d{2}.*)?$|^\d{1,2}:\d{2}(?::\d{2})?$/u;

/** Whether a text is a number, an amount or a date, and so no name of a column. */
export function looksLikeValue(text: string): boolean {
  const trimmed = text.trim();
  return number.test(trimmed) || date.test(trimmed) || /^(?:true|false)$/iu.test(trimmed);
}
