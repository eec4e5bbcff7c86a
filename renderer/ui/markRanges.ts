import type { MarkdownNode } from './markReferences.ts';

/** A part of a Markdown text that is to be seen, in UTF-16 units of its source. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  readonly className: string;
  /** Names the range where something is rendered behind it; null where nothing is. */
  readonly id: number | null;
}

/** A remark plugin that wraps ranges of the source in elements, across emphasis and links. */
export function markRanges(options: { readonly source: string; readonly ranges: readonly TextRange[] }) {
  return (tree: MarkdownNode): void => {
    if (options.ranges.length > 0) markIn(tree, options);
    for (const range of options.ranges) if (range.id !== null) appendMark(tree, range.id);
  };
}

function markIn(
  node: MarkdownNode,
  options: { readonly source: string; readonly ranges: readonly TextRange[] },
): void {
  if (!node.children) return;
  node.children = node.children.flatMap((child) => {
    if (child.type !== 'text' || child.value === undefined) {
      markIn(child, options);
      return [child];
    }
    return splitText(child, child.value, options);
  });
}

function splitText(
  node: MarkdownNode,
  value: string,
  { source, ranges }: { readonly source: string; readonly ranges: readonly TextRange[] },
): MarkdownNode[] {
  const places = placesOf({ value, source, from: node.position?.start.offset });
  if (places === null) return [node];
  const rangeAt = (index: number) =>
    ranges.find(({ start, end }) => (places[index] ?? -1) >= start && (places[index] ?? -1) < end);
  const nodes: MarkdownNode[] = [];
  for (let from = 0; from < value.length; ) {
    const range = rangeAt(from);
    let to = from + 1;
    while (to < value.length && rangeAt(to) === range) to += 1;
    const text: MarkdownNode = { type: 'text', value: value.slice(from, to) };
    nodes.push(range ? wrap(text, range) : text);
    from = to;
  }
  return nodes;
}

function wrap(text: MarkdownNode, { className, id }: TextRange): MarkdownNode {
  const properties = { className, ...(id === null ? {} : { 'data-range': String(id) }) };
  return { type: 'range', children: [text], data: { hName: 'span', hProperties: properties } };
}

/** Behind the last piece of a range there is a place for a button. */
function appendMark(tree: MarkdownNode, id: number): void {
  const found: { parent: MarkdownNode; index: number }[] = [];
  const look = (node: MarkdownNode) =>
    node.children?.forEach((child, index) => {
      if (child.data?.hProperties['data-range'] === String(id)) found.push({ parent: node, index });
      look(child);
    });
  look(tree);
  const last = found.at(-1);
  // The joiner keeps the button from starting a line.
  last?.parent.children?.splice(
    last.index + 1,
    0,
    { type: 'text', value: '\u2060' },
    {
      type: 'rangeMark',
      children: [],
      data: { hName: 'sup', hProperties: { 'data-range-mark': String(id) } },
    },
  );
}

/** For each unit of a text node its place in the source, where escapes and indents are left out of the node. */
function placesOf(input: {
  readonly value: string;
  readonly source: string;
  readonly from: number | undefined;
}): number[] | null {
  const { value, source, from } = input;
  if (from === undefined) return null;
  const places: number[] = [];
  let place = from;
  for (const unit of value) {
    while (place < source.length && !source.startsWith(unit, place)) place += 1;
    for (let index = 0; index < unit.length; index += 1) places.push(place + index);
    place += unit.length;
  }
  return places;
}
