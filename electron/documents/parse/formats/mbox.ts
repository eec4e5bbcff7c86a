import { fail } from '../../../../shared/result.ts';
import type { FormatReader } from '../source.ts';
import { createInnerList } from './innerList.ts';

const lineFeed = 0x0a;

/** Reads a mailbox message by message, so that no more than its file and one message are in memory. */
export const readMbox: FormatReader = async (source) => {
  const { bytes, fileName, onProgress } = source;
  const messages = createInnerList(source, { missingHeading: 'Messages that are not read' });
  let number = 0;
  for (const { start, end } of messagesOf(bytes)) {
    number += 1;
    onProgress({ done: end, total: bytes.length });
    const ending = await messages.addFile({
      bytes: unquoted(bytes.subarray(start, end)),
      name: `message ${number}.eml`,
      level: null,
    });
    if (ending) return fail(ending);
  }
  if (number === 0) return fail({ code: 'documents.damaged', fileName, reason: 'it holds no message' });
  return messages.finish();
};

/** A message begins after a line `From …` that opens the file or follows an empty line. */
function* messagesOf(bytes: Uint8Array): Generator<{ readonly start: number; readonly end: number }> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = -1;
  for (let at = 0; at >= 0; at = buffer.indexOf('\nFrom ', at)) {
    if (at > 0) at += 1;
    const isSeparator =
      buffer.subarray(at, at + 5).toString('latin1') === 'From ' && followsEmptyLine(buffer, at);
    if (isSeparator) {
      if (start >= 0) yield { start, end: at };
      const lineEnd = buffer.indexOf(lineFeed, at);
      start = lineEnd < 0 ? buffer.length : lineEnd + 1;
    }
  }
  if (start >= 0 && start < buffer.length) yield { start, end: buffer.length };
}

function followsEmptyLine(buffer: Buffer, at: number): boolean {
  if (at === 0) return true;
  const before = buffer.subarray(Math.max(0, at - 4), at).toString('latin1');
  return before.endsWith('\n\n') || before.endsWith('\n\r\n');
}

/** Mailboxes write `>From ` for a line of a message that begins like a separator. */
function unquoted(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.includes('\n>From ')) return bytes;
  return Buffer.from(buffer.toString('latin1').replace(/\n>(>*From )/gu, '\n$1'), 'latin1');
}
