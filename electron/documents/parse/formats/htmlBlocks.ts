import { tableText } from '../../../../shared/tableText.ts';
import type { BlockList } from '../blockList.ts';

const blockNames = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER HEADER HTML LI MAIN P SECTION SUMMARY TBODY TD TH TR'.split(
    ' ',
  ),
);

/** Walks a page's content in order. Deep nesting is followed without recursion: hostile pages have it. */
export function addHtmlBlocks(list: BlockList, root: Element): void {
  let inline = '';
  const flush = () => {
    list.add({ kind: 'paragraph', text: foldSpace(inline) });
    inline = '';
  };
  const pending: (Node | 'flush')[] = [root];
  while (pending.length > 0) {
    const node = pending.pop();
    if (node === undefined) break;
    if (node === 'flush') flush();
    else if (isText(node)) inline += node.nodeValue ?? '';
    else if (isElement(node)) {
      const name = node.nodeName.toUpperCase();
      if (name === 'BR') inline += '\u2028';
      else if (addWhole({ list, element: node, name, flush })) continue;
      else {
        const isBlock = blockNames.has(name);
        if (isBlock) flush();
        if (isBlock) pending.push('flush');
        for (let child = node.lastChild; child; child = child.previousSibling) pending.push(child);
      }
    }
  }
  flush();
}

/** Elements whose inside is one block. @returns false where the walk must go inside. */
function addWhole(input: {
  readonly list: BlockList;
  readonly element: Element;
  readonly name: string;
  readonly flush: () => void;
}): boolean {
  const { list, element, name, flush } = input;
  const level = /^H([1-6])$/u.exec(name)?.[1];
  if (level) {
    flush();
    list.addHeading({ level: Number(level), text: foldSpace(element.textContent ?? '') });
    return true;
  }
  if (name === 'PRE') {
    flush();
    list.add({ kind: 'code', text: element.textContent ?? '' });
    return true;
  }
  if ((name === 'UL' || name === 'OL') && !element.querySelector('h1,h2,h3,h4,table,pre')) {
    flush();
    list.add({ kind: 'list', text: listText(element) });
    return true;
  }
  if (name === 'TABLE' && isDataTable(element)) {
    flush();
    list.add({ kind: 'table', text: tableText(cellsOfTable(element)) });
    return true;
  }
  return false;
}

/** Tables that lay a page out hold headings or other tables, or a single cell. */
function isDataTable(table: Element): boolean {
  return !table.querySelector('table,h1,h2,h3,h4,pre') && table.querySelectorAll('td,th').length > 1;
}

/** A cell over several rows stands in each of them, so that every row can be read by itself. */
function cellsOfTable(table: Element): string[][] {
  const elements = [...table.querySelectorAll('tr')];
  const rows: string[][] = elements.map(() => []);
  for (const [y, row] of elements.entries()) {
    let x = 0;
    for (const cell of row.children) {
      if (!/^T[DH]$/iu.test(cell.nodeName)) continue;
      while (rows[y]?.[x] !== undefined) x += 1;
      const text = foldSpace(spacedText(cell)).replaceAll('\n', ' ');
      const width = span(cell, 'colspan');
      const height = span(cell, 'rowspan');
      for (let down = 0; down < height; down += 1) {
        for (let right = 0; right < width; right += 1) {
          const target = rows[y + down];
          if (target) target[x + right] = right > 0 ? '' : text;
        }
      }
      x += width;
    }
  }
  return rows.map((row) => Array.from(row, (cell) => cell ?? ''));
}

/** Hostile pages have spans of millions. */
function span(cell: Element, name: string): number {
  const value = Number(cell.getAttribute(name) ?? 1);
  return Number.isInteger(value) && value > 1 ? Math.min(value, 50) : 1;
}

function listText(element: Element): string {
  const itemsSoFar = new Map<Node, number>();
  return [...element.querySelectorAll('li')]
    .map((item) => {
      const list = item.parentNode ?? element;
      const number = (itemsSoFar.get(list) ?? 0) + 1;
      itemsSoFar.set(list, number);
      const own = [...item.childNodes].filter((child) => !/^[UO]L$/iu.test(child.nodeName));
      const text = foldSpace(
        own.map((child) => (isElement(child) ? spacedText(child) : (child.nodeValue ?? ''))).join(''),
      );
      const mark = list.nodeName.toUpperCase() === 'OL' ? `${number}.` : '-';
      return text.trim() === '' ? '' : `${mark} ${text.trim().replaceAll('\n', ' ')}`;
    })
    .filter((line) => line !== '')
    .join('\n');
}

/** Text with a space where a block or a line ends: `<p>a</p><p>b</p>` reads "a b". */
function spacedText(element: Element): string {
  const parts: string[] = [];
  const pending: (Node | ' ')[] = [element];
  while (pending.length > 0) {
    const node = pending.pop();
    if (node === undefined) break;
    if (node === ' ') parts.push(' ');
    else if (isText(node)) parts.push(node.nodeValue ?? '');
    else if (isElement(node)) {
      if (blockNames.has(node.nodeName.toUpperCase()) || node.nodeName.toUpperCase() === 'BR') {
        parts.push(' ');
        pending.push(' ');
      }
      for (let child = node.lastChild; child; child = child.previousSibling) pending.push(child);
    }
  }
  return parts.join('');
}

/** Source line breaks are spaces; `<br>`, kept as U+2028 on the way, is a line break. */
function foldSpace(text: string): string {
  return text.replace(/[^\S\u2028]+/gu, ' ').replace(/ ?\u2028 ?/gu, '\n');
}

function isText(node: Node): boolean {
  return node.nodeType === 3;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
