import { parseHTML } from 'linkedom';
import { fail, ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { type Archive, openArchive } from '../containers/archive.ts';
import { deepElementsOf, elementsOf, firstOf, textOf, type XmlElement } from '../containers/xml.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { addHtmlBlocks } from './htmlBlocks.ts';
import { readPart } from './ooxml/package.ts';

/** Reads an e-book: its chapters in the order of its spine, each a page. */
export const readEpub: FormatReader = async (source) => {
  const { fileName, onProgress } = source;
  const opened = openArchive(source);
  if (!opened.ok) return opened;
  const archive = opened.value;
  const container = readPart(archive, 'META-INF/container.xml');
  const rootFile = container && deepElementsOf(container, 'rootfile')[0]?.attributes.get('full-path');
  const opfPart = rootFile ?? archive.entries.find(({ name }) => /\.opf$/iu.test(name))?.name ?? '';
  const book = readPart(archive, opfPart);
  if (!book)
    return fail({ code: 'documents.damaged', fileName, reason: 'its list of chapters is missing or broken' });
  const folder = opfPart.slice(0, opfPart.lastIndexOf('/') + 1);
  const locked = lockedParts(archive);
  const chapters = chaptersOf(book, folder);
  const names = chapterNames(archive, book, folder);
  const metadata = firstOf(book, 'metadata') ?? book;
  const valuesOf = (name: string) =>
    deepElementsOf(metadata, name)
      .map(textOf)
      .map((text) => text.trim());
  const list = createBlockList();
  const authors = valuesOf('creator').filter((name) => name !== '');
  if (authors.length > 0) list.add({ kind: 'paragraph', text: `Author: ${authors.join(', ')}` });
  const before = list.blocks.length;
  const countText = createTextBudget(source);
  let lockedCount = 0;
  for (const [index, chapter] of chapters.entries()) {
    onProgress({ done: index, total: chapters.length });
    if (locked.has(chapter)) {
      lockedCount += 1;
      continue;
    }
    const html = archive.readText(chapter);
    if (html === null) continue;
    const page = index + 1;
    const { document } = parseHTML(closeEmptyTags(html));
    const body = document.body ?? document.documentElement;
    if (!body) continue;
    for (const element of body.querySelectorAll('script,style,svg,nav[hidden]')) element.remove();
    const name = names.get(chapter);
    if (name !== undefined && !body.querySelector('h1,h2,h3,h4,h5,h6'))
      list.addHeading({ level: 1, text: name, page });
    countText(body.textContent ?? '');
    addHtmlBlocks(
      {
        ...list,
        add: (block) => list.add({ ...block, page }),
        addHeading: (heading) => list.addHeading({ ...heading, page }),
      },
      body,
    );
  }
  if (list.blocks.length === before && lockedCount > 0) {
    return fail({
      code: 'documents.notReadable',
      fileName,
      reason: 'copy protection (DRM) locks its chapters',
    });
  }
  return ok({
    title: valuesOf('title')[0] || null,
    language: valuesOf('language')[0] || null,
    pages: Math.max(1, chapters.length),
    blocks: list.blocks.length === before ? [] : list.blocks,
  });
};

function chaptersOf(book: XmlElement, folder: string): string[] {
  const items = deepElementsOf(firstOf(book, 'manifest') ?? book, 'item');
  const byId = new Map(items.map((item) => [item.attributes.get('id'), item]));
  const inSpine = deepElementsOf(firstOf(book, 'spine') ?? book, 'itemref').flatMap(
    (reference) => byId.get(reference.attributes.get('idref')) ?? [],
  );
  const readable = inSpine.filter(({ attributes }) =>
    /html|xml$/iu.test(attributes.get('media-type') ?? 'html'),
  );
  return readable.map(({ attributes }) => pathOf(folder, attributes.get('href') ?? ''));
}

/** The table of contents: of EPUB 3 (nav), else of EPUB 2 (ncx). */
function chapterNames(archive: Archive, book: XmlElement, folder: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const { attributes } of deepElementsOf(book, 'item')) {
    const isNav = (attributes.get('properties') ?? '').split(/\s+/u).includes('nav');
    if (!isNav && attributes.get('media-type') !== 'application/x-dtbncx+xml') continue;
    const part = pathOf(folder, attributes.get('href') ?? '');
    const root = readPart(archive, part);
    const partFolder = part.slice(0, part.lastIndexOf('/') + 1);
    for (const entry of root ? deepElementsOf(root, 'a', 'navPoint') : []) addNames(names, entry, partFolder);
  }
  return names;
}

function addNames(names: Map<string, string>, entry: XmlElement, folder: string): void {
  const target = entry.attributes.get('href') ?? firstOf(entry, 'content')?.attributes.get('src');
  const label = entry.name === 'a' ? entry : firstOf(entry, 'navLabel');
  const name = label ? textOf(label).trim() : '';
  const path = pathOf(folder, target ?? '');
  if (target !== undefined && name !== '' && !names.has(path)) names.set(path, name);
  for (const inner of elementsOf(entry, 'navPoint')) addNames(names, inner, folder);
}

/** Parts under a reader program's lock; scrambled fonts do not matter. */
function lockedParts(archive: Archive): ReadonlySet<string> {
  const root = readPart(archive, 'META-INF/encryption.xml');
  return new Set(
    (root ? deepElementsOf(root, 'CipherReference') : []).map(({ attributes }) =>
      decode(attributes.get('URI') ?? ''),
    ),
  );
}

function pathOf(folder: string, href: string): string {
  const parts: string[] = [];
  for (const part of `${folder}${decode(href.replace(/#.*$/u, ''))}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function decode(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

/** XHTML closes empty elements at once, which HTML takes for opened ones. */
function closeEmptyTags(html: string): string {
  return html.replace(
    /<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([a-z][\w:-]*)((?:\s[^<>]*)?)\/>/giu,
    '<$1$2></$1>',
  );
}
