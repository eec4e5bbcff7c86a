import PostalMime, { type Address, type Email } from 'postal-mime';
import { detectEncoding } from '../../encoding.ts';
import type { Mail, MailAttachment } from './mailBlocks.ts';

/** Reads a mail as it is sent (RFC 5322 and MIME). Throws where its parts are nested without end. */
export async function parseMail(bytes: Uint8Array): Promise<Mail> {
  return toMail(await parseMime(bytes));
}

export function parseMime(bytes: Uint8Array): Promise<Email> {
  return PostalMime.parse(inUtf8(bytes), {
    forceRfc822Attachments: true,
    maxNestingDepth: 50,
    maxHeadersSize: 4 * 1024 * 1024,
  });
}

/** Mails saved by some programs are in UTF-16; MIME is made of bytes below 128. */
function inUtf8(bytes: Uint8Array): Uint8Array {
  const encoding = detectEncoding(bytes.subarray(0, 4096));
  return encoding.startsWith('utf-16') ? Buffer.from(new TextDecoder(encoding).decode(bytes)) : bytes;
}

function toMail(email: Email): Mail {
  return {
    subject: email.subject ?? null,
    from: addresses(email.from ? [email.from] : email.sender ? [email.sender] : []),
    to: addresses(email.to),
    cc: addresses(email.cc),
    date: email.date ?? null,
    text: email.text ?? null,
    html: email.html ?? null,
    attachments: email.attachments.map((attachment, index): MailAttachment => {
      const { content, mimeType, filename } = attachment;
      return {
        name: filename?.trim() || nameOf(mimeType, index + 1),
        bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
        message: null,
        isInline: attachment.related === true && mimeType.startsWith('image/'),
      };
    }),
  };
}

function nameOf(mimeType: string, number: number): string {
  const extension = {
    'message/rfc822': 'eml',
    'text/calendar': 'ics',
    'text/html': 'html',
    'text/plain': 'txt',
  }[mimeType];
  return `attachment ${number}${extension === undefined ? '' : `.${extension}`}`;
}

function addresses(list: readonly Address[] | undefined): string | null {
  const shown = (list ?? []).map((entry): string =>
    entry.group
      ? `${entry.name}: ${addresses(entry.group) ?? ''}`
      : entry.name !== '' && entry.name !== entry.address
        ? `${entry.name} <${entry.address}>`
        : entry.address,
  );
  return shown.length > 0 ? shown.join(', ') : null;
}
