import type { Fragment } from './fragment.ts';

/** Text that stands together on one baseline: a line of a column, or a cell of a table. */
export interface Segment {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly isBold: boolean;
  readonly isMonospaced: boolean;
}

/** A wider gap parts columns and cells. In ems. */
const cellGapEm = 1.1;
/** Runs drawn apart from each other are one line only where they nearly touch: two columns may be an em apart. */
const mergeGapEm = 0.5;
const wordGapEm = 0.16;

/** Joins fragments to segments, first along the order they were written in, then by where they stand. */
export function joinFragments(fragments: readonly Fragment[]): Segment[] {
  const runs: Fragment[][] = [];
  for (const fragment of fragments) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (run && previous && isBeside(previous, fragment)) run.push(fragment);
    else runs.push([fragment]);
  }
  return mergeRuns(runs.map(toGroup)).map(toSegment);
}

interface Group {
  readonly fragments: Fragment[];
  x0: number;
  x1: number;
  y: number;
  size: number;
}

function toGroup(fragments: Fragment[]): Group {
  const main = mainFragment(fragments);
  return {
    fragments,
    x0: Math.min(...fragments.map((fragment) => fragment.x0)),
    x1: Math.max(...fragments.map((fragment) => fragment.x1)),
    y: main.y,
    size: main.size,
  };
}

/** The fragment with most text says where the baseline is and how large the type; others may be raised. */
function mainFragment(fragments: readonly Fragment[]): Fragment {
  return fragments.reduce((best, fragment) =>
    fragment.text.length * fragment.size > best.text.length * best.size ? fragment : best,
  );
}

/** Runs on one baseline that touch are one line, in whatever order they were drawn. */
function mergeRuns(groups: readonly Group[]): Group[] {
  const byPlace = [...groups].sort((a, b) => a.y - b.y || a.x0 - b.x0);
  const merged: Group[] = [];
  for (const group of byPlace) {
    let target: Group | undefined;
    for (let index = merged.length - 1; index >= 0; index -= 1) {
      const candidate = merged[index];
      if (!candidate || group.y - candidate.y > 40) break;
      if (isOneLine(candidate, group)) {
        target = candidate;
        break;
      }
    }
    if (!target) {
      merged.push({ ...group, fragments: [...group.fragments] });
      continue;
    }
    target.fragments.push(...group.fragments);
    target.x0 = Math.min(target.x0, group.x0);
    target.x1 = Math.max(target.x1, group.x1);
    const main = mainFragment(target.fragments);
    target.y = main.y;
    target.size = main.size;
  }
  return merged;
}

function isOneLine(a: Group, b: Group): boolean {
  const size = Math.max(a.size, b.size);
  const gap = Math.max(a.x0, b.x0) - Math.min(a.x1, b.x1);
  return Math.abs(a.y - b.y) < 0.42 * size && gap < mergeGapEm * size && gap > -0.5 * size;
}

function isBeside(previous: Fragment, next: Fragment): boolean {
  const size = Math.max(previous.size, next.size);
  const gap = next.x0 >= previous.x0 ? next.x0 - previous.x1 : previous.x0 - next.x1;
  return Math.abs(previous.y - next.y) < 0.42 * size && gap < cellGapEm * size && gap > -0.6 * size;
}

function toSegment(group: Group): Segment {
  const isRightToLeft = isMostlyRightToLeft(group.fragments.map((fragment) => fragment.text).join(''));
  const ordered = [...group.fragments].sort((a, b) => (isRightToLeft ? b.x1 - a.x1 : a.x0 - b.x0));
  let text = '';
  let previous: Fragment | undefined;
  for (const fragment of ordered) {
    if (previous) {
      const gap = isRightToLeft ? previous.x0 - fragment.x1 : fragment.x0 - previous.x1;
      if (gap > wordGapEm * Math.min(group.size, Math.max(previous.size, fragment.size))) text += ' ';
    }
    text += fragment.text;
    previous = fragment;
  }
  const share = (matches: (fragment: Fragment) => boolean) =>
    ordered.filter(matches).reduce((sum, fragment) => sum + fragment.text.length, 0) /
    Math.max(
      1,
      ordered.reduce((sum, fragment) => sum + fragment.text.length, 0),
    );
  return {
    text: text.replace(/\s+/gu, ' ').trim(),
    x0: group.x0,
    x1: group.x1,
    y: group.y,
    size: group.size,
    isBold: share((fragment) => fragment.isBold) > 0.85,
    isMonospaced: share((fragment) => fragment.isMonospaced) > 0.9,
  };
}

export function isMostlyRightToLeft(text: string): boolean {
  const rightToLeft =
    text.match(/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters > 0 && rightToLeft / letters > 0.5;
}
