/** Names are looked up as written ("r:id"), without any prefix ("id"), or as prefixed by anything (":id"). */
export interface XmlAttributes {
  get(name: string): string | undefined;
}

export interface XmlHandler {
  /** @param name without its prefix. */
  open(name: string, attributes: XmlAttributes): void;
  close(name: string): void;
  /** May come in pieces. */
  text(value: string): void;
}

export interface XmlElement {
  readonly name: string;
  readonly attributes: XmlAttributes;
  readonly children: readonly (XmlElement | string)[];
}

const maxDepth = 500;

/**
 * Reads XML as it comes from strangers: no document type is read, so no entity grows or fetches anything, and
 * unknown ones are left out. Throws where elements nest too deep or the text ends inside one.
 */
export function readXml(xml: string, handler: XmlHandler): void {
  const open: string[] = [];
  let at = 0;
  while (at < xml.length) {
    const start = xml.indexOf('<', at);
    const textEnd = start === -1 ? xml.length : start;
    if (textEnd > at && open.length > 0) handler.text(decodeEntities(xml.slice(at, textEnd)));
    if (start === -1) break;
    const mark = xml[start + 1];
    if (mark === '!') at = skipDeclaration(xml, start, handler);
    else if (mark === '?') at = after(xml, '?>', start);
    else if (mark === '/') {
      const end = after(xml, '>', start);
      closeElement(open, localName(xml.slice(start + 2, end - 1).trim()), handler);
      at = end;
    } else {
      const end = endOfTag(xml, start);
      at = end;
      const isEmpty = xml[end - 2] === '/';
      const tag = xml.slice(start + 1, end - (isEmpty ? 2 : 1));
      const nameEnd = tag.search(/\s/u);
      const name = localName(nameEnd === -1 ? tag : tag.slice(0, nameEnd));
      handler.open(name, nameEnd === -1 ? noAttributes : createAttributes(tag.slice(nameEnd)));
      if (isEmpty) handler.close(name);
      else if (open.push(name) > maxDepth) throw new Error('XML elements nest too deep');
    }
  }
  if (open.length > 0) throw new Error(`the XML ends inside <${open.at(-1)}>`);
}

/** The whole document as a tree under its root element. Throws like `readXml`, and where there is no element. */
export function parseXml(xml: string): XmlElement {
  interface Growing extends XmlElement {
    readonly children: (Growing | string)[];
  }
  const top: Growing = { name: '', attributes: noAttributes, children: [] };
  const open = [top];
  readXml(xml, {
    open(name, attributes) {
      const element: Growing = { name, attributes, children: [] };
      open.at(-1)?.children.push(element);
      open.push(element);
    },
    close: () => void open.pop(),
    text: (value) => void open.at(-1)?.children.push(value),
  });
  const [root] = elementsOf(top);
  if (!root) throw new Error('there is no XML element');
  return root;
}

export function elementsOf(element: XmlElement, name?: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of element.children)
    if (typeof child !== 'string' && (name === undefined || child.name === name)) found.push(child);
  return found;
}

export function firstOf(
  element: XmlElement | null | undefined,
  ...path: readonly string[]
): XmlElement | null {
  let current = element ?? null;
  for (const name of path) {
    if (current === null) return null;
    current = elementsOf(current, name)[0] ?? null;
  }
  return current;
}

/** All elements of this name at any depth, in document order; not looked for inside each other. */
export function deepElementsOf(element: XmlElement, ...names: readonly string[]): XmlElement[] {
  return elementsOf(element).flatMap((child) =>
    names.includes(child.name) ? [child] : deepElementsOf(child, ...names),
  );
}

export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

const noAttributes: XmlAttributes = { get: () => undefined };

/** Read only when asked for: most attributes of a large document never are. */
function createAttributes(source: string): XmlAttributes {
  let values: Map<string, string> | null = null;
  return {
    get(name) {
      values ??= readAttributes(source);
      return values.get(name);
    },
  };
}

function readAttributes(source: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const match of source.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)) {
    const name = match[1] ?? '';
    const value = decodeEntities(match[2] ?? match[3] ?? '');
    const local = localName(name);
    values.set(name, value);
    if (local !== name) {
      values.set(`:${local}`, value);
      if (!values.has(local)) values.set(local, value);
    }
  }
  return values;
}

function closeElement(open: string[], name: string, handler: XmlHandler): void {
  const depth = open.lastIndexOf(name);
  if (depth === -1) return;
  while (open.length > depth) {
    const closed = open.pop();
    if (closed !== undefined) handler.close(closed);
  }
}

function skipDeclaration(xml: string, start: number, handler: XmlHandler): number {
  if (xml.startsWith('<!--', start)) return after(xml, '-->', start + 4);
  if (xml.startsWith('<![CDATA[', start)) {
    const end = after(xml, ']]>', start);
    handler.text(xml.slice(start + 9, end - 3));
    return end;
  }
  const bracket = xml.indexOf('[', start);
  const end = after(xml, '>', start);
  return bracket === -1 || bracket > end ? end : after(xml, '>', after(xml, ']', bracket) - 1);
}

function after(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  if (at === -1) throw new Error('the XML ends inside a tag');
  return at + mark.length;
}

/** A quoted value may hold ">". */
function endOfTag(xml: string, start: number): number {
  const end = after(xml, '>', start);
  const quotes = xml.slice(start, end).match(/"/gu)?.length ?? 0;
  if (quotes % 2 === 0 && !xml.slice(start, end).includes("'")) return end;
  let quote = '';
  for (let at = start; at < xml.length; at += 1) {
    const character = xml[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  throw new Error('the XML ends inside a tag');
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

const named: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/giu, (_, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? '';
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
