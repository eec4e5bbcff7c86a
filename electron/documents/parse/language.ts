import { eld } from 'eld/extrasmall';

const sampleCharacters = 6000;
/** Shorter text is guessed, not told. */
const minLetters = 24;

/** The language most of the text is written in. @returns a BCP 47 tag; null where it cannot be told. */
export function detectLanguage(texts: readonly string[]): string | null {
  const sample = sampleOf(texts);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return null;
  const script = languageOfScript(sample, letters);
  if (script) return script;
  if (letters < minLetters) return null;
  const found = eld.detect(sample);
  return found.language !== '' && found.isReliable() ? found.language : null;
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

/** Parts from all over the document: front matter is often in another language. */
function sampleOf(texts: readonly string[]): string {
  const wanted = 12;
  const longTexts = texts.filter((text) => text.length > 60);
  const pool = longTexts.length > 0 ? longTexts : texts;
  const step = Math.max(1, Math.floor(pool.length / wanted));
  const parts: string[] = [];
  for (let index = 0; index < pool.length && parts.length < wanted; index += step) {
    parts.push((pool[index] ?? '').slice(0, sampleCharacters / wanted));
  }
  return parts.join('\n');
}
