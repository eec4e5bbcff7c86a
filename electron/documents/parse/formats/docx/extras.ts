import { tableText } from '../../../../../shared/tableText.ts';
import type { BlockList } from '../../blockList.ts';
import type { Archive } from '../../containers/archive.ts';
import { deepElementsOf, elementsOf, textOf, type XmlElement } from '../../containers/xml.ts';
import { chartLines, diagramLines, relatedParts } from '../ooxml/drawingText.ts';
import { readPart } from '../ooxml/package.ts';

/** Adds what stands around the text: notes not read yet, charts, each header and footer once, comments with their authors. */
export function addDocxExtras(input: {
  readonly archive: Archive;
  readonly list: BlockList;
  readonly page: number;
  /** The part with the text. */
  readonly main: string;
}): void {
  const { archive, list, page } = input;
  addMissingNotes(input);
  addDrawings(input);
  const shown = new Set<string>();
  for (const { name } of archive.entries) {
    const label = /^word\/(header|footer)\d*\.xml$/u.exec(name)?.[1];
    const root = label === undefined ? null : readPart(archive, name);
    const text = root ? paragraphsOf(root).join('\n') : '';
    // Page numbers alone say nothing.
    if (!/\p{L}{2}/u.test(text) || shown.has(text)) continue;
    shown.add(text);
    list.add({ kind: 'paragraph', text: `${label === 'header' ? 'Header' : 'Footer'}: ${text}`, page });
  }
  const comments = readPart(archive, 'word/comments.xml');
  for (const comment of comments ? elementsOf(comments, 'comment') : []) {
    const text = paragraphsOf(comment).join('\n');
    const author = comment.attributes.get('w:author')?.trim() ?? '';
    if (text !== '')
      list.add({ kind: 'paragraph', text: `Comment${author === '' ? '' : ` (${author})`}: ${text}`, page });
  }
}

/** Notes inside tables, text boxes and content controls are not given with the text around them. */
function addMissingNotes({ archive, list, page }: Parameters<typeof addDocxExtras>[0]): void {
  const notes = ['footnote', 'endnote'].flatMap((kind) => {
    const root = readPart(archive, `word/${kind}s.xml`);
    // Those with a type are the lines between text and notes.
    const own = root ? elementsOf(root, kind).filter(({ attributes }) => !attributes.get('w:type')) : [];
    return own.map((note) => paragraphsOf(note).join(' '));
  });
  if (notes.length === 0) return;
  const read = squeeze(list.blocks.map(({ text }) => text).join(''));
  for (const note of notes)
    if (note !== '' && !read.includes(squeeze(note))) list.add({ kind: 'paragraph', text: note, page });
}

/** Charts and diagrams are parts of their own: what their pictures show is written there. */
function addDrawings({ archive, list, page, main }: Parameters<typeof addDocxExtras>[0]): void {
  for (const part of relatedParts(archive, main, /^chart$/u)) {
    const { title, rows } = chartLines(archive, part);
    if (title !== null) list.add({ kind: 'paragraph', text: `Chart: ${title}`, page });
    if (rows.length > 0) list.add({ kind: 'table', text: tableText(rows), page });
  }
  for (const part of relatedParts(archive, main, /^diagramData$/u))
    list.add({ kind: 'list', text: diagramLines(archive, part).join('\n'), page });
}

function squeeze(text: string): string {
  return text.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The paragraphs of any part, in order, wherever they lie. */
export function paragraphsOf(root: XmlElement): string[] {
  return deepElementsOf(root, 'p')
    .map((paragraph) => deepElementsOf(paragraph, 't', 'tab', 'br').map(runText).join('').trim())
    .filter((text) => text !== '');
}

function runText(element: XmlElement): string {
  if (element.name === 't') return textOf(element);
  return element.name === 'tab' ? '\t' : '\n';
}
