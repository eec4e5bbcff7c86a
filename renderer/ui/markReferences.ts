import { referencedNumbers, referenceSource } from '../../shared/references.ts';

/** The parts of a Markdown tree that are looked at here. */
export interface MarkdownNode {
  type: string;
  value?: string;
  children?: MarkdownNode[];
  data?: { hName: string; hProperties: Record<string, string> };
  position?: { start: { offset?: number | undefined } } | undefined;
}

/** One reference, or several in a row. */
const references = new RegExp(`${referenceSource}(?:\\s?${referenceSource})*`, 'g');
const notLookedInto = new Set(['link', 'linkReference', 'code', 'inlineCode', 'html', 'definition']);

/**
 * A remark plugin that turns `[2]` and `[2, 5]` into marks, where the number is one that exists. Every mark
 * carries the sentence before it, which is what it is said to support.
 */
export function markReferences(options: { readonly isKnown: (n: number) => boolean }) {
  return (tree: MarkdownNode): void => {
    markIn(tree, { text: '' }, options.isKnown);
  };
}

function markIn(node: MarkdownNode, before: { text: string }, isKnown: (n: number) => boolean): void {
  if (!node.children) return;
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text' && child.value !== undefined) return splitText(child.value, before, isKnown);
    if (isBlock(child)) before.text = '';
    if (child.value !== undefined) before.text += child.value;
    if (!notLookedInto.has(child.type)) markIn(child, before, isKnown);
    return [child];
  });
}

function splitText(value: string, before: { text: string }, isKnown: (n: number) => boolean): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  let from = 0;
  for (const match of value.matchAll(references)) {
    const numbers = referencedNumbers(match[0]);
    if (!numbers.every(isKnown)) continue;
    const text = value.slice(from, match.index);
    before.text += text;
    const claim = lastSentence(before.text);
    const [, start = '', lastWord = ''] = /^(.*?)(\S*\s*)$/s.exec(text) ?? [];
    if (start !== '') nodes.push({ type: 'text', value: start });
    const after = /^[.,;:!?)]+/.exec(value.slice(match.index + match[0].length))?.[0] ?? '';
    before.text += after;
    nodes.push({
      // A mark must not start a line, nor the full stop after it.
      type: 'together',
      data: { hName: 'span', hProperties: { className: 'markdown-together' } },
      children: [
        { type: 'text', value: lastWord.replace(/\s+$/, '\u00A0') },
        ...numbers.map((n) => referenceNode(n, claim)),
        { type: 'text', value: after },
      ],
    });
    from = match.index + match[0].length + after.length;
  }
  const rest = value.slice(from);
  before.text += rest;
  if (rest !== '') nodes.push({ type: 'text', value: rest });
  return nodes;
}

function referenceNode(n: number, claim: string): MarkdownNode {
  return {
    type: 'reference',
    children: [{ type: 'text', value: String(n) }],
    data: { hName: 'sup', hProperties: { 'data-reference': String(n), 'data-claim': claim } },
  };
}

function isBlock(node: MarkdownNode): boolean {
  return ['paragraph', 'heading', 'listItem', 'tableCell', 'blockquote'].includes(node.type);
}

/** The sentence that ends here. A full stop before the mark still belongs to it. */
function lastSentence(text: string): string {
  const segments = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text.trim())];
  return segments.at(-1)?.segment.trim() ?? '';
}
