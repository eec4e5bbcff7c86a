import { eld } from 'eld/extrasmall';

/** eld looks at the first 350 bytes of a text. */
const sampleCharacters = 400;
/** Shorter texts are titles and page numbers. */
const longText = 60;
/** A document of so many texts is looked at in three places: front matter is often in another language. */
const manyTexts = 6;
/** Shorter text is guessed, not told. */
const minLetters = 24;

/** The language most of the text is written in. @returns a BCP 47 tag; null where it cannot be told. */
export function detectLanguage(texts: readonly string[]): string | null {
  const samples = samplesOf(texts);
  const all = samples.join('\n');
  const letters = all.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return null;
  const script = languageOfScript(all, letters);
  if (script) return script;
  if (letters < minLetters) return null;
  const found = samples.flatMap((sample) => {
    const { language, isReliable } = eld.detect(sample);
    return language !== '' && isReliable() ? [language] : [];
  });
  const votes = (language: string) => found.filter((each) => each === language).length;
  // Of as many votes the first: that of the middle.
  return found.toSorted((a, b) => votes(b) - votes(a))[0] ?? null;
}

/** Scripts that few words tell apart from all others. */
function languageOfScript(sample: string, letters: number): string | null {
  const share = (pattern: RegExp) => (sample.match(pattern)?.length ?? 0) / letters;
  const kana = share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const han = share(/\p{Script=Han}/gu);
  if (kana > 0.1 && kana + han > 0.5) return 'ja';
  if (share(/\p{Script=Hangul}/gu) > 0.5) return 'ko';
  if (han > 0.5) return 'zh';
  return null;
}

/** From the middle of the document, its end and its beginning; all of a short one. */
function samplesOf(texts: readonly string[]): string[] {
  const longTexts = texts.filter((text) => text.length > longText);
  const pool = longTexts.length > 0 ? longTexts : texts;
  if (pool.length < manyTexts) {
    const share = Math.max(longText, Math.floor(sampleCharacters / Math.max(1, pool.length)));
    return [pool.map((text) => text.slice(0, share)).join('\n')];
  }
  return [1 / 2, 5 / 6, 1 / 6].map((part) => sampleAt(pool, Math.floor(pool.length * part)));
}

function sampleAt(pool: readonly string[], start: number): string {
  let sample = '';
  for (let at = start; at < pool.length && sample.length < sampleCharacters; at += 1) {
    sample += `${(pool[at] ?? '').slice(0, sampleCharacters)}\n`;
  }
  return sample;
}
