import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as bulgarian } from '@orama/stemmers/bulgarian';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as greek } from '@orama/stemmers/greek';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { stopwords as arabicStops } from '@orama/stopwords/arabic';
import { stopwords as bulgarianStops } from '@orama/stopwords/bulgarian';
import { stopwords as danishStops } from '@orama/stopwords/danish';
import { stopwords as dutchStops } from '@orama/stopwords/dutch';
import { stopwords as englishStops } from '@orama/stopwords/english';
import { stopwords as finnishStops } from '@orama/stopwords/finnish';
import { stopwords as frenchStops } from '@orama/stopwords/french';
import { stopwords as germanStops } from '@orama/stopwords/german';
import { stopwords as greekStops } from '@orama/stopwords/greek';
import { stopwords as hungarianStops } from '@orama/stopwords/hungarian';
import { stopwords as italianStops } from '@orama/stopwords/italian';
import { stopwords as norwegianStops } from '@orama/stopwords/norwegian';
import { stopwords as portugueseStops } from '@orama/stopwords/portuguese';
import { stopwords as romanianStops } from '@orama/stopwords/romanian';
import { stopwords as russianStops } from '@orama/stopwords/russian';
import { stopwords as spanishStops } from '@orama/stopwords/spanish';
import { stopwords as swedishStops } from '@orama/stopwords/swedish';
import { stopwords as turkishStops } from '@orama/stopwords/turkish';

/** What a search knows of a language. */
export interface LanguageRules {
  /** The form that a lower-case word's inflections share (Snowball). */
  readonly stem: (word: string) => string;
  /** Words that hold a sentence together and say nothing of what it is about. */
  readonly stopWords: ReadonlySet<string>;
}

/** Most libraries are in one or two languages: the words of all others are never looked up. */
const rules = (stem: (word: string) => string, stopWords: readonly string[]): LanguageRules => {
  let set: ReadonlySet<string> | null = null;
  return {
    stem,
    get stopWords() {
      set ??= new Set(stopWords);
      return set;
    },
  };
};

const known: Readonly<Record<string, LanguageRules>> = {
  ar: rules(arabic, arabicStops),
  bg: rules(bulgarian, bulgarianStops),
  da: rules(danish, danishStops),
  de: rules(german, germanStops),
  el: rules(greek, greekStops),
  en: rules(english, englishStops),
  es: rules(spanish, spanishStops),
  fi: rules(finnish, finnishStops),
  fr: rules(french, frenchStops),
  hu: rules(hungarian, hungarianStops),
  it: rules(italian, italianStops),
  nl: rules(dutch, dutchStops),
  no: rules(norwegian, norwegianStops),
  pt: rules(portuguese, portugueseStops),
  ro: rules(romanian, romanianStops),
  ru: rules(russian, russianStops),
  sv: rules(swedish, swedishStops),
  tr: rules(turkish, turkishStops),
};

/** Primary tags of the languages with rules. */
export const knownLanguages: readonly string[] = Object.keys(known);

/** The language texts are taken to be in where nobody could tell: English, the commonest. */
export const assumedLanguage = 'en';

/** @param language a BCP 47 tag; null where it is not known. @returns null for a language without rules. */
export function rulesFor(language: string | null): LanguageRules | null {
  const [primary = ''] = (language ?? assumedLanguage).toLowerCase().split('-');
  return known[primary === 'nb' || primary === 'nn' ? 'no' : primary] ?? null;
}
