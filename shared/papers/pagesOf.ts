import type { PageRange } from '../contract/documents.ts';

/** For example 'p. 3' or 'pp. 3–5', as it stands in a text. */
export function pagesOf([first, last]: PageRange): string {
  return first === last ? `p. ${first}` : `pp. ${first}–${last}`;
}
