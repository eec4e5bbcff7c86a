import type { OfficeContentNode } from 'officeparser/slim';
import { tableText } from '../../../../../shared/tableText.ts';
import type { BlockList } from '../../blockList.ts';
import { splitAtSentenceEnd } from '../../sentenceTail.ts';

export interface Walk {
  readonly list: BlockList;
  readonly levels: ReadonlyMap<string, number>;
  /** Which breaks count pages: where Word last laid them out, else where the author set them. */
  readonly pageBreak: 'lastRenderedPage' | 'page';
  /** A document without heading styles has its headings in bold. */
  readonly isBoldHeading: boolean;
  page: number;
}

const pageMark = '\ue00c';

/** Walks the tree of a Word document in reading order. */
export function walkNodes(walk: Walk, nodes: readonly OfficeContentNode[]): void {
  for (let index = 0; index < nodes.length; index += 1) {
    const node = nodes[index];
    if (!node) break;
    if (node.type === 'list') {
      const items = takeList(nodes, index);
      addList(walk, items);
      index += items.length - 1;
    } else addNode(walk, node);
  }
}

function addNode(walk: Walk, node: OfficeContentNode): void {
  switch (node.type) {
    case 'paragraph':
    case 'heading':
    case 'definitionTerm':
    case 'definitionDescription':
      addParagraph(walk, node);
      return;
    case 'table':
      addTable(walk, node);
      return;
    case 'code':
      walk.list.add({ kind: 'code', text: node.text ?? '', page: walk.page });
      return;
    case 'text':
      walk.list.add({ kind: 'paragraph', text: node.text ?? '', page: walk.page });
      return;
    case 'break':
      if (node.metadata?.breakType === walk.pageBreak) walk.page += 1;
      return;
    case 'image':
    case 'comment':
    case 'header':
    case 'footer':
      return;
    default:
      walkNodes(walk, node.children ?? []);
      return;
  }
}

function addParagraph(walk: Walk, node: OfficeContentNode): void {
  const text = inlineText(walk, node);
  const style =
    'metadata' in node && node.metadata && 'style' in node.metadata ? node.metadata.style : undefined;
  const ownLevel = node.type === 'heading' ? (node.metadata?.level ?? 1) : undefined;
  const level = ownLevel ?? (style === undefined ? undefined : walk.levels.get(style));
  const plain = text.replaceAll(pageMark, '').trim();
  if (
    plain !== '' &&
    plain.length <= 300 &&
    (level !== undefined || (walk.isBoldHeading && isBoldHeading(node, plain)))
  ) {
    // A break before the heading's text belongs in front of it.
    if (text.trimStart().startsWith(pageMark)) walk.page += 1;
    walk.list.addHeading({ level: level ?? 2, text: plain, page: walk.page });
    if (!text.trimStart().startsWith(pageMark)) walk.page += countMarks(text);
    else walk.page += countMarks(text) - 1;
  } else addAcrossPages(walk, text);
  for (const note of node.notes ?? [])
    walk.list.add({ kind: 'paragraph', text: deepText(note), page: walk.page });
  walkNodes(walk, innerBlocks(node));
}

/** A paragraph that runs over a page's end keeps its sentence whole and gives the rest to the new page. */
function addAcrossPages(walk: Walk, text: string): void {
  const [first = '', ...rest] = text.split(pageMark);
  let open = first;
  for (const part of rest) {
    if (open.trim() === '') open = part;
    else {
      const { tail, remainder } = splitAtSentenceEnd(part);
      walk.list.add({ kind: 'paragraph', text: open + tail, page: walk.page });
      open = remainder;
    }
    walk.page += 1;
  }
  walk.list.add({ kind: 'paragraph', text: open, page: walk.page });
}

function takeList(nodes: readonly OfficeContentNode[], start: number): OfficeContentNode[] {
  const items: OfficeContentNode[] = [];
  for (let index = start; nodes[index]?.type === 'list'; index += 1) {
    const node = nodes[index];
    if (node) items.push(node);
  }
  return items;
}

