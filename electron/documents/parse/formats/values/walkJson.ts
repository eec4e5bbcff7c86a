/** Where reading stopped, and why. */
export interface JsonFault {
  readonly at: number;
  readonly reason: string;
}

export interface JsonHandlers {
  /** @param text as written for numbers, so that none loses digits. */
  onValue(value: { readonly text: string; readonly isString: boolean }): void;
  onOpen(isArray: boolean): void;
  onKey(key: string): void;
  onClose(): void;
  /** @returns true to stop. */
  shouldStop(): boolean;
}

const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|-?Infinity|NaN/uy;

/**
 * Walks JSON without building it, however large and deep: one value after the other (JSON Lines), with comments and
 * trailing commas allowed. @returns null where all of it was read.
 */
export function walkJson(text: string, handlers: JsonHandlers): JsonFault | null {
  // One character per open container: '[' or '{'.
  const open: string[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const skipSpace = () => {
    at = endOfSpace(text, at);
  };
  const matchString = () => {
    const end = text[at] === '"' ? endOfString(text, at) : null;
    if (end === null) return null;
    const token = text.slice(at, end);
    at = end;
    return token;
  };
  for (;;) {
    skipSpace();
    if (handlers.shouldStop()) return null;
    const character = text[at];
    if (character === undefined) {
      return open.length === 0 ? null : { at, reason: `the end is missing` };
    }
    const inside = open.at(-1);
    if (character === ']' || character === '}') {
      if (inside !== (character === ']' ? '[' : '{')) return { at, reason: `unexpected ${character}` };
      open.pop();
      at += 1;
      handlers.onClose();
      const fault = afterValue();
      if (fault) return fault;
      continue;
    }
    if (inside === '{') {
      const key = matchString();
      if (key === null) return { at, reason: 'a name is missing' };
      skipSpace();
      if (text[at] !== ':') return { at, reason: 'a colon is missing' };
      at += 1;
      handlers.onKey(decode(key));
      skipSpace();
    }
    const start = text[at];
    if (start === '{' || start === '[') {
      open.push(start);
      at += 1;
      handlers.onOpen(start === '[');
      continue;
    }
    const string = start === '"' ? matchString() : null;
    const other = string === null ? match(literal) : null;
    if (string !== null) handlers.onValue({ text: decode(string), isString: true });
    else if (other !== null && other !== '') handlers.onValue({ text: other, isString: false });
    else return { at, reason: start === '"' ? 'a string has no end' : 'a value is missing' };
    const fault = afterValue();
    if (fault) return fault;
  }

  function afterValue(): JsonFault | null {
    skipSpace();
    if (open.length === 0) return null;
    if (text[at] === ',') {
      at += 1;
      return null;
    }
    return text[at] === ']' || text[at] === '}' || at >= text.length
      ? null
      : { at, reason: 'a comma is missing' };
  }
}

/** By hand: a regular expression would need a stack as deep as the text is long. */
function endOfSpace(text: string, start: number): number {
  for (let at = start; ; ) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xfeff || code === 0xa0) at += 1;
    else if (text.startsWith('//', at) || text.startsWith('/*', at)) {
      const end = text[at + 1] === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
      if (end < 0) return text.length;
      at = text[at + 1] === '/' ? end + 1 : end + 2;
    } else return at;
  }
}

/** @returns the place after the closing mark, or null. */
function endOfString(text: string, start: number): number | null {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at;
    while (text[before - 1] === '\\') before -= 1;
    if ((at - before) % 2 === 0) return at + 1;
  }
  return null;
}

function decode(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1);
  }
}
