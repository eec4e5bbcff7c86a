import { diffArrays } from 'diff';
import type { Change } from '../../../shared/contract/comparisons.ts';
import { termsOf } from '../keySentences/terms.ts';
import type { TextPiece } from './textPieces.ts';

/** Two texts with little in common take quadratic time; they are then compared without their order. */
const diffTimeoutMs = 4000;
/** Less of their words in common, and two passages are one removed and one added. */
const changedShare = 0.4;
/** The same for passages that are not side by side; of so many at most, since each is compared with each. */
const farShare = 0.6;
const maxFarPieces = 400;
/** Neighbouring pieces are told together up to this length. */
const passageCharacters = 700;

interface Run {
  readonly kind: 'same' | 'removed' | 'added';
  readonly pieces: readonly TextPiece[];
}

/**
 * What changed between two versions, computed: added, removed, changed and moved passages in the order of the newer
 * text, removed ones where they stood.
 */
export function diffPieces(
  before: readonly TextPiece[],
  after: readonly TextPiece[],
  language: string | null,
): Change[] {
  const runs = runsOf(before, after);
  const sources = pairUp(runs, language);
  const taken = new Set([...sources.values()].map(({ piece }) => piece));
  return runs.flatMap(({ kind, pieces }): Change[] => {
    if (kind === 'same') return [];
    const isAlone = (piece: TextPiece) => !taken.has(piece) && !sources.has(piece);
    const changes: Change[] = [];
    let alone: TextPiece[] = [];
    const flush = () => {
      for (const passage of passagesOf(alone))
        changes.push(
          kind === 'added'
            ? { kind, before: null, after: passage }
            : { kind: 'removed', before: passage, after: null },
        );
      alone = [];
    };
    for (const piece of pieces) {
      if (isAlone(piece)) {
        alone.push(piece);
        continue;
      }
      flush();
      const source = sources.get(piece);
      // What stood here before is told where it stands now.
      if (source === undefined) continue;
      changes.push({
        kind: source.isMoved ? 'moved' : 'changed',
        before: passageOf([source.piece]),
        after: passageOf([piece]),
      });
    }
    flush();
    return changes;
  });
}

interface Source {
  readonly piece: TextPiece;
  /** The same words in another place. */
  readonly isMoved: boolean;
}

/** Finds for each piece that came the one it was before: the same in another place, or much the same. */
function pairUp(runs: readonly Run[], language: string | null): Map<TextPiece, Source> {
  const sources = new Map<TextPiece, Source>();
  const free = new Set(runs.flatMap(({ kind, pieces }) => (kind === 'removed' ? pieces : [])));
  const take = (come: TextPiece, piece: TextPiece, isMoved: boolean) => {
    sources.set(come, { piece, isMoved });
    free.delete(piece);
  };
  const came = runs.flatMap(({ kind, pieces }) => (kind === 'added' ? pieces : []));
  const byKey = new Map([...free].map((piece) => [piece.key, piece]));
  for (const piece of came) {
    const same = byKey.get(piece.key);
    if (same && free.has(same)) take(piece, same, true);
  }
  const terms = new Map<TextPiece, ReadonlySet<string>>();
  const termsIn = (piece: TextPiece) => {
    const known = terms.get(piece) ?? new Set(termsOf(piece.text, language));
    terms.set(piece, known);
    return known;
  };
  const pairWith = (piece: TextPiece, candidates: readonly TextPiece[], minShare: number) => {
    let best: TextPiece | null = null;
    let share = minShare;
    for (const candidate of candidates) {
      const similar = free.has(candidate) ? shareOf(termsIn(piece), termsIn(candidate)) : 0;
      if (similar > share) [best, share] = [candidate, similar];
    }
    if (best) take(piece, best, false);
  };
  for (const [index, { kind, pieces }] of runs.entries()) {
    const beside = [runs[index - 1], runs[index + 1]].flatMap((run) =>
      run?.kind === 'removed' ? run.pieces : [],
    );
    if (kind !== 'added') continue;
    for (const piece of pieces) if (!sources.has(piece)) pairWith(piece, beside, changedShare);
  }
  const left = [...free].slice(0, maxFarPieces);
  for (const piece of came.filter((each) => !sources.has(each)).slice(0, maxFarPieces))
    pairWith(piece, left, farShare);
  return sources;
}

function runsOf(before: readonly TextPiece[], after: readonly TextPiece[]): Run[] {
  const parts = diffArrays([...before], [...after], {
    comparator: (first, second) => first.key === second.key,
    timeout: diffTimeoutMs,
  });
  if (parts !== undefined)
    return parts.map(({ added, removed, value }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      pieces: value,
    }));
  const [known, now] = [new Set(before.map(({ key }) => key)), new Set(after.map(({ key }) => key))];
  return [
    { kind: 'removed', pieces: before.filter(({ key }) => !now.has(key)) },
    { kind: 'added', pieces: after.filter(({ key }) => !known.has(key)) },
    { kind: 'same', pieces: after.filter(({ key }) => known.has(key)) },
  ];
}

function shareOf(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  const common = [...first].filter((term) => second.has(term)).length;
  return common / Math.max(1, first.size, second.size);
}

type Passage = NonNullable<Change['before']>;

function passagesOf(pieces: readonly TextPiece[]): Passage[] {
  const groups: TextPiece[][] = [];
  let characters = 0;
  for (const piece of pieces) {
    const open = groups.at(-1);
    characters += piece.text.length + 1;
    if (open && characters <= passageCharacters) open.push(piece);
    else {
      groups.push([piece]);
      characters = piece.text.length;
    }
  }
  return groups.map(passageOf);
}

function passageOf(pieces: readonly TextPiece[]): Passage {
  return {
    text: pieces.map(({ text }) => text).join(' '),
    pages: [pieces[0]?.page ?? 1, pieces.at(-1)?.page ?? 1],
  };
}