function addList(walk: Walk, items: readonly OfficeContentNode[]): void {
  let lines: string[] = [];
  const flush = () => {
    walk.list.add({ kind: 'list', text: lines.join('\n'), page: walk.page });
    lines = [];
  };
  const numbers = new Map<string, number>();
  for (const item of items) {
    if (item.type !== 'list') continue;
    const text = inlineText(walk, item);
    const marks = countMarks(text);
    if (marks > 0) {
      flush();
      walk.page += marks;
    }
    const style = item.metadata && 'style' in item.metadata ? item.metadata.style : undefined;
    const level = typeof style === 'string' ? walk.levels.get(style) : undefined;
    const plain = text.replaceAll(pageMark, '').trim();
    if (plain === '') continue;
    if (level !== undefined) {
      // Numbered headings are list items to Word.
      flush();
      walk.list.addHeading({ level, text: plain, page: walk.page });
      continue;
    }
    const key = `${item.metadata?.listId}/${item.metadata?.indentation}`;
    const number = (numbers.get(key) ?? 0) + 1;
    numbers.set(key, number);
    lines.push(
      `${item.metadata?.listType === 'ordered' ? `${number}.` : '-'} ${plain.replaceAll('\n', ' ')}`,
    );
  }
  flush();
}

function addTable(walk: Walk, table: OfficeContentNode): void {
  const rows = (table.children ?? []).filter((row) => row.type === 'row');
  const startPage = walk.page;
  const cells = rows.map((row) => (row.children ?? []).filter((cell) => cell.type === 'cell').map(deepText));
  walk.list.add({ kind: 'table', text: tableText(cells), page: startPage });
  walk.page += countBreaks(table, walk.pageBreak);
}

/** The text of a paragraph's runs, with a mark where a page ends. */
function inlineText(walk: Walk, node: OfficeContentNode): string {
  if (!node.children || node.children.length === 0) return node.text ?? '';
  let text = '';
  for (const child of node.children) {
    if (child.type === 'text') text += child.text ?? '';
    else if (child.type === 'break') {
      const kind = child.metadata?.breakType;
      if (kind === walk.pageBreak) text += pageMark;
      else if (kind === 'textWrapping' || kind === 'carriageReturn') text += '\n';
    } else if (!isInnerBlock(child) && child.type !== 'note') text += inlineText(walk, child);
  }
  return text;
}

function innerBlocks(node: OfficeContentNode): OfficeContentNode[] {
  return (node.children ?? []).filter(isInnerBlock);
}

/** Text boxes and drawings sit inside a paragraph, but are read after it. */
function isInnerBlock(node: OfficeContentNode): boolean {
  return ['paragraph', 'heading', 'list', 'table', 'drawing', 'chart', 'embed', 'image', 'code'].includes(
    node.type,
  );
}

function deepText(node: OfficeContentNode): string {
  if (node.type === 'image' || node.type === 'comment') return '';
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'break') return ' ';
  const children = node.children ?? [];
  if (children.length === 0) return node.text ?? '';
  const isInline = children.every(
    (child) => child.type === 'text' || child.type === 'break' || child.type === 'note',
  );
  return children.map(deepText).join(isInline ? '' : ' ');
}

function countMarks(text: string): number {
  return text.split(pageMark).length - 1;
}

function countBreaks(node: OfficeContentNode, kind: string): number {
  if (node.type === 'break') return node.metadata?.breakType === kind ? 1 : 0;
  return (node.children ?? []).reduce((sum, child) => sum + countBreaks(child, kind), 0);
}

function isBoldHeading(node: OfficeContentNode, text: string): boolean {
  const runs = (node.children ?? []).filter(
    (child) => child.type === 'text' && (child.text ?? '').trim() !== '',
  );
  return (
    text.length <= 100 &&
    !/[.:;,!?]$/u.test(text) &&
    runs.length > 0 &&
    runs.every((run) => run.formatting?.bold === true)
  );
}
