import type { BlockList } from '../../blockList.ts';
import { type PathList, stepOf } from './pathList.ts';

/** Takes the events of an XML parser and gives prose as prose, tables as tables and everything else as values. */
export interface XmlOutline {
  open(name: string, attributes: readonly (readonly [string, string])[]): void;
  text(part: string): void;
  close(): void;
  /** After the last event, also where the document breaks off. */
  end(): void;
  title(): string | null;
  /** As the root declares it. */
  language(): string | null;
}

/** Names that mean the same in JATS, DocBook, TEI, DITA and office formats without a reader of their own. */
const paragraphs = new Set([
  'p',
  'para',
  'simpara',
  'formalpara',
  'ab',
  'lg',
  'shortdesc',
  'disp-quote',
  'claim-text',
]);
const headings = new Set([
  'title',
  'head',
  'heading',
  'article-title',
  'invention-title',
  'h1',
  'h2',
  'h3',
  'h4',
]);
const sections = new Set([
  'sec',
  'section',
  'chapter',
  'part',
  'div',
  'abstract',
  'back',
  'topic',
  'appendix',
  'sect1',
  'sect2',
  'sect3',
  'ack',
  'description',
  'claims',
]);
const bodies = new Set(['body', 'text']);
const rows = new Set(['tr', 'row']);
const cells = new Set(['td', 'th', 'entry', 'cell']);
/** Longer flows are no paragraph of mixed text. */
const maxFlowCharacters = 20_000;
const shownDepth = 40;

interface Frame {
  readonly name: string;
  readonly path: string;
  /** How many children of each name there were. */
  readonly counts: Map<string, number>;
  /** All text inside, that of children included, in reading order. */
  flow: string;
  hasOwnText: boolean;
  hasChildren: boolean;
  /** Values of children, held back until it is clear that this is no prose. */
  held: [string, string][];
  /** Already given out as a block: what holds it must not repeat it. */
  isGiven: boolean;
  cells: string[];
  rows: string[];
}

export function createXmlOutline({
  list,
  paths,
}: {
  readonly list: BlockList;
  readonly paths: PathList;
}): XmlOutline {
  const open: Frame[] = [];
  let title: string | null = null;
  let language: string | null = null;
  let sectionDepth = 0;
  let bodyDepth = 0;

  const release = (frame: Frame) => {
    for (const [path, value] of frame.held) paths.add(path, value);
    frame.held = [];
  };
  const giveOut = () => {
    for (const frame of open) {
      release(frame);
      frame.isGiven = true;
      frame.flow = '';
    }
    paths.flush();
  };

  /** Its values come out under its heading, what follows does not. */
  const leaveSection = () => {
    for (const frame of open) release(frame);
    paths.flush();
    list.leaveHeadings(sectionDepth + 1);
    sectionDepth = Math.max(0, sectionDepth - 1);
  };

  const closeFrame = (frame: Frame) => {
    const parent = open.at(-1);
    const folded = frame.flow.replace(/\s+/gu, ' ');
    const text = folded.trim();
    // Words meet without a space only inside a sentence.
    const isInline = parent !== undefined && (parent.hasOwnText || paragraphs.has(parent.name));
    frame.flow = isInline ? folded : `${text} `;
    if (bodies.has(frame.name)) bodyDepth -= 1;
    if (sections.has(frame.name)) {
      release(frame);
      leaveSection();
    }
    if (cells.has(frame.name) && parent && rows.has(parent.name)) {
      parent.cells.push(text);
      return;
    }
    if (rows.has(frame.name) && frame.cells.length > 0) {
      const table = open.findLast(({ name }) => name === 'table' || name === 'tgroup') ?? parent;
      table?.rows.push(frame.cells.join(' | '));
      return;
    }
    if (frame.rows.length > 0) {
      giveOut();
      list.add({ kind: 'table', text: frame.rows.filter((row) => /[^\s|]/u.test(row)).join('\n') });
      if (parent) parent.isGiven = true;
      return;
    }
    if (frame.isGiven) {
      release(frame);
      if (frame.hasOwnText && text !== '') list.add({ kind: 'paragraph', text });
      if (parent) parent.isGiven = true;
      return;
    }
    // Titles of records in a data file are values like any other: prose stands in sections.
    const isProse = sectionDepth > 0 || bodyDepth > 0;
    if (
      headings.has(frame.name) &&
      text !== '' &&
      text.length <= 300 &&
      (isProse || frame.name === 'article-title' || frame.name === 'invention-title')
    ) {
      const isDocumentTitle = frame.name === 'article-title' || frame.name === 'invention-title';
      if (isDocumentTitle && title !== null) return keepValue(frame, parent, text);
      if (isDocumentTitle) title = text;
      giveOut();
      list.addHeading({ level: isDocumentTitle ? 1 : Math.min(6, sectionDepth + 1), text });
      return;
    }
    if (paragraphs.has(frame.name) && text !== '') {
      giveOut();
      list.add({ kind: 'paragraph', text });
      return;
    }
    keepValue(frame, parent, text);
  };

  const keepValue = (frame: Frame, parent: Frame | undefined, text: string) => {
    const isMixed = frame.hasOwnText && frame.hasChildren;
    const values: [string, string][] =
      isMixed || !frame.hasChildren
        ? [
            ...frame.held.filter(([path]) => path.startsWith(`${frame.path}/@`)),
            ...(text === '' ? [] : [[frame.path, text] satisfies [string, string]]),
          ]
        : frame.held;
    if (!parent) {
      for (const [path, value] of values) paths.add(path, value);
      return;
    }
    parent.held.push(...values);
    parent.flow += frame.flow.length < maxFlowCharacters ? frame.flow : '';
    // Containers near the root are records: given out whole, as nothing around them is prose.
    if (open.length <= 2 && !parent.hasOwnText) {
      release(parent);
      paths.endRecord();
      parent.flow = '';
    } else if (parent.held.length > 500 || parent.flow.length > maxFlowCharacters) {
      release(parent);
      parent.flow = '';
    }
  };

  return {
    open(name, attributes) {
      const parent = open.at(-1);
      const count = (parent?.counts.get(name) ?? 0) + 1;
      parent?.counts.set(name, count);
      if (parent) parent.hasChildren = true;
      else language = attributes.find(([key]) => key === 'xml:lang' || key === 'lang')?.[1] ?? null;
      if (sections.has(name)) sectionDepth += 1;
      if (bodies.has(name)) bodyDepth += 1;
      const step = count === 1 ? stepOf(name) : `${stepOf(name)}[${count}]`;
      // Deep paths are shown by their beginning, or each level would cost as much as all above it.
      const path =
        open.length > shownDepth ? (parent?.path ?? '') : `${parent?.path ?? ''}${step.replace(/^\./u, '/')}`;
      open.push({
        name,
        path: parent ? path : name,
        counts: new Map(),
        flow: '',
        hasOwnText: false,
        hasChildren: false,
        held: attributes.map(([key, value]): [string, string] => [`${parent ? path : name}/@${key}`, value]),
        isGiven: false,
        cells: [],
        rows: [],
      });
    },
    text(part) {
      const frame = open.at(-1);
      if (!frame) return;
      if (part.trim() !== '') frame.hasOwnText = true;
      frame.flow += part;
    },
    close() {
      const frame = open.pop();
      if (frame) closeFrame(frame);
    },
    end() {
      for (let frame = open.pop(); frame; frame = open.pop()) closeFrame(frame);
    },
    title: () => title,
    language: () => language,
  };
}
