import { fail, ok } from '../../../../shared/result.ts';
import type { FormatReader } from '../source.ts';
import { readPage } from './html.ts';
import { parseMime } from './mail/parseMail.ts';

/** Reads a web page saved with its pictures in one file: the page's own text. */
export const readMhtml: FormatReader = async ({ bytes, fileName, onProgress }) => {
  const email = await parseMime(bytes);
  // A page without a content type that browsers know is kept as an attachment.
  const page = email.html ?? attachedPage(email.attachments);
  if (page === null) {
    return fail({ code: 'documents.damaged', fileName, reason: 'it holds no web page' });
  }
  const { title, language, blocks } = readPage(page);
  onProgress({ done: 1, total: 1 });
  return ok({ title: title ?? email.subject ?? null, language, pages: 1, blocks });
};

function attachedPage(
  attachments: readonly { readonly mimeType: string; readonly content: ArrayBuffer | Uint8Array | string }[],
): string | null {
  const page = attachments.find(({ mimeType }) => /html/u.test(mimeType))?.content;
  if (page === undefined) return null;
  return typeof page === 'string' ? page : new TextDecoder().decode(page);
}
