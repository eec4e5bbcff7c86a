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
  if (isUtf8(bytes)) return 'utf-8';
  return declared && isKnownEncoding(declared) && !/^utf-?(8|16)/iu.test(declared)
    ? declared
    : guessLegacyEncoding(bytes);
}

/** Text has no zero bytes, except as halves of UTF-16 units. */
export function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 8192);
  if (detectEncoding(sample).startsWith('utf-16')) return false;
  let odd = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b)
      odd += 1;
  }
  return odd > sample.length * 0.02;
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
