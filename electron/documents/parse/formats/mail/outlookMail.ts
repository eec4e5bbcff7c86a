import type { CompoundEntry, CompoundFile } from '../../containers/compoundFile.ts';
import { decodeText } from '../../encoding.ts';
import { textOfCompressedRtf } from './compressedRtf.ts';
import type { Mail, MailAttachment } from './mailBlocks.ts';

/** Ids of properties ([MS-OXPROPS]); a stream's name is `__substg1.0_` + id + type. */
const id = {
  subject: '0037',
  senderName: '0C1A',
  senderAddress: '0C1F',
  senderSmtp: '5D01',
  to: '0E04',
  cc: '0E03',
  body: '1000',
  rtf: '1009',
  html: '1013',
  transportHeaders: '007D',
  submitTime: '0039',
  deliveryTime: '0E06',
  creationTime: '3007',
  attachedBytes: '3701',
  attachedName: '3704',
  attachedLongName: '3707',
  displayName: '3001',
  smtpAddress: '39FE',
  address: '3003',
  recipientKind: '0C15',
  attachedHidden: '7FFE',
  contentId: '3712',
} as const;

/** Messages inside messages inside messages: further ones are left out. */
const maxDepth = 5;

/** Reads a message from its storage: the file's root, or an attachment that is a message itself. */
export function readOutlookMail(file: CompoundFile, storage: CompoundEntry, depth = 0): Mail {
  const properties = openProperties(file, storage, depth === 0 ? 32 : 24);
  const recipients = readRecipients(file, storage);
  const headers = properties.text(id.transportHeaders) ?? '';
  const senderName = properties.text(id.senderName);
  const senderAddress =
    properties.text(id.senderSmtp) ?? smtpOnly(properties.text(id.senderAddress)) ?? addressIn(headers);
  const sent =
    properties.time(id.submitTime) ?? properties.time(id.deliveryTime) ?? properties.time(id.creationTime);
  const html = properties.bytes(id.html);
  const rtf = properties.bytes(id.rtf);
  const text = properties.text(id.body);
  return {
    subject: properties.text(id.subject),
    from: named(senderName, senderAddress),
    to: recipients.to ?? properties.text(id.to),
    cc: recipients.cc ?? properties.text(id.cc),
    date: sent ?? /^date:\s*(.+)$/imu.exec(headers)?.[1]?.trim() ?? null,
    text: text?.trim() || (html === null && rtf !== null ? textOfCompressedRtf(rtf) : text),
    html: html === null ? properties.text(id.html) : decodeText(html),
    attachments: readAttachments(file, storage, depth),
  };
}

interface Properties {
  text(property: string): string | null;
  bytes(property: string): Uint8Array | null;
  /** ISO 8601. */
  time(property: string): string | null;
  number(property: string): number | null;
}

function openProperties(file: CompoundFile, storage: CompoundEntry, headerBytes: number): Properties {
  const table = storage.children.get('__properties_version1.0');
  const fixed = readFixed(table ? file.readStream(table) : new Uint8Array(), headerBytes);
  const stream = (property: string, type: string) => {
    const entry = storage.children.get(`__substg1.0_${property}${type}`.toLowerCase());
    return entry?.isStream ? file.readStream(entry) : null;
  };
  return {
    text(property) {
      const wide = stream(property, '001F');
      if (wide) return new TextDecoder('utf-16le').decode(wide).replace(/\0+$/u, '');
      const narrow = stream(property, '001E');
      return narrow ? decodeText(narrow).replace(/\0+$/u, '') : null;
    },
    bytes: (property) => stream(property, '0102'),
    time(property) {
      const value = fixed.get(`${property}0040`);
      if (value === undefined) return null;
      // 100 nanoseconds since 1601.
      const milliseconds = Number(value / 10_000n) - 11_644_473_600_000;
      const date = new Date(milliseconds);
      return Number.isNaN(date.getTime()) || milliseconds < 0 ? null : date.toISOString();
    },
    number: (property) => {
      const value = fixed.get(`${property}0003`);
      return value === undefined ? null : Number(value & 0xffffffffn);
    },
  };
}

/** Values of fixed size stand in one stream: 16 bytes each, type and id first. */
function readFixed(bytes: Uint8Array, headerBytes: number): ReadonlyMap<string, bigint> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Map<string, bigint>();
  for (let at = headerBytes; at + 16 <= bytes.length; at += 16) {
    const key = view.getUint32(at, true).toString(16).toUpperCase().padStart(8, '0');
    values.set(key, view.getBigUint64(at + 8, true));
  }
  return values;
}

function readRecipients(
  file: CompoundFile,
  storage: CompoundEntry,
): { to: string | null; cc: string | null } {
  const to: string[] = [];
  const cc: string[] = [];
  for (const child of childrenNamed(storage, '__recip_version1.0_')) {
    const properties = openProperties(file, child, 8);
    const shown = named(
      properties.text(id.displayName),
      properties.text(id.smtpAddress) ?? smtpOnly(properties.text(id.address)),
    );
    if (shown === null) continue;
    const kind = properties.number(id.recipientKind);
    if (kind === 2) cc.push(shown);
    // 3 is a blind copy.
    else if (kind !== 3) to.push(shown);
  }
  return { to: to.length > 0 ? to.join(', ') : null, cc: cc.length > 0 ? cc.join(', ') : null };
}

function readAttachments(file: CompoundFile, storage: CompoundEntry, depth: number): MailAttachment[] {
  return childrenNamed(storage, '__attach_version1.0_').map((child, index) => {
    const properties = openProperties(file, child, 8);
    const name =
      properties.text(id.attachedLongName) ??
      properties.text(id.attachedName) ??
      properties.text(id.displayName) ??
      `attachment ${index + 1}`;
    const message = child.children.get(`__substg1.0_${id.attachedBytes}000d`);
    const isMessage = message?.children.has('__properties_version1.0') === true && depth < maxDepth;
    return {
      name: isMessage && !/\.\w+$/u.test(name) ? `${name}.msg` : name,
      bytes: properties.bytes(id.attachedBytes) ?? new Uint8Array(),
      message: isMessage ? readOutlookMail(file, message, depth + 1) : null,
      isInline: properties.text(id.contentId) !== null && /\.(?:png|jpe?g|gif|bmp|webp)$/iu.test(name),
    };
  });
}

function childrenNamed(storage: CompoundEntry, prefix: string): CompoundEntry[] {
  return [...storage.children]
    .filter(([name, entry]) => name.startsWith(prefix) && !entry.isStream)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, entry]) => entry);
}

function named(name: string | null, address: string | null): string | null {
  const shown = name?.trim() || null;
  const place = address?.trim() || null;
  if (shown === null || place === null || shown === place) return shown ?? place;
  return `${shown} <${place}>`;
}

/** Exchange keeps addresses of its own that mean nothing outside. */
function smtpOnly(address: string | null): string | null {
  return address?.includes('@') ? address : null;
}

function addressIn(headers: string): string | null {
  return /^from:.*?([^\s<>"]+@[^\s<>"]+)/imu.exec(headers)?.[1] ?? null;
}
