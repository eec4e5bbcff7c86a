import type { GroundedPassage, Grounding } from '../../shared/contract/chat.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import { type FollowUpInput, searchQuery } from './followUp.ts';
import type { Searcher } from './searcher.ts';

/** As many passages are shown as the nearest where they are too few to answer from. */
const nearestPassages = 5;

export interface Grounded {
  readonly grounding: Grounding;
  /** What was found does not answer the question: the passages are only the nearest, best first. */
  readonly isTooLittle: boolean;
}

/** Chooses what an answer may stand on. Asked again with other limits, it looks for the same. */
export type Ground = (limits: {
  readonly maxTokens: number;
  readonly countTokens: (texts: readonly string[]) => Promise<number[]>;
}) => Promise<Grounded>;

export function createGround(input: {
  readonly searcher: Searcher;
  readonly scope: SearchScope;
  readonly isAnswerForced: boolean;
  readonly signal: AbortSignal;
  readonly followUp: Omit<FollowUpInput, 'searcher' | 'language'>;
}): Ground {
  const { searcher, scope, followUp, signal } = input;
  const question = followUp.turns.at(-1)?.text ?? '';
  let query: Promise<string> | null = null;

  return async (limits) => {
    const first = await searcher.retrieve({ scope, question, ...limits, signal });
    if (first.mode === 'wholeDocument') {
      const passages = first.passages.map((passage) => ({ ...passage, matchedWords: [] }));
      return {
        grounding: { mode: first.mode, query: null, passages },
        isTooLittle: passages.length === 0,
      };
    }
    const languages = first.passages.map(({ documentId }) => searcher.languageOfDocument(documentId));
    const language = languages.find((one) => one !== null) ?? null;
    query ??= searchQuery({ ...followUp, searcher, language });
    const sought = await query;
    const { passages } =
      sought === question ? first : await searcher.retrieve({ scope, question: sought, ...limits, signal });
    const { matchedWords, ...weight } = searcher.weighMatches(sought, passages);
    // What says the same in other words has none of them; whether it does is for the model to judge.
    const isTooLittle =
      weight.isTooLittle && !passages.some(({ foundBy }) => foundBy?.includes('meaning') === true);
    const weighed = passages.map((passage, index) => ({
      ...passage,
      matchedWords: matchedWords[index] ?? [],
    }));
    if (!isTooLittle || input.isAnswerForced) {
      return { grounding: { mode: 'passages', query: sought, passages: weighed }, isTooLittle: false };
    }
    const nearest = weighed
      .filter((passage) => passage.matchedWords.length > 0)
      .toSorted((a, b) => relevanceOf(b) - relevanceOf(a) || b.score - a.score)
      .slice(0, nearestPassages);
    return { grounding: { mode: 'passages', query: sought, passages: nearest }, isTooLittle };
  };
}

/** Judged ones go before all others, as in the search. */
function relevanceOf({ judged }: GroundedPassage): number {
  return judged?.relevance ?? -1;
}
