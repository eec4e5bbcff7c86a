import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { ok } from '../../../../shared/result.ts';
import { tableText } from '../../../../shared/tableText.ts';
import { type BlockList, createBlockList } from '../blockList.ts';
import { decodeSource } from '../decodeSource.ts';
import type { FormatReader } from '../source.ts';

/** Reads Markdown with GitHub's tables. HTML inside it is left out, as it is not text. */
export const readMarkdown: FormatReader = async (source) => {
  const decoded = decodeSource(source);
  if (!decoded.ok) return decoded;
  const { body, title } = splitFrontMatter(decoded.value);
  const list = createBlockList();
  addMarkdown(list, body);
  source.onProgress({ done: 1, total: 1 });
  return ok({ title, language: null, pages: 1, blocks: list.blocks });
};

/** Adds the blocks of Markdown in hand. */
export function addMarkdown(list: BlockList, markdown: string): void {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  for (const node of tree.children) addNode(list, node);
}

function addNode(list: BlockList, node: Nodes): void {
  switch (node.type) {
    case 'heading':
      list.addHeading({ level: node.depth, text: inlineText(node) });
      return;
    case 'paragraph':
      list.add({ kind: 'paragraph', text: inlineText(node) });
      return;
    case 'code':
      list.add({ kind: 'code', text: node.value });
      return;
    case 'table':
      list.add({ kind: 'table', text: tableText(node.children.map((row) => row.children.map(inlineText))) });
      return;
    case 'list':
      list.add({ kind: 'list', text: listLines(node, 0).join('\n') });
      return;
    case 'blockquote':
    case 'footnoteDefinition':
      for (const child of node.children) addNode(list, child);
      return;
    default:
      return;
  }
}

function listLines(node: Extract<Nodes, { type: 'list' }>, depth: number): string[] {
  const lines: string[] = [];
  for (const [index, item] of node.children.entries()) {
    const mark = node.ordered ? `${(node.start ?? 1) + index}.` : '-';
    const own = item.children.filter((child) => child.type !== 'list').map(inlineText);
    lines.push(`${mark} ${own.join(' ')}`);
    for (const child of item.children) if (child.type === 'list') lines.push(...listLines(child, depth + 1));
  }
  return lines;
}

/** Text without marks; a hard break stays a line break. */
function inlineText(node: Nodes): string {
  if (node.type === 'break') return '\n';
  if (node.type === 'html') return '';
  if ('children' in node) return node.children.map(inlineText).join('');
  // A line break in the source of a paragraph means a space.
  return node.type === 'text' ? node.value.replaceAll('\n', ' ') : textOf(node);
}

/** Metadata in YAML between two lines of dashes is not part of the text. */
function splitFrontMatter(text: string): { readonly body: string; readonly title: string | null } {
  const match = /^\ufeff?---\r?\n([\s\S]*?)\r?\n---\r?\n/u.exec(text);
  if (!match) return { body: text, title: null };
  const title = /^title:\s*(["']?)(.+?)\1\s*$/mu.exec(match[1] ?? '')?.[2] ?? null;
  return { body: text.slice(match[0].length), title };
}
