import type { Block } from '../../../shared/contract/documents.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import type { Coverage, Point } from '../../../shared/contract/summaries.ts';
import { sectionsOf } from '../chunk.ts';
import { estimateTokens } from '../estimateTokens.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { measureCentrality, similarityOf, type TermVector, weighTerms } from './centrality.ts';
import { termsOf } from './terms.ts';

/** What a sentence's score is made of, beside its centrality, which counts 1. */
export interface Weights {
  /** Sections open with what they are about. */
  readonly position: number;
  /** Shared words with the title and the headings above. */
  readonly title: number;
  /** Taken off for saying what a chosen sentence says. */
  readonly redundancy: number;
}

// Chosen by reason, not fitted: on the news set each may be halved or doubled for a change of at most 0.02
// in ROUGE-2 (tests/bench/news.ts prints the table).
export const defaultWeights: Weights = { position: 0.2, title: 0.1, redundancy: 0.3 };

/** So many sentences to choose one from make a part of its own, so that long documents are covered to their end. */
const sentencesPerPart = 12;
/** Chosen sentences that a new one is compared with. */
const comparedSentences = 30;
const sectionTokens = 1000;
const fullWords = 7;
/** Two sentences this alike say the same. */
const sameSimilarity = 0.75;

/**
 * Chooses the sentences that stand for a document, from its beginning to its end, in its order. Never headings.
 * @param options.count exactly so many, where the document has them.
 * @param options.language a BCP 47 tag; null where it is not known.
 */
export function pickKeySentences(
  blocks: readonly Block[],
  options: {
    readonly count: number;
    readonly language: string | null;
    readonly title: string;
    readonly weights?: Weights;
  },
): Coverage & { readonly points: Point[] } {
  const { count, language, title, weights = defaultWeights } = options;
  const candidates = takeBestRanked(dropRepeated(findCandidates(blocks, language)), count);
  const scored = scoreCandidates({ candidates, language, title, weights });
  const parts = splitEvenly(
    scored,
    Math.min(count, Math.max(1, Math.floor(scored.length / sentencesPerPart))),
  );
  const chosen: Scored[] = [];
  for (const [index, part] of parts.entries()) {
    const quota =
      Math.round(((index + 1) * count) / parts.length) - Math.round((index * count) / parts.length);
    chosen.push(...pickFromPart({ part, quota, chosen, weights }));
  }
  const sections = sectionsOf(blocks, { maxTokens: sectionTokens, countTokens: estimateTokens }).length;
  const points = chosen
    .sort((a, b) => a.order - b.order)
    .map(({ candidate }): Point => ({ text: candidate.text, pages: [candidate.page, candidate.page] }));
  return { points, sectionsRead: sections, sectionsTotal: sections };
}

const ranges = {
  short: { wordsPerSentence: 400, min: 3, max: 6 },
  medium: { wordsPerSentence: 200, min: 5, max: 12 },
  long: { wordsPerSentence: 100, min: 8, max: 30 },
} as const;

/** How many key sentences a summary of this length has: more for longer documents, within what is read at a glance. */
export function countForLength(length: SummaryLength, words: number): number {
  const { wordsPerSentence, min, max } = ranges[length];
  return Math.min(max, Math.max(min, Math.round(words / wordsPerSentence)));
}

interface Scored {
  readonly candidate: Candidate;
  readonly order: number;
  readonly vector: TermVector;
  readonly score: number;
}

/** Whole sentences first; lesser ones only as far as there are too few. */
function takeBestRanked(candidates: readonly Candidate[], count: number): Candidate[] {
  for (const rank of [0, 1, 2]) {
    const good = candidates.filter((candidate) => candidate.rank <= rank);
    if (good.length >= count || rank === 2) return good;
  }
  return [];
}

function dropRepeated(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    const key = candidate.terms.join(' ');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function scoreCandidates(input: {
  readonly candidates: readonly Candidate[];
  readonly language: string | null;
  readonly title: string;
  readonly weights: Weights;
}): Scored[] {
  const { candidates, language, title, weights } = input;
  const { vectors, vectorOf } = weighTerms(candidates.map((candidate) => candidate.terms));
  const centrality = measureCentrality(vectors);
  const topics = new Map<string, TermVector>();
  const topicOf = (headings: readonly string[]) => {
    const text = [title, ...headings].join('\n');
    const known = topics.get(text) ?? vectorOf([...new Set(termsOf(text, language))]);
    topics.set(text, known);
    return known;
  };
  const similarities = candidates.map((candidate, order) =>
    similarityOf(vectors[order] ?? new Map(), topicOf(candidate.headings)),
  );
  const highest = similarities.reduce((most, value) => Math.max(most, value), Number.MIN_VALUE);
  return candidates.map((candidate, order) => ({
    candidate,
    order,
    vector: vectors[order] ?? new Map(),
    score:
      (centrality[order] ?? 0) * fullness(candidate.terms.length) +
      weights.position / Math.sqrt(1 + candidate.indexInSection) +
      (weights.title * (similarities[order] ?? 0)) / highest -
      // What had to be let in to reach the number comes after all whole sentences.
      candidate.rank * 2,
  }));
}

/** Very short sentences are central by their one common word. */
function fullness(words: number): number {
  return Math.min(1, words / fullWords);
}

function splitEvenly<Item>(items: readonly Item[], partCount: number): Item[][] {
  return Array.from({ length: partCount }, (_, part) =>
    items.slice(
      Math.round((part * items.length) / partCount),
      Math.round(((part + 1) * items.length) / partCount),
    ),
  );
}

/** Maximal marginal relevance (Carbonell and Goldstein 1998). */
function pickFromPart(input: {
  readonly part: readonly Scored[];
  readonly quota: number;
  readonly chosen: readonly Scored[];
  readonly weights: Weights;
}): Scored[] {
  const { part, quota, weights } = input;
  const picked: Scored[] = [];
  const rest = part.map((scored) => ({ scored, overlap: 0 }));
  const discount = (by: Scored) => {
    for (const item of rest)
      item.overlap = Math.max(item.overlap, similarityOf(item.scored.vector, by.vector));
  };
  for (const earlier of input.chosen.slice(-comparedSentences)) discount(earlier);
  while (picked.length < quota && rest.length > 0) {
    let best = 0;
    for (const [index, item] of rest.entries()) {
      const leader = rest[best];
      if (leader && gain(item, weights) > gain(leader, weights)) best = index;
    }
    const [taken] = rest.splice(best, 1);
    if (!taken) break;
    picked.push(taken.scored);
    discount(taken.scored);
  }
  return picked;
}

function gain(item: { readonly scored: Scored; readonly overlap: number }, weights: Weights): number {
  const isRepetition = item.overlap > sameSimilarity;
  return item.scored.score - weights.redundancy * item.overlap - (isRepetition ? 1 : 0);
}
