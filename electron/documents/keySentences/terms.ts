const segmenters = new Map<string, Intl.Segmenter>();
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Endings differ more than beginnings, in most languages with endings. */
const stemCharacters = 6;

/** The words of a sentence, folded so that forms of one word mostly meet. Works without knowing the language. */
export function termsOf(text: string, language: string | null): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const words = unspaced.test(plain)
    ? segmentWords(plain, language)
    : (plain.match(/[\p{L}\p{M}]+|\p{N}+(?:[.,]\p{N}+)*/gu) ?? []);
  return words.map((word) => (word.length > stemCharacters ? word.slice(0, stemCharacters) : word));
}

/** Scripts without spaces need a dictionary to find words. */
function segmentWords(text: string, language: string | null): string[] {
  const key = language ?? 'und';
  const segmenter = segmenters.get(key) ?? new Intl.Segmenter(key, { granularity: 'word' });
  segmenters.set(key, segmenter);
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) if (isWordLike) words.push(segment);
  return words;
}
