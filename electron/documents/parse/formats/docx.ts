import { zipSync } from 'fflate';
import { type OfficeContentNode, OfficeParser } from 'officeparser/slim';
import { fail, ok } from '../../../../shared/result.ts';
import { type BlockList, createBlockList } from '../blockList.ts';
import type { Archive } from '../containers/archive.ts';
import { openArchive } from '../containers/archive.ts';
import type { XmlElement } from '../containers/xml.ts';
import type { FormatReader } from '../source.ts';
import { addDocxExtras, paragraphsOf } from './docx/extras.ts';
import { readHeadingLevels } from './docx/headingLevels.ts';
import { walkNodes } from './docx/walk.ts';
import { coreDate } from './ooxml/coreDate.ts';
import { mainPart, readPart } from './ooxml/package.ts';

const usualPart = 'word/document.xml';

/** Reads a Word document: its tree is walked, so that styling and pictures never reach the text. */
export const readDocx: FormatReader = async (source) => {
  const { fileName, limits, onProgress } = source;
  const archive = openArchive(source);
  if (!archive.ok) return archive;
  const main = mainPart(archive.value, usualPart);
  if (archive.value.readText(main) === null)
    return fail({ code: 'documents.damaged', fileName, reason: `${main} is missing` });
  const bytes = main === usualPart ? new Uint8Array(source.bytes) : withUsualName(archive.value, main);
  const document = await OfficeParser.parseOffice(bytes, {
    fileType: 'docx',
    includeBreakNodes: true,
    extractAttachments: false,
    ocr: false,
    ignoreComments: true,
    ignoreHeadersAndFooters: true,
    decompressionLimits: { maxUncompressedBytes: limits.maxUnpackedBytes },
  });
  const { content, metadata } = document;
  const levels = readHeadingLevels(archive.value.readText('word/styles.xml'));
  const list = createBlockList();
  const walk = {
    list,
    levels,
    pageBreak: hasRenderedBreaks(content) ? ('lastRenderedPage' as const) : ('page' as const),
    isBoldHeading: !content.some((node) => isStyledHeading(node, levels)),
    page: 1,
  };
  walkNodes(walk, content);
  addDocxExtras({ archive: archive.value, list, page: walk.page, main });
  if (list.blocks.length === 0) addPlainParagraphs(readPart(archive.value, main), list);
  onProgress({ done: walk.page, total: walk.page });
  return ok({
    title: metadata.title?.trim() || null,
    language: null,
    datedAt: coreDate(archive.value),
    pages: walk.page,
    blocks: list.blocks,
  });
};

/** Word in a browser calls the text "word/document2.xml"; the library knows one name only. */
function withUsualName(archive: Archive, main: string): Uint8Array {
  const links = (part: string) => part.replace(/([^/]+)$/u, '_rels/$1.rels');
  const names = new Map([
    [main, usualPart],
    [links(main), links(usualPart)],
  ]);
  const parts = archive.entries.flatMap(({ name }) => {
    const content = archive.readBytes(name);
    return content === null ? [] : [[names.get(name) ?? name, content] as const];
  });
  return zipSync(Object.fromEntries(parts), { level: 0 });
}

/** For bodies the library finds nothing in, as those wrapped into elements of other programs. */
function addPlainParagraphs(root: XmlElement | null, list: BlockList): void {
  for (const text of root ? paragraphsOf(root) : []) list.add({ kind: 'paragraph', text });
}

function hasRenderedBreaks(nodes: readonly OfficeContentNode[]): boolean {
  return nodes.some(
    (node) =>
      (node.type === 'break' && node.metadata?.breakType === 'lastRenderedPage') ||
      hasRenderedBreaks(node.children ?? []),
  );
}

function isStyledHeading(node: OfficeContentNode, levels: ReadonlyMap<string, number>): boolean {
  if (node.type === 'heading') return true;
  return node.type === 'paragraph' && node.metadata?.style !== undefined && levels.has(node.metadata.style);
}
