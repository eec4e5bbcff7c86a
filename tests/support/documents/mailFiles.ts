import { makeCompoundFile, type Storage } from './compoundFiles.ts';

/** A mail as it is sent; parts are joined as multipart/mixed. */
export function makeEml(input: {
  readonly subject: string;
  readonly text: string;
  readonly attachments?: readonly {
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
  }[];
}): Buffer {
  const { subject, text, attachments = [] } = input;
  const head = [
    'From: Ada Example <ada@example.org>',
    'To: Ben Example <ben@example.org>, carla@example.org',
    'Date: Tue, 03 Mar 2026 10:15:00 +0100',
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
  ];
  if (attachments.length === 0) {
    return Buffer.from([...head, 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n'));
  }
  const parts = attachments.flatMap(({ name, type, bytes }) => [
    '--parts',
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(bytes).toString('base64').replace(/.{76}/gu, '$&\r\n'),
  ]);
  const body = ['--parts', 'Content-Type: text/plain; charset=utf-8', '', text, ...parts, '--parts--', ''];
  return Buffer.from([...head, 'Content-Type: multipart/mixed; boundary="parts"', '', ...body].join('\r\n'));
}

/** A message as Outlook saves it. */
export function makeMsg(input: {
  readonly subject: string;
  readonly body: string;
  readonly attachments?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}): Uint8Array {
  const { subject, body, attachments = [] } = input;
  const storage: Record<string, Uint8Array | Storage> = {
    '__properties_version1.0': Buffer.concat([
      Buffer.alloc(32),
      timeProperty(0x00390040, '2026-03-03T09:15:00Z'),
    ]),
    ...text('0037', subject),
    ...text('1000', body),
    ...text('0C1A', 'Ada Example'),
    ...text('5D01', 'ada@example.org'),
    '__recip_version1.0_#00000000': {
      '__properties_version1.0': Buffer.alloc(8),
      ...text('3001', 'Ben Example'),
      ...text('39FE', 'ben@example.org'),
    },
  };
  for (const [index, { name, bytes }] of attachments.entries()) {
    storage[`__attach_version1.0_#0000000${index}`] = {
      '__properties_version1.0': Buffer.alloc(8),
      ...text('3707', name),
      '__substg1.0_37010102': bytes,
    };
  }
  return makeCompoundFile(storage);
}

function text(property: string, value: string): Storage {
  return { [`__substg1.0_${property}001F`]: Buffer.from(value, 'utf16le') };
}

function timeProperty(tag: number, iso: string): Buffer {
  const property = Buffer.alloc(16);
  property.writeUInt32LE(tag, 0);
  property.writeBigUInt64LE((BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n, 8);
  return property;
}
