import type { Comparison, Relation } from '../../../shared/contract/comparisons.ts';
import type { PageRange } from '../../../shared/contract/documents.ts';
import { similarityOf, weighTerms } from '../keySentences/centrality.ts';
import { termsOf } from '../keySentences/terms.ts';

/** A statement of one of two documents. */
export interface Statement {
  readonly text: string;
  readonly pages: PageRange;
}

export interface Alignment {
  readonly pairs: readonly {
    readonly first: Statement;
    readonly second: Statement;
    readonly similarity: number;
  }[];
  readonly onlyFirst: readonly Statement[];
  readonly onlySecond: readonly Statement[];
}

/** More than that nobody reads; how many more there are is told. */
const maxAlone = 8;
/** Much the same words. */
const commonSimilarity = 0.35;

/** Finds for each statement of one document the one of the other that shares most of its rare words, each once. */
export function align(
  first: readonly Statement[],
  second: readonly Statement[],
  options: { readonly language: string | null; readonly minSimilarity: number },
): Alignment {
  const { vectors } = weighTerms([...first, ...second].map(({ text }) => termsOf(text, options.language)));
  const [own, other] = [vectors.slice(0, first.length), vectors.slice(first.length)];
  const candidates = own.flatMap((vector, a) =>
    other.map((against, b) => ({ a, b, similarity: similarityOf(vector, against) })),
  );
  const takenFirst = new Set<number>();
  const takenSecond = new Set<number>();
  const pairs: { a: number; first: Statement; second: Statement; similarity: number }[] = [];
  for (const { a, b, similarity } of candidates.sort((one, two) => two.similarity - one.similarity)) {
    if (similarity < options.minSimilarity) break;
    const [left, right] = [first[a], second[b]];
    if (takenFirst.has(a) || takenSecond.has(b) || !left || !right) continue;
    takenFirst.add(a);
    takenSecond.add(b);
    pairs.push({ a, first: left, second: right, similarity });
  }
  return {
    pairs: pairs.sort((one, two) => one.a - two.a),
    onlyFirst: first.filter((_, index) => !takenFirst.has(index)),
    onlySecond: second.filter((_, index) => !takenSecond.has(index)),
  };
}

/** What two documents have in common and what they have not, told by their own sentences, without a model. */
export function relateSentences(
  first: readonly Statement[],
  second: readonly Statement[],
  { language }: { readonly language: string | null },
): Pick<Comparison, 'relations' | 'notListed'> {
  const aligned = align(first, second, { language, minSimilarity: commonSimilarity });
  const alone = statementsAlone(aligned);
  const relations = [
    ...aligned.pairs.map(
      ({ first: left, second: right }): Relation => ({
        kind: sameNumbers(left.text, right.text) ? 'common' : 'otherNumbers',
        text: null,
        first: left,
        second: right,
      }),
    ),
    ...alone.relations,
  ];
  return { relations, notListed: alone.notListed };
}

/** Of what only one document says, the first statements, and how many more there are. */
export function statementsAlone({
  onlyFirst,
  onlySecond,
}: Alignment): Pick<Comparison, 'relations' | 'notListed'> {
  const relations = [
    ...onlyFirst
      .slice(0, maxAlone)
      .map((first): Relation => ({ kind: 'onlyFirst', text: null, first, second: null })),
    ...onlySecond
      .slice(0, maxAlone)
      .map((second): Relation => ({ kind: 'onlySecond', text: null, first: null, second })),
  ];
  return {
    relations,
    notListed: {
      onlyFirst: Math.max(0, onlyFirst.length - maxAlone),
      onlySecond: Math.max(0, onlySecond.length - maxAlone),
    },
  };
}

function sameNumbers(first: string, second: string): boolean {
  const numbers = (text: string) => [...(text.match(/\p{N}+(?:[.,]\p{N}+)*/gu) ?? [])].sort().join(' ');
  return numbers(first) === numbers(second);
}
