import { rulesFor } from '../../search/languages.ts';
import { termsOf } from '../../search/terms.ts';
import { plainText } from '../plainText.ts';
import type { Hit } from './readPassage.ts';

/** A hit and where it was found. */
export interface PlacedHit<Place = unknown> extends Hit {
  /** Names the hit as long as its passage exists. */
  readonly key: string;
  /** BCP 47, of its document; null where it is not known. */
  readonly language: string | null;
  readonly place: Place;
}

export interface MergedItem<Place = unknown> {
  readonly text: string;
  readonly alsoNamed: readonly string[];
  readonly hits: readonly PlacedHit<Place>[];
}

/** Two keys of hits that name the same thing. */
export type SameThing = readonly [string, string];

const mostPairs = 96;
/** Names that share so many of their three-letter parts may name the same thing. */
const likeness = 0.5;
const commonWord = 40;

/**
 * Brings together what names the same thing: the same words whatever their order and endings, and what was found
 * to be the same otherwise. Things stand in the order in which they were first found.
 */
export function mergeHits<Place>(
  hits: readonly PlacedHit<Place>[],
  sameThings: readonly SameThing[] = [],
): MergedItem<Place>[] {
  const roots = new Map<string, string>();
  const rootOf = (key: string): string => {
    const next = roots.get(key) ?? key;
    return next === key ? key : rootOf(next);
  };
  const byWords = new Map<string, string>();
  for (const hit of hits) {
    const words = wordKey(hit);
    const first = byWords.get(words);
    if (first === undefined) byWords.set(words, hit.key);
    else roots.set(hit.key, first);
  }
  const known = new Set(hits.map(({ key }) => key));
  for (const [left, right] of sameThings) {
    if (!known.has(left) || !known.has(right)) continue;
    const [one, other] = [rootOf(left), rootOf(right)];
    if (one !== other) roots.set(other, one);
  }
  const groups = new Map<string, PlacedHit<Place>[]>();
  for (const hit of hits) {
    const root = rootOf(hit.key);
    groups.set(root, [...(groups.get(root) ?? []), hit]);
  }
  return [...groups.values()].map(toItem);
}

/** Things whose names are alike, though not the same: whether they are one takes more than words to tell. */
export function likelySame<Place>(
  items: readonly MergedItem<Place>[],
): [MergedItem<Place>, MergedItem<Place>][] {
  const described = items.map((item) => {
    const plain = plainText(item.text);
    const words = plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
    return {
      item,
      words,
      digits: words.filter((word) => /\p{N}/u.test(word)).join(' '),
      parts: partsOf(plain),
    };
  });
  const byWord = new Map<string, number[]>();
  for (const [index, { words, parts }] of described.entries())
    for (const word of new Set([...words, ...parts])) byWord.set(word, [...(byWord.get(word) ?? []), index]);
  const pairs = new Map<string, readonly [number, number, number]>();
  for (const places of byWord.values()) {
    // What nearly everything shares tells nothing apart, and comparing all with all takes too long.
    if (places.length > commonWord) continue;
    for (const left of places)
      for (const right of places) {
        if (left >= right || pairs.has(`${left} ${right}`)) continue;
        const score = alike(described[left], described[right]);
        pairs.set(`${left} ${right}`, [left, right, score]);
      }
  }
  return [...pairs.values()]
    .filter(([, , score]) => score > 0)
    .toSorted((a, b) => b[2] - a[2])
    .slice(0, mostPairs)
    .flatMap(([left, right]) => {
      const [one, other] = [items[left], items[right]];
      return one && other ? [[one, other] satisfies [unknown, unknown]] : [];
    });
}

interface Described {
  readonly words: readonly string[];
  readonly digits: string;
  readonly parts: ReadonlySet<string>;
}

/** 0 where the names cannot be of one thing: other numbers, or too little in common. */
function alike(left: Described | undefined, right: Described | undefined): number {
  if (!left || !right || left.digits !== right.digits) return 0;
  const [few, many] = left.words.length <= right.words.length ? [left, right] : [right, left];
  if (few.words.length > 0 && few.words.every((word) => many.words.includes(word))) return 1;
  const shared = [...left.parts].filter((part) => right.parts.has(part)).length;
  const score = shared / Math.max(1, left.parts.size + right.parts.size - shared);
  return score >= likeness ? score : 0;
}

function toItem<Place>(hits: PlacedHit<Place>[]): MergedItem<Place> {
  const names = new Map<string, { readonly text: string; count: number }>();
  for (const { item } of hits) {
    const known = names.get(plainText(item));
    if (known) known.count += 1;
    else names.set(plainText(item), { text: item, count: 1 });
  }
  const [main, ...others] = [...names.values()].toSorted(
    (left, right) => right.count - left.count || right.text.length - left.text.length,
  );
  return { text: main?.text ?? '', alsoNamed: others.map(({ text }) => text), hits };
}

function wordKey({ item, language }: PlacedHit): string {
  const stopWords = rulesFor(language)?.stopWords;
  const words = plainText(item).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const telling = words.filter((word) => !stopWords?.has(word));
  const terms = termsOf((telling.length > 0 ? telling : words).join(' '), language);
  return terms.length === 0 ? plainText(item) : [...new Set(terms)].toSorted().join(' ');
}

function partsOf(plain: string): Set<string> {
  const padded = ` ${plain} `;
  return new Set(Array.from({ length: Math.max(0, padded.length - 2) }, (_, at) => padded.slice(at, at + 3)));
}
