import type { DocumentError } from '../../../../../shared/contract/documents.ts';
import { readPage } from '../html.ts';
import type { InnerList } from '../innerList.ts';
import { addParagraphs } from '../text.ts';

/** A mail, whatever file it came in. */
export interface Mail {
  readonly subject: string | null;
  /** As shown: `Name <address>`, several parted by commas; null where there is none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly cc: string | null;
  /** ISO 8601, or as the mail has it. */
  readonly date: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Set where it is a mail that was read with the one it hangs on. */
  readonly message: Mail | null;
  /** A picture or the like that the text shows in its place; named, not read. */
  readonly isInline: boolean;
}

/** Text this much shorter than the HTML beside it only says that the mail is HTML. */
const minTextShare = 0.25;

/** Adds a mail: who wrote to whom about what, its text, then its attachments. @returns what ends the document, or null. */
export async function addMail(
  files: InnerList,
  mail: Mail,
  { level }: { readonly level: number },
): Promise<DocumentError | null> {
  const { list } = files;
  const page = files.takePage();
  list.addHeading({ level, text: mail.subject?.trim() || 'Mail without a subject', page });
  const headers = [
    ['From', mail.from],
    ['To', mail.to],
    ['Cc', mail.cc],
    ['Date', mail.date],
    ['Subject', mail.subject],
  ].flatMap(([name, value]) => (value ? [`${name}: ${value.replace(/\s+/gu, ' ').trim()}`] : []));
  list.add({ kind: 'list', text: headers.join('\n'), page });
  addBody(files, mail, page);
  for (const { name, bytes, message, isInline } of mail.attachments) {
    if (message) {
      const ending = await addMail(files, message, { level: level + 1 });
      if (ending) return ending;
    } else if (bytes.length === 0) files.addMissing({ name, reason: 'empty' });
    else if (isInline) files.addMissing({ name, reason: 'shown inside the mail' });
    else {
      const ending = await files.addFile({ bytes, name, level: level + 1 });
      if (ending) return ending;
    }
  }
  return null;
}

function addBody({ list }: InnerList, { text, html }: Mail, page: number): void {
  const plain = text?.trim() ?? '';
  if (html !== null && html.trim() !== '') {
    const { blocks } = readPage(html, { isWhole: true });
    const length = blocks.reduce((sum, block) => sum + block.text.length, 0);
    if (length > 0 && plain.length < length * minTextShare) {
      list.addInner({ blocks, firstPage: page });
      return;
    }
  }
  // The first line of a mail is a greeting, never its title.
  addParagraphs({ list, text: plain, page });
}
