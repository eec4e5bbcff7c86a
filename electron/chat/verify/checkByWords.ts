import type { TellingWord, Wording } from '../wording.ts';
import { hasNegation } from './negation.ts';
import { monthNumber, type NumberForms, type NumberInText, numberForms, numbersIn } from './numbers.ts';

export interface CitedPassage {
  /** With the title and the headings it stands under. */
  readonly text: string;
  /** Of its document, as a BCP 47 tag. */
  readonly language: string | null;
}

export interface WordsVerdict {
  readonly verdict: 'supported' | 'unsupported' | 'undecided';
  readonly missing: readonly string[];
}

/** From this share of a sentence's telling words on, found close together, the passage says it. */
const supportedShare = 0.7;
/** Up to this share, of so many words at least, the passage is about something else. */
const unrelatedShare = 0.2;
const unrelatedWords = 4;
/** Sentences of a passage that are looked at together. */
const windowSentences = 3;
/** Where more of the longer words have a capital, it is a title. */
const titleShare = 0.75;
/** Texts write small numbers as words. */
const largestSpelledOut = 12;
/** Capitals tell no names where every noun has one. */
const languagesOfCapitals = new Set(['de', 'lb']);

/**
 * Whether passages say what a sentence says, as far as the words of both can tell. A number or a name that is in none
 * of them is decisive; a sentence in another language, turned around by a "not", or in other words is left undecided.
 * @param question its words say nothing new when the answer has them.
 */
export function checkByWords(input: {
  readonly sentence: string;
  readonly question: string;
  readonly passages: readonly CitedPassage[];
  readonly wording: Wording;
}): WordsVerdict {
  const { sentence, question, passages, wording } = input;
  const languages = [...new Set(passages.map((passage) => primary(passage.language)))];
  const spoken = wording.languageOf(sentence);
  const isSameLanguage = spoken === null || languages.includes(spoken) || languages.includes(null);
  const whole = passages.map((passage) => evidenceOf(passage.text, passage.language, wording));
  const inWhole = (forms: readonly string[]) =>
    whole.some((one) => forms.some((form) => one.forms.has(form)));

  const numbers = numbersIn(sentence);
  const missingNumbers = numbers.filter((number) => !whole.some((one) => hasNumber(one, number)));
  const firmlyMissing = missingNumbers.filter((number) => !mayBeSpelledOut(number));
  if (firmlyMissing.length > 0)
    return { verdict: 'unsupported', missing: firmlyMissing.map(({ text }) => text) };
  if (!isSameLanguage) return { verdict: 'undecided', missing: missingNumbers.map(({ text }) => text) };

  const asked = new Set(wording.tellingWords(question, languages).flatMap(({ forms }) => forms));
  const telling = wording
    .tellingWords(sentence, languages)
    .filter(({ word }) => !/^\p{N}+$/u.test(word))
    .filter(({ forms }) => inWhole(forms) || !forms.some((form) => asked.has(form)));
  const missingNames = namesIn(sentence, spoken ?? languages[0] ?? null).filter((name) => {
    const words = wording.tellingWords(name, languages);
    const isKnown = ({ word, forms }: TellingWord) =>
      inWhole(forms) || forms.some((form) => asked.has(form)) || isMonthOf(word, whole);
    return words.length > 0 && !words.every(isKnown) && !whole.some((one) => one.initials.includes(name));
  });
  if (missingNames.length > 0) return { verdict: 'unsupported', missing: missingNames };

  const windows = passages.map((passage) => bestWindow({ passage, telling, numbers, wording }));
  const near = windows.map(({ evidence }) => evidence);
  const isNear = ({ word, forms }: TellingWord) =>
    near.some((one) => forms.some((form) => one.forms.has(form))) || isMonthOf(word, near);
  const isNumberNear = (number: NumberInText) => near.some((one) => hasNumber(one, number));
  const total = telling.length + numbers.length;
  const share = (telling.filter(isNear).length + numbers.filter(isNumberNear).length) / Math.max(1, total);
  const language = spoken ?? languages[0] ?? null;
  const isTurned =
    hasNegation(sentence, language) !== windows.some(({ sentence: one }) => hasNegation(one, language));
  const missing = missingNumbers.map(({ text }) => text);
  if (total === 0) return { verdict: 'undecided', missing };
  if (share >= supportedShare && numbers.every(isNumberNear) && !isTurned)
    return { verdict: 'supported', missing };
  if (share <= unrelatedShare && telling.length >= unrelatedWords) return { verdict: 'unsupported', missing };
  return { verdict: 'undecided', missing };
}

