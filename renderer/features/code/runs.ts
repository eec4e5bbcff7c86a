import type { CodeAction, CodeError, CodeRun, Hunk, Source } from '../../../shared/contract/code.ts';
import type { TransportError } from '../../../shared/contract/define.ts';
import type { ItemOf } from '../../../shared/contract/index.ts';

export interface Asked {
  readonly action: CodeAction;
  readonly source: Omit<Source, 'language'>;
  readonly instruction: string;
}

/** The run that is being written, ahead of what the host has stored. */
export interface LiveRun {
  readonly asked: Asked;
  readonly run: CodeRun | null;
  readonly text: string;
  readonly phase:
    | { readonly kind: 'starting' | 'writing' | 'ended' }
    | { readonly kind: 'loading'; readonly progressRatio: number }
    | { readonly kind: 'reading'; readonly done: number; readonly total: number };
  readonly error: CodeError | TransportError | null;
}

export type LiveRunAction =
  | { readonly kind: 'begun'; readonly asked: Asked }
  | { readonly kind: 'came'; readonly items: readonly ItemOf<'code.run'>[] }
  | { readonly kind: 'finished'; readonly run: CodeRun }
  | { readonly kind: 'failed'; readonly error: CodeError | TransportError };

export function reduceLiveRun(live: LiveRun | null, action: LiveRunAction): LiveRun | null {
  if (action.kind === 'begun')
    return { asked: action.asked, run: null, text: '', phase: { kind: 'starting' }, error: null };
  if (!live) return null;
  switch (action.kind) {
    case 'came':
      return action.items.reduce(takeItem, live);
    case 'finished':
      return { ...live, run: action.run, text: '', phase: { kind: 'ended' } };
    case 'failed':
      return { ...live, error: action.error, phase: { kind: 'ended' } };
  }
}

function takeItem(live: LiveRun, item: ItemOf<'code.run'>): LiveRun {
  switch (item.kind) {
    case 'started':
      return { ...live, run: item.run };
    case 'loading':
      return { ...live, phase: { kind: 'loading', progressRatio: item.progressRatio } };
    case 'reading':
      return { ...live, phase: { kind: 'reading', done: item.done, total: item.total } };
    case 'text':
      return { ...live, phase: { kind: 'writing' }, text: live.text + item.text };
  }
}

/** The stored run, with the text that came since while it is being written. */
export function showRun(stored: CodeRun | null, live: LiveRun | null): CodeRun | null {
  const mine = live?.run && (!stored || live.run.id === stored.id) ? live : null;
  if (!mine?.run) return stored;
  if (mine.phase.kind !== 'ended') return { ...mine.run, answer: mine.run.answer + mine.text };
  if (mine.error && stored?.state === 'writing') return { ...stored, answer: mine.text };
  return stored && stored.state !== 'writing' ? stored : mine.run;
}

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  readonly oldNumber: number | null;
  readonly newNumber: number | null;
}

/** The lines of a hunk with their numbers in both files. */
export function diffLines(hunk: Hunk): DiffLine[] {
  let oldNumber = hunk.oldStart;
  let newNumber = hunk.newStart;
  const lines: DiffLine[] = [];
  for (const line of hunk.lines) {
    const text = line.slice(1);
    switch (line[0]) {
      case '+':
        lines.push({ kind: 'added', text, oldNumber: null, newNumber: newNumber++ });
        break;
      case '-':
        lines.push({ kind: 'removed', text, oldNumber: oldNumber++, newNumber: null });
        break;
      case ' ':
        lines.push({ kind: 'same', text, oldNumber: oldNumber++, newNumber: newNumber++ });
    }
  }
  return lines;
}

/** Which changes are accepted after one was switched on or off. */
export function toggleHunk(chosen: readonly number[], index: number): number[] {
  return chosen.includes(index)
    ? chosen.filter((one) => one !== index)
    : [...chosen, index].sort((first, second) => first - second);
}
