const latin = 1;
const wide = 2;
const letter = 4;
const mark = 8;
const space = 16;
const unknown = 128;

const scripts: readonly (readonly [bit: number, pattern: RegExp])[] = [
  [latin, /\p{Script=Latin}/u],
  [wide, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u],
  [letter, /\p{L}/u],
  [mark, /\p{M}/u],
  [space, /\s/u],
];
const lineFeed = 10;
const kept = new Uint8Array(0x10000).fill(unknown);

/**
 * Estimates tokens where no model is loaded, on the high side. Assumes what byte-pair vocabularies of today
 * roughly spend: one token per 4 characters of English and 3.5 of other Latin text, one per 2 of other
 * alphabets, one per character of Chinese, Japanese and Korean; digits, marks and line breaks alone.
 */
export function estimateTokens(text: string): number {
  const { length } = text;
  let tokens = 0;
  let at = 0;
  // Character by character: every text of the library goes through here several times.
  while (at < length) {
    const start = at;
    const kind = kindAt(text, at);
    at += lengthAt(text, at);
    if (kind & (latin | mark)) {
      // Most texts are such words: one look at the table for each of their letters.
      while (at < length && (kept[text.charCodeAt(at)] ?? 0) & (latin | mark)) at += 1;
      while (at < length && kindAt(text, at) & (latin | mark)) at += lengthAt(text, at);
      tokens += Math.ceil((at - start) / 3.4);
    } else if (kind & wide) {
      tokens += 1.3;
    } else if (kind & letter) {
      while (at < length && kindAt(text, at) & (letter | mark)) at += lengthAt(text, at);
      tokens += Math.ceil((at - start) / 1.7);
    } else if (!(kind & space) || text.charCodeAt(start) === lineFeed) {
      tokens += at - start;
    }
  }
  return Math.ceil(tokens);
}

function kindAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const known = kept[unit] ?? unknown;
  if (known !== unknown) return known;
  // Never kept: its kind is that of the two halves together.
  if (isHighSurrogate(unit)) return kindOf(text.slice(at, at + lengthAt(text, at)));
  const kind = kindOf(String.fromCharCode(unit));
  kept[unit] = kind;
  return kind;
}

function kindOf(character: string): number {
  return scripts.reduce((bits, [bit, pattern]) => (pattern.test(character) ? bits | bit : bits), 0);
}

function lengthAt(text: string, at: number): number {
  return isHighSurrogate(text.charCodeAt(at)) && isLowSurrogate(text.charCodeAt(at + 1)) ? 2 : 1;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
