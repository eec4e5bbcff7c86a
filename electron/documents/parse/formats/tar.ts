import { fail } from '../../../../shared/result.ts';
import { decodeText } from '../encoding.ts';
import type { FormatReader } from '../source.ts';
import { createInnerList } from './innerList.ts';

const blockBytes = 512;

/** Reads the files in a tar archive (POSIX ustar and pax, GNU long names), each under its name. */
export const readTar: FormatReader = async (source) => {
  const { bytes, onProgress } = source;
  const files = createInnerList(source);
  for (const entry of entriesOf(bytes)) {
    onProgress({ done: entry.endsAt, total: bytes.length });
    if (entry.isCut) files.addMissing({ name: entry.name, reason: 'the end of the archive is missing' });
    const ending = entry.isCut
      ? null
      : await files.addFile({ bytes: entry.content, name: entry.name, level: 1 });
    if (ending) return fail(ending);
  }
  return files.finish();
};

interface TarEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly endsAt: number;
  readonly isCut: boolean;
}

function* entriesOf(bytes: Uint8Array): Generator<TarEntry> {
  let longName: string | null = null;
  for (let at = 0; at + blockBytes <= bytes.length; ) {
    const header = bytes.subarray(at, at + blockBytes);
    const size = numberOf(header.subarray(124, 136));
    const type = String.fromCharCode(header[156] ?? 0);
    const start = at + blockBytes;
    if (size === null) return;
    const content = bytes.subarray(start, start + size);
    at = start + Math.ceil(size / blockBytes) * blockBytes;
    if (type === 'L') longName = textOf(content);
    else if (type === 'x') longName = /(?:^|\n)\d+ path=([^\n]*)/u.exec(textOf(content))?.[1] ?? longName;
    else {
      const prefix = textOf(header.subarray(345, 500));
      const short = textOf(header.subarray(0, 100));
      const name = longName ?? (prefix === '' ? short : `${prefix}/${short}`);
      longName = null;
      // Files only: links and devices point out of the archive.
      if ((type === '0' || type === '\0' || type === '7') && name !== '' && !name.endsWith('/')) {
        yield { name, content, endsAt: Math.min(at, bytes.length), isCut: content.length < size };
      }
    }
  }
}

/** Octal digits. @returns null at the empty blocks that end an archive, and for damage. */
function numberOf(field: Uint8Array): number | null {
  const digits = Buffer.from(field)
    .toString('latin1')
    .replace(/[\0 ]+$/u, '')
    .trim();
  return /^[0-7]{1,11}$/u.test(digits) ? Number.parseInt(digits, 8) : null;
}

function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return decodeText(end < 0 ? field : field.subarray(0, end));
}
