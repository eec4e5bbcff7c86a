import type { DocumentError } from '../../../../shared/contract/documents.ts';
import type { RecognisedPage } from '../../../../shared/recognition.ts';

/** Why a document whose pages are pictures gave no text: there are no words in them, or they could not be recognised. */
export function whyEmpty(
  pages: readonly RecognisedPage[],
  { fileName, total }: { readonly fileName: string; readonly total: number },
): DocumentError {
  const isUnread = pages.some(({ problem }) => problem !== null && problem !== 'noWords');
  return isUnread
    ? { code: 'documents.scanned', fileName, pages: total }
    : { code: 'documents.emptyText', fileName };
}
