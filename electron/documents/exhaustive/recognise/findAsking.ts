import type { Aggregate } from '../../../../shared/contract/listings.ts';
import { rulesFor } from '../../search/languages.ts';
import { plainText } from '../plainText.ts';
import { type AskingWords, askingWords } from './askingWords.ts';

/** What the wording of a question tells of it. */
export interface Asking {
  /** Null where no word asks for everything. */
  readonly aggregate: Aggregate | null;
  /** 'sure': it asks for a number or a list; 'maybe': a word like 'all', 'which' or 'total' stands in it. */
  readonly strength: 'sure' | 'maybe' | 'none';
  /** It speaks of rows, columns or tables. */
  readonly namesTable: boolean;
  /** Whether its language is one whose words are known, so that their absence tells something. */
  readonly isLanguageKnown: boolean;
  /** What is left to say what is sought: without the words above and those that only hold a sentence together. */
  readonly telling: readonly string[];
}

type Role = keyof AskingWords;
const roles: readonly Role[] = ['howMany', 'list', 'maybe', 'sum', 'average', 'least', 'most', 'parts'];
const aggregates: readonly (readonly [Role, Aggregate])[] = [
  ['average', 'average'],
  ['sum', 'sum'],
  ['howMany', 'count'],
  ['least', 'min'],
  ['most', 'max'],
  ['list', 'list'],
];
/** Scripts whose words are not parted by spaces, or that write small words on to others. */
const joined =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** Of joined scripts: what stands between the words that matter. */
const joints =
  /ありますか|あります|いますか|ですか|ますか|です|있습니까|있나요|입니까|인가요|까요|[のはがをにでとへもか吗嗎呢吧的了是在有]/gu;

interface Phrase {
  readonly role: Role;
  readonly pattern: RegExp;
  readonly isOnlyFirst: boolean;
}
interface Language {
  readonly phrases: readonly Phrase[];
  readonly stopWords: ReadonlySet<string>;
}
let languages: readonly Language[] | null = null;

/** Reads a question by the words of the languages that fit it best: a short question rarely tells its own for sure. */
export function findAsking(question: string): Asking {
  languages ??= Object.entries(askingWords).map(([tag, words]) => ({
    phrases: phrasesOf(words),
    stopWords: new Set([...(rulesFor(tag)?.stopWords ?? [])].map(plainText)),
  }));
  const plain = plainText(question);
  const said = wordsOf(plain);
  const scored = languages.map((language) => {
    const matched = language.phrases.filter(({ pattern }) => pattern.test(plain));
    const stops = said.filter((word) => language.stopWords.has(word)).length;
    return { language, matched, score: matched.length + stops };
  });
  const best = Math.max(...scored.map(({ score }) => score));
  const fitting = best === 0 ? [] : scored.filter(({ score }) => score === best);
  const found = new Set<Role>();
  for (const { role, pattern, isOnlyFirst } of fitting.flatMap(({ matched }) => matched))
    found.add(isOnlyFirst && plain.search(pattern) > 0 ? 'maybe' : role);
  const isSure = found.has('howMany') || found.has('list');
  const aggregate = aggregates.find(([role]) => found.has(role))?.[1] ?? null;
  let rest = plain;
  for (const { pattern } of fitting.flatMap(({ matched }) => matched))
    rest = rest.replaceAll(global(pattern), ' ');
  const isStop = (word: string) => fitting.some(({ language }) => language.stopWords.has(word));
  return {
    aggregate,
    strength: isSure ? 'sure' : found.has('maybe') || aggregate !== null ? 'maybe' : 'none',
    namesTable: found.has('parts'),
    isLanguageKnown: best > 0 || joined.test(plain),
    telling: wordsOf(joined.test(rest) ? rest.replace(joints, ' ') : rest).filter((word) => !isStop(word)),
  };
}

/** Letters and digits that stand together, each with its marks. */
export function wordsOf(plain: string): string[] {
  return plain.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
}

/** Longest first, so that 'how many of' is not left as 'of' by 'how many'. */
function phrasesOf(words: AskingWords): Phrase[] {
  return roles
    .flatMap((role) => words[role].split('|').map((text) => ({ role, plain: plainText(text) })))
    .toSorted((left, right) => right.plain.length - left.plain.length)
    .map(({ role, plain }) => ({
      role,
      pattern: patternOf(plain),
      isOnlyFirst: role === 'list' && !plain.includes(' ') && !joined.test(plain),
    }));
}

function patternOf(plain: string): RegExp {
  const escaped = plain.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replace(/ /gu, '\\s+');
  if (joined.test(plain)) return new RegExp(escaped, 'u');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u');
}

const global = (pattern: RegExp) => new RegExp(pattern.source, 'gu');
