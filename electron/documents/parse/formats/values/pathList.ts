import type { BlockList } from '../../blockList.ts';

/** Turns values with their places (`a.b[3].c: value`) into blocks that end where a record ends. */
export interface PathList {
  add(path: string, value: string): void;
  /** A record ends: a good place for a block to end. */
  endRecord(): void;
  addHeading(text: string): void;
  /** What follows is under no heading. */
  leaveHeading(): void;
  flush(): void;
  /** UTF-16 units so far. */
  readonly characters: number;
}

const blockCharacters = 1200;
const maxBlockCharacters = 3000;
/** Longer values are prose, and stand alone. */
const maxLineCharacters = 240;
const encodedData = /^(?:data:[\w/+.;=-]+,)?[A-Za-z0-9+/_=-]{200,}$/u;

export function createPathList(list: BlockList): PathList {
  let lines: string[] = [];
  let length = 0;
  let characters = 0;
  const flush = () => {
    list.add({ kind: 'code', text: lines.join('\n') });
    lines = [];
    length = 0;
  };
  return {
    add(path, raw) {
      const value = readable(raw);
      const line = path === '' ? value : `${path}: ${value}`;
      characters += line.length + 1;
      if (value.length > maxLineCharacters || value.includes('\n')) {
        flush();
        list.add({ kind: 'paragraph', text: line });
        return;
      }
      if (length + line.length > maxBlockCharacters) flush();
      lines.push(line);
      length += line.length + 1;
    },
    endRecord() {
      if (length > blockCharacters) flush();
    },
    addHeading(text) {
      flush();
      list.addHeading({ level: 1, text });
    },
    leaveHeading() {
      flush();
      list.leaveHeadings(1);
    },
    flush,
    get characters() {
      return characters;
    },
  };
}

/** Data in letters says nothing to anyone; markup inside a value is taken off. */
function readable(value: string): string {
  const trimmed = value.trim();
  if (trimmed.length >= 200 && encodedData.test(trimmed))
    return `(${trimmed.length} characters of encoded data)`;
  return /<\/?(?:p|br|div|span|a|b|i|em|strong|li|ul|ol|td|h[1-6])\b[^<>]*>/iu.test(value)
    ? value
        .replace(/<\/?[a-z][^<>]*>/giu, ' ')
        .replace(/ {2,}/gu, ' ')
        .trim()
    : value;
}

/** A step of a path: `.key`, or `["my key"]` where a dot would mislead, or `[3]`. */
export function stepOf(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[\p{L}\p{N}_$@-]+$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** Paths deeper than this are shown by their beginning and end. */
const shownSteps = 24;

/** @param length how many of the steps count; without copying, as a deep file has one path for each level. */
export function joinSteps(steps: readonly (string | number)[], length = steps.length): string {
  const part = (start: number, end: number) => {
    let text = '';
    for (let index = start; index < end; index += 1) text += stepOf(steps[index] ?? '');
    return text;
  };
  const whole =
    length <= shownSteps * 2
      ? part(0, length)
      : `${part(0, shownSteps)}.…${part(length - shownSteps, length)}`;
  return whole.replace(/^\./u, '');
}
