import { tableText } from '../../../../../shared/tableText.ts';
import type { BlockList } from '../../blockList.ts';
import type { Archive } from '../../containers/archive.ts';
import { deepElementsOf, elementsOf, firstOf, textOf, type XmlElement } from '../../containers/xml.ts';
import { readPart } from '../ooxml/package.ts';

export interface OdfWalk {
  readonly list: BlockList;
  readonly archive: Archive;
  readonly countText: (text: string) => void;
  /** Styles that begin a page; none are counted where the program wrote down the pages it laid out. */
  readonly pageStyles: ReadonlySet<string>;
  page: number;
}

/** Elements that are no text of the document: what was deleted, lists made from the text, forms' definitions. */
const skipped = new Set(
  'tracked-changes table-of-content illustration-index table-index sequence-decls variable-decls user-field-decls forms settings notes'.split(
    ' ',
  ),
);

/** Walks the content of a text, a slide or a text box in order. */
export function addOdfBlocks(walk: OdfWalk, parent: XmlElement): void {
  for (const child of elementsOf(parent)) addOdfBlock(walk, child);
}

function addOdfBlock(walk: OdfWalk, element: XmlElement): void {
  const { name } = element;
  if (skipped.has(name)) return;
  if (name === 'p' || name === 'h') addParagraph(walk, element);
  else if (name === 'list') {
    walk.countText(textOf(element));
    walk.list.add({ kind: 'list', text: listLines(element, 0).join('\n'), page: walk.page });
    addInnerBlocks(walk, element);
  } else if (name === 'table') addTable(walk, element);
  else if (name === 'soft-page-break') walk.page += 1;
  else if (name === 'object') addObject(walk, element);
  else addOdfBlocks(walk, element);
}

function addParagraph(walk: OdfWalk, element: XmlElement): void {
  const { list } = walk;
  if (walk.pageStyles.has(element.attributes.get('text:style-name') ?? '') && list.blocks.length > 0)
    walk.page += 1;
  const page = walk.page;
  const text = inlineText(element);
  walk.countText(text);
  if (element.name === 'h')
    list.addHeading({ level: Number(element.attributes.get('text:outline-level') ?? 1) || 1, text, page });
  else list.add({ kind: 'paragraph', text, page });
  addInnerBlocks(walk, element);
  walk.page += deepElementsOf(element, 'soft-page-break').length;
}

/** Notes, comments and frames that hang on a paragraph are read after it. */
function addInnerBlocks(walk: OdfWalk, element: XmlElement): void {
  const { list, page } = walk;
  for (const inner of deepElementsOf(element, 'note', 'annotation', 'text-box', 'object', 'table')) {
    if (inner.name === 'note') {
      const body = firstOf(inner, 'note-body');
      if (body) list.add({ kind: 'paragraph', text: elementsOf(body).map(inlineText).join(' '), page });
    } else if (inner.name === 'annotation') {
      const author = firstOf(inner, 'creator');
      const text = elementsOf(inner, 'p').map(inlineText).join(' ');
      list.add({ kind: 'paragraph', text: `Comment${author ? ` (${textOf(author)})` : ''}: ${text}`, page });
    } else if (inner.name === 'object') addObject(walk, inner);
    else if (inner.name === 'table') addTable(walk, inner);
    else addOdfBlocks(walk, inner);
  }
}

function addTable(walk: OdfWalk, table: XmlElement): void {
  const rows = deepElementsOf(table, 'table-row').map((row) =>
    elementsOf(row)
      .filter(({ name }) => name === 'table-cell' || name === 'covered-table-cell')
      .map((cell) => deepElementsOf(cell, 'p', 'h').map(inlineText).join(' ')),
  );
  const text = tableText(rows);
  walk.countText(text);
  walk.list.add({ kind: 'table', text, page: walk.page });
}

/** Charts and formulas are documents of their own beside the text. */
function addObject(walk: OdfWalk, element: XmlElement): void {
  const folder = (element.attributes.get('xlink:href') ?? element.attributes.get('href') ?? '').replace(
    /^\.\//u,
    '',
  );
  const root = folder === '' ? null : readPart(walk.archive, `${folder}/content.xml`);
  if (!root) return;
  for (const title of deepElementsOf(root, 'title', 'subtitle'))
    walk.list.add({ kind: 'paragraph', text: `Chart: ${textOf(title).trim()}`, page: walk.page });
  for (const table of deepElementsOf(root, 'table')) addTable(walk, table);
}

function listLines(list: XmlElement, depth: number): string[] {
  return elementsOf(list).flatMap((item) => {
    if (item.name !== 'list-item' && item.name !== 'list-header') return [];
    const own = elementsOf(item)
      .filter(({ name }) => name === 'p' || name === 'h')
      .map(inlineText)
      .join(' ')
      .trim();
    const inner = elementsOf(item, 'list').flatMap((each) => listLines(each, depth + 1));
    return own === ''
      ? inner
      : [`${'  '.repeat(Math.min(depth, 9))}- ${own.replaceAll('\n', ' ')}`, ...inner];
  });
}

/** The text of a paragraph without what is read after it. */
export function inlineText(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return child.replace(/\s+/gu, ' ');
      switch (child.name) {
        case 's':
          return ' '.repeat(Math.min(100, Number(child.attributes.get('text:c') ?? 1) || 1));
        case 'tab':
          return '\t';
        case 'line-break':
          return '\n';
        case 'note':
        case 'annotation':
        case 'text-box':
        case 'object':
        case 'table':
        case 'ruby-text':
        case 'title':
        case 'desc':
          return '';
        default:
          return inlineText(child);
      }
    })
    .join('');
}
