import { fail, ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { openArchive } from '../containers/archive.ts';
import { deepElementsOf, elementsOf, firstOf, textOf } from '../containers/xml.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { coreDate } from './ooxml/coreDate.ts';
import { drawingParagraph, relatedParts } from './ooxml/drawingText.ts';
import { mainPart, readPart, readRelationships, relationId } from './ooxml/package.ts';
import { addShapes } from './pptx/shapes.ts';

/** Reads a PowerPoint file: each slide a page under its title, then its tables, charts, notes and comments. */
export const readPptx: FormatReader = async (source) => {
  const { fileName, onProgress } = source;
  const opened = openArchive(source);
  if (!opened.ok) return opened;
  const archive = opened.value;
  const main = mainPart(archive, 'ppt/presentation.xml');
  const presentation = readPart(archive, main);
  if (!presentation)
    return fail({ code: 'documents.damaged', fileName, reason: `${main} is missing or broken` });
  const relations = readRelationships(archive, main);
  const slides = elementsOf(firstOf(presentation, 'sldIdLst') ?? presentation, 'sldId').map(
    (slide) => relations.find(({ id }) => id === relationId(slide))?.target ?? '',
  );
  const list = createBlockList();
  const countText = createTextBudget(source);
  const footers = new Set<string>();
  let broken = 0;
  for (const [index, part] of slides.entries()) {
    const page = index + 1;
    onProgress({ done: index, total: slides.length });
    const slide = readPart(archive, part);
    if (!slide) {
      broken += 1;
      continue;
    }
    const isHidden = slide.attributes.get('show') === '0' || slide.attributes.get('show') === 'false';
    addShapes(
      { archive, part, list, page, countText, isHidden, footers },
      firstOf(slide, 'cSld', 'spTree') ?? slide,
    );
    const add = (label: string, text: string) => {
      if (text.trim() === '') return;
      countText(text);
      list.add({ kind: 'paragraph', text: `${label}: ${text.trim()}`, page });
    };
    for (const notes of relatedParts(archive, part, /^notesSlide$/u)) add('Notes', notesOf(archive, notes));
    for (const comments of relatedParts(archive, part, /^comments$/u)) {
      const root = readPart(archive, comments);
      for (const comment of root ? deepElementsOf(root, 'cm', 'reply') : []) {
        const text = firstOf(comment, 'text');
        add('Comment', text ? textOf(text) : deepElementsOf(comment, 'p').map(drawingParagraph).join('\n'));
      }
    }
  }
  for (const text of footers) {
    countText(text);
    if (text !== '')
      list.add({ kind: 'paragraph', text: `Footer: ${text}`, page: Math.max(1, slides.length) });
  }
  if (slides.length > 0 && broken === slides.length) {
    return fail({ code: 'documents.damaged', fileName, reason: 'its slides are missing or broken' });
  }
  const core = readPart(archive, 'docProps/core.xml');
  const title = core && firstOf(core, 'title');
  const named = title ? textOf(title).trim() : '';
  return ok({
    // PowerPoint's own name for a file nobody named.
    title: named === '' || /^(?:PowerPoint|Microsoft PowerPoint)\b/u.test(named) ? null : named,
    language: null,
    datedAt: coreDate(archive),
    pages: Math.max(1, slides.length),
    blocks: list.blocks,
  });
};

function notesOf(archive: Parameters<typeof readPart>[0], part: string): string {
  const root = readPart(archive, part);
  return (root ? deepElementsOf(root, 'sp') : [])
    .filter((shape) => firstOf(shape, 'nvSpPr', 'nvPr', 'ph')?.attributes.get('type') === 'body')
    .flatMap((shape) => deepElementsOf(shape, 'p').map(drawingParagraph))
    .join('\n');
}
