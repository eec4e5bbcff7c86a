import chardet from 'chardet';
import { guessCyrillicEncoding, guessLatinEncoding, isThai } from './singleByteEncoding.ts';

/** Enough to tell by, and quick for a file of any size. */
const sampleBytes = 64 * 1024;
/** Chardet's confidence is in percent; below this its guess among single-byte encodings is noise. */
const minConfidence = 15;
/** Latin script is mostly ASCII letters; in the other scripts nearly every letter lies above. */
const minHighShare = 0.5;
const nonLatinEncodings = /^(windows-125[3567]|iso-8859-[678])$/i;

/**
 * Guesses the encoding of text that is neither UTF-8 nor UTF-16: the East Asian ones by which bytes pair up to
 * letters, Thai by where its marks stand, the others by their letters, else windows-1252.
 */
export function guessLegacyEncoding(bytes: Uint8Array): string {
  const sample = wholeLines(bytes.subarray(0, sampleBytes));
  if (isThai(sample)) return 'windows-874';
  const isNonLatin = highShare(sample) >= minHighShare;
  const cyrillic = isNonLatin ? guessCyrillicEncoding(sample) : null;
  if (cyrillic) return cyrillic;
  const eastAsian = guessEastAsian(sample);
  if (eastAsian) return eastAsian;
  if (!isNonLatin) return guessLatinEncoding(sample);
  const best = chardet.analyse(sample).find(({ name }) => nonLatinEncodings.test(name));
  return best && best.confidence >= minConfidence ? best.name : 'windows-1252';
}

/**
 * The ranges are those in which each encoding keeps its everyday characters (Shift_JIS kanji and kana begin below
 * 0xA0, where EUC and GB2312 have nothing; Big5 alone has second bytes in the ASCII range).
 */
function guessEastAsian(bytes: Uint8Array): string | null {
  const pairs = doubleBytes(bytes);
  if (pairs.length === 0) return null;
  const share = (isSo: (pair: readonly [number, number]) => boolean) =>
    pairs.filter(isSo).length / pairs.length;
  const isMostly = (label: string, script: RegExp, least: number) => {
    const text = decodeStrictly(bytes, label);
    if (text === null) return false;
    const letters = text.match(/\p{L}/gu)?.length ?? 0;
    return letters > 0 && (text.match(script)?.length ?? 0) / letters >= least;
  };
  const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/gu;

  if (share(([first]) => first < 0xa0) >= 0.5 && isMostly('shift_jis', eastAsian, 0.3)) return 'shift_jis';
  if (isMostly('euc-jp', /[\p{Script=Hiragana}\p{Script=Katakana}ー]/gu, 0.15)) return 'euc-jp';
  if (isMostly('euc-kr', /\p{Script=Hangul}/gu, 0.8)) return 'euc-kr';
  if (share(([, second]) => second >= 0xa1) === 1 && isMostly('gb18030', eastAsian, 0.3)) return 'gb18030';
  if (share(([first]) => first >= 0xa4 && first <= 0xc6) >= 0.6 && isMostly('big5', eastAsian, 0.3))
    return 'big5';
  return isMostly('gb18030', eastAsian, 0.5) ? 'gb18030' : null;
}

function highShare(bytes: Uint8Array): number {
  let high = 0;
  let letters = 0;
  for (const byte of bytes) {
    if (byte >= 0x80) high += 1;
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters += 1;
  }
  return high / Math.max(1, high + letters);
}

/** Every byte above ASCII with the one after it. */
function doubleBytes(bytes: Uint8Array): [number, number][] {
  const pairs: [number, number][] = [];
  for (let index = 0; index < bytes.length - 1; index += 1) {
    const first = bytes[index] ?? 0;
    if (first < 0x80) continue;
    pairs.push([first, bytes[index + 1] ?? 0]);
    index += 1;
  }
  return pairs;
}

function decodeStrictly(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A sample must not end inside a character. */
function wholeLines(sample: Uint8Array): Uint8Array {
  if (sample.length < sampleBytes) return sample;
  const lastLine = sample.lastIndexOf(0x0a);
  return lastLine > 0 ? sample.subarray(0, lastLine) : sample;
}
