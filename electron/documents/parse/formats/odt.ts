import { fail, ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { deepElementsOf, firstOf, parseXml, type XmlElement } from '../containers/xml.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { addOdfBlocks, type OdfWalk } from './odf/odfBlocks.ts';
import { openOdf } from './odf/openOdf.ts';

/** Reads an OpenDocument text: with its notes, comments and text boxes, without what was deleted in it. */
export const readOdt: FormatReader = async (source) => {
  const { fileName, onProgress } = source;
  const opened = openOdf(source);
  if (!opened.ok) return opened;
  const { archive, content, title, datedAt } = opened.value;
  const root = parseXml(content);
  // Before OpenDocument, OpenOffice put the text right into the body.
  const text = firstOf(root, 'body', 'text') ?? firstOf(root, 'body');
  if (!text) return fail({ code: 'documents.damaged', fileName, reason: 'it holds no text document' });
  const walk: OdfWalk = {
    list: createBlockList(),
    archive,
    countText: createTextBudget(source),
    pageStyles: deepElementsOf(text, 'soft-page-break').length > 0 ? new Set() : pageStyles(root),
    page: 1,
  };
  addOdfBlocks(walk, text);
  onProgress({ done: walk.page, total: walk.page });
  return ok({ title, language: null, datedAt, pages: walk.page, blocks: walk.list.blocks });
};

function pageStyles(root: XmlElement): Set<string> {
  const styles = firstOf(root, 'automatic-styles');
  return new Set(
    (styles ? deepElementsOf(styles, 'style') : [])
      .filter((style) => firstOf(style, 'paragraph-properties')?.attributes.get('fo:break-before') === 'page')
      .map(({ attributes }) => attributes.get('style:name') ?? ''),
  );
}