interface Evidence extends NumberForms {
  readonly forms: ReadonlySet<string>;
  /** First letters in order, in which an abbreviation may be found. */
  readonly initials: string;
}

function evidenceOf(text: string, language: string | null, wording: Wording): Evidence {
  return {
    forms: new Set(wording.formsOf(text, language)),
    ...numberForms(text),
    initials: [...text.matchAll(/(?<![\p{L}\p{M}])\p{L}/gu)].join('').toUpperCase(),
  };
}

interface Sought {
  readonly passage: CitedPassage;
  readonly telling: readonly TellingWord[];
  readonly numbers: readonly NumberInText[];
  readonly wording: Wording;
}

/** The few sentences in a row, or the row of a table with its header, that have most of what is looked for. */
function bestWindow(sought: Sought): { readonly evidence: Evidence; readonly sentence: string } {
  const { passage, wording } = sought;
  const sentences = wording.cutSentences(passage.text).filter((one) => one.trim() !== '');
  const header = sentences.find(isTableRow) ?? '';
  const windows = sentences.map((sentence, index) =>
    isTableRow(sentence)
      ? `${header}\n${sentence}`
      : sentences
          .slice(index, index + windowSentences)
          .filter((one) => !isTableRow(one))
          .join(''),
  );
  return {
    evidence: richest(windows.length > 0 ? windows : [passage.text], sought).evidence,
    sentence: richest(sentences.length > 0 ? sentences : [passage.text], sought).text,
  };
}

function richest(texts: readonly string[], { passage, telling, numbers, wording }: Sought) {
  return texts
    .map((text) => ({ text, evidence: evidenceOf(text, passage.language, wording) }))
    .map((one) => ({
      ...one,
      hits:
        telling.filter(({ forms }) => forms.some((form) => one.evidence.forms.has(form))).length +
        2 * numbers.filter((number) => hasNumber(one.evidence, number)).length,
    }))
    .reduce((left, right) => (right.hits > left.hits ? right : left));
}

function isTableRow(sentence: string): boolean {
  return sentence.includes(' | ');
}

function hasNumber({ numbers, months }: Evidence, { readings, parts }: NumberInText): boolean {
  if (readings.some((reading) => numbers.has(reading))) return true;
  return parts.length > 0 && parts.every((part) => numbers.has(part) || months.has(part));
}

function mayBeSpelledOut({ readings, parts }: NumberInText): boolean {
  return (
    parts.length === 0 && readings.every((one) => /^\d+$/u.test(one) && Number(one) <= largestSpelledOut)
  );
}

function isMonthOf(word: string, evidence: readonly Evidence[]): boolean {
  const month = monthNumber(word);
  return month !== null && evidence.some(({ months }) => months.has(month));
}

/** Words with a capital inside a sentence; none where most words have one, as in titles. */
function namesIn(sentence: string, language: string | null): string[] {
  if (language !== null && languagesOfCapitals.has(language)) return [];
  const words = [...sentence.matchAll(/[\p{L}\p{M}][\p{L}\p{M}\p{N}'’.&-]*/gu)].map(({ 0: word, index }) => ({
    word: word.replace(/['’]s$|[.'’-]+$/u, ''),
    isCapital: /^\p{Lu}/u.test(word),
    // After a stop, a colon or an opening quotation mark any word may have one.
    isInside: /[\p{L}\p{N}\p{M},;)]\s+$/u.test(sentence.slice(0, index)),
  }));
  const long = words.filter(({ word }) => word.length > 3);
  const capitals = long.filter(({ isCapital }) => isCapital).length;
  if (long.length > 2 && capitals > titleShare * long.length) return [];
  return words
    .filter(({ word, isCapital, isInside }) => isCapital && isInside && word.length > 1)
    .map(({ word }) => word);
}

function primary(language: string | null): string | null {
  return language?.toLowerCase().split('-')[0] ?? null;
}
