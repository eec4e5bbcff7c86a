import { guessLegacyEncoding } from './legacyEncoding.ts';

/** Decodes text whose encoding nobody told: byte order mark, UTF-8, UTF-16 by its zeros, else by its letters. */
export function decodeText(bytes: Uint8Array, declared: string | null = null): string {
  return new TextDecoder(detectEncoding(bytes, declared)).decode(bytes);
}

/** @param declared a label from inside the file (`<meta charset>`), believed only where the bytes allow it. */
export function detectEncoding(bytes: Uint8Array, declared: string | null = null): string {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const wide = detectUtf16(bytes);
  if (wide) return wide;
  // Seven bits and escapes: the mail of an older Japan.
  if (isIso2022Japanese(bytes)) return 'iso-2022-jp';
  if (isUtf8(bytes)) return 'utf-8';
  const unspaced = detectUnspacedUtf16(bytes);
  if (unspaced) return unspaced;
  return declared && isKnownEncoding(declared) && !/^utf-?(8|16)/iu.test(declared)
    ? declared
    : guessLegacyEncoding(bytes);
}

/** Text has few control characters at its start, and is not followed by a file of another kind. */
export function looksBinary(bytes: Uint8Array): boolean {
  if (isMostlyControl(bytes.subarray(0, 8192), 0.02)) return true;
  if (bytes.length < 32_768) return false;
  // Installers and the like begin with a script and go on with what they unpack.
  const middle = Math.floor(bytes.length / 4) * 2;
  return [middle, bytes.length - 4096 - (bytes.length % 2)].every((at) =>
    isMostlyControl(bytes.subarray(at, at + 4096), 0.05),
  );
}

function isMostlyControl(sample: Uint8Array, share: number): boolean {
  if (detectEncoding(sample).startsWith('utf-16')) return false;
  let odd = 0;
  for (const byte of sample) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b)
      odd += 1;
  }
  return odd > sample.length * share;
}

/** Text in most scripts has line feeds and spaces, whose high byte is zero, on one side only. */
function detectUtf16(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 4096);
  if (sample.length < 4 || bytes.length % 2 !== 0) return null;
  let zerosAtEven = 0;
  let zerosAtOdd = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) zerosAtEven += 1;
    else zerosAtOdd += 1;
  }
  const pairs = sample.length / 2;
  const label =
    zerosAtOdd > pairs * 0.05 && zerosAtEven < pairs * 0.005
      ? 'utf-16le'
      : zerosAtEven > pairs * 0.05 && zerosAtOdd < pairs * 0.005
        ? 'utf-16be'
        : null;
  if (!label) return null;
  const text = new TextDecoder(label).decode(sample);
  const strange = text.match(/[\p{Cn}\p{Co}\ufffd]|(?![\n\r\t\f])\p{Cc}/gu)?.length ?? 0;
  return strange <= text.length * 0.01 ? label : null;
}

/** Chinese and Japanese may come without any byte of zero, but not without their own punctuation. */
function detectUnspacedUtf16(bytes: Uint8Array): string | null {
  if (bytes.length % 2 !== 0) return null;
  const sample = bytes.subarray(0, 4096);
  for (const label of ['utf-16le', 'utf-16be']) {
    const text = new TextDecoder(label).decode(sample);
    const own = text.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffee\s]/gu,
    );
    const marks = text.match(/[\p{Script=Hiragana}\u3001\u3002\uff0c\uff1a\n]/gu);
    if ((own?.length ?? 0) >= text.length * 0.97 && (marks?.length ?? 0) > text.length * 0.01) return label;
  }
  return null;
}

function isIso2022Japanese(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096));
  return (start.includes('\u001b$B') || start.includes('\u001b$@')) && start.includes('\u001b(');
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isKnownEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== 'replacement';
  } catch {
    return false;
  }
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}
