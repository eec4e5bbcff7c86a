import type { CutChunk } from '../../../electron/documents/cutDocument.ts';
import { indexedTerms } from '../../../electron/documents/search/terms.ts';

/** A passage of one page as the reader of a file would cut it. */
export function chunkOf(
  text: string,
  {
    page = 1,
    headings = [],
    language = 'en',
  }: {
    readonly page?: number;
    readonly headings?: readonly string[];
    readonly language?: string | null;
  } = {},
): CutChunk {
  return { text, pages: [page, page], headings, terms: indexedTerms(text, language) };
}
