/**
 * Estimates tokens where no model is loaded, on the high side. Assumes what byte-pair vocabularies of today
 * roughly spend: one token per 4 characters of English and 3.5 of other Latin text, one per 2 of other
 * alphabets, one per character of Chinese, Japanese and Korean; digits, marks and line breaks alone.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const match of text.matchAll(parts)) {
    const part = match[0];
    const { latin, wide, other } = match.groups ?? {};
    if (latin !== undefined) tokens += Math.ceil(part.length / 3.4);
    else if (wide !== undefined) tokens += 1.3;
    else if (other !== undefined) tokens += Math.ceil(part.length / 1.7);
    else tokens += part.length;
  }
  return Math.ceil(tokens);
}

const parts =
  /(?<latin>[\p{Script=Latin}\p{M}]+)|(?<wide>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])|(?<other>\p{L}[\p{L}\p{M}]*)|[^\s]|\n/gu;
