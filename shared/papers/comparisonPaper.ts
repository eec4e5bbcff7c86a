import type { Change, Comparison, Relation } from '../contract/comparisons.ts';
import type { PageRange } from '../contract/documents.ts';
import type { Paper, PaperPart } from '../contract/papers.ts';
import { pagesOf } from './pagesOf.ts';

/** In the order in which they are told, each with its heading. */
export function relationHeadings({
  first,
  second,
}: Pick<Comparison, 'first' | 'second'>): readonly (readonly [Relation['kind'], string])[] {
  return [
    ['contradiction', 'Contradictions'],
    ['otherNumbers', 'Much the same words, other numbers'],
    ['different', 'Differences'],
    ['common', 'In common'],
    ['onlyFirst', `Only in “${nameOf(first, second)}”`],
    ['onlySecond', `Only in “${nameOf(second, first)}”`],
  ];
}

/** A comparison with the pages of both sides. */
export function comparisonPaper(comparison: Comparison, now: Date): Paper {
  const { first, second, kind, modelName, coverage, changes, explanations } = comparison;
  const parts: PaperPart[] = [];
  if (comparison.overview !== '')
    parts.push({ kind: 'paragraph', text: comparison.overview, source: null, look: 'plain' });
  if (explanations.length > 0) {
    const lines = explanations.map((one) => ({ text: one.text, source: bothPages(one.first, one.second) }));
    parts.push({ kind: 'heading', text: 'What changed' }, { kind: 'list', lines });
  }
  if (kind === 'versions') {
    parts.push({ kind: 'heading', text: `Changes (${changes.length})` });
    if (changes.length === 0)
      parts.push({ kind: 'paragraph', text: 'Both say the same.', source: null, look: 'plain' });
    parts.push(...changes.flatMap(changeParts));
  }
  for (const [relation, heading] of relationHeadings(comparison)) {
    const lines = comparison.relations.filter((one) => one.kind === relation).map(relationLine);
    if (lines.length > 0) parts.push({ kind: 'heading', text: heading }, { kind: 'list', lines });
  }
  return {
    title: `${nameOf(first, second)} and ${nameOf(second, first)}`,
    facts: [
      now.toISOString().slice(0, 10),
      modelName ?? 'computed, no model',
      `${Math.round(comparison.sameRatio * 100)} % of the sentences in common`,
      `${coverage.sectionsRead} of ${coverage.sectionsTotal} parts compared`,
      ...limitWords(comparison),
    ],
    parts,
  };
}

/** What was left out of a long comparison; empty where nothing was. */
export function limitWords(comparison: Pick<Comparison, 'kind' | 'judged' | 'notListed'>): string[] {
  const { kind, judged, notListed } = comparison;
  const { onlyFirst, onlySecond } = notListed;
  const words: string[] = [];
  if (judged !== null && judged.done < judged.total) {
    words.push(
      kind === 'versions'
        ? `the first ${judged.done} of ${judged.total} changes explained by the model, all of them listed`
        : `the model was asked about ${judged.done} of ${judged.total} pairs of statements, those with most in common`,
    );
  }
  if (onlyFirst > 0) words.push(`${onlyFirst} more stand only in the first`);
  if (onlySecond > 0) words.push(`${onlySecond} more stand only in the second`);
  return words;
}

/** Its title, or its file where both have one title. */
export function nameOf(side: Comparison['first'], other: Comparison['first']): string {
  return side.title === other.title ? side.fileName : side.title;
}

/** For example 'p. 3 → p. 4'; of one side alone only that. */
export function bothPages(first: PageRange | null, second: PageRange | null): string | null {
  const pages = [first, second].flatMap((range) => (range === null ? [] : [pagesOf(range)]));
  return pages.length === 0 ? null : pages.join(' → ');
}

function changeParts({ kind, before, after }: Change): PaperPart[] {
  if (kind === 'moved' && after !== null) {
    const source = `moved, ${bothPages(before?.pages ?? null, after.pages)}`;
    return [{ kind: 'paragraph', text: after.text, source, look: 'plain' }];
  }
  const removed = before && partOf(before, 'removed');
  const added = after && partOf(after, 'added');
  return [removed, added].filter((part) => part !== null);
}

function partOf(side: { text: string; pages: PageRange }, look: 'removed' | 'added'): PaperPart {
  return { kind: 'paragraph', text: side.text, source: `${look}, ${pagesOf(side.pages)}`, look };
}

function relationLine({ text, first, second }: Relation): { text: string; source: string | null } {
  const quotes = [first, second].flatMap((side) => (side === null ? [] : [side.text]));
  return { text: text ?? quotes.join(' ↔ '), source: bothPages(first?.pages ?? null, second?.pages ?? null) };
}
