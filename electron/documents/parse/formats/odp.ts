import { fail, ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { deepElementsOf, elementsOf, firstOf, parseXml } from '../containers/xml.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { addOdfBlocks, inlineText } from './odf/odfBlocks.ts';
import { openOdf } from './odf/openOdf.ts';

/** Reads an OpenDocument presentation: each slide a page under its title, with its notes. */
export const readOdp: FormatReader = async (source) => {
  const { fileName, onProgress } = source;
  const opened = openOdf(source);
  if (!opened.ok) return opened;
  const { archive, content, title, datedAt } = opened.value;
  const slideShow = firstOf(parseXml(content), 'body', 'presentation');
  if (!slideShow) return fail({ code: 'documents.damaged', fileName, reason: 'it holds no presentation' });
  const slides = elementsOf(slideShow, 'page');
  const list = createBlockList();
  const countText = createTextBudget(source);
  for (const [index, slide] of slides.entries()) {
    const page = index + 1;
    onProgress({ done: index, total: slides.length });
    const shapes = elementsOf(slide).filter(({ name }) => name !== 'notes');
    const heading = shapes.find(({ attributes }) => attributes.get('presentation:class') === 'title');
    const text = heading ? deepElementsOf(heading, 'p').map(inlineText).join(' ').trim() : '';
    if (text !== '') list.addHeading({ level: 1, text, page });
    else if (page > 1) list.addHeading({ level: 1, text: `Slide ${page}`, page });
    const walk = { list, archive, countText, pageStyles: new Set<string>(), page };
    for (const shape of shapes) {
      if (shape === heading) continue;
      const isFrame = shape.name === 'frame';
      addOdfBlocks(walk, isFrame ? shape : { ...shape, children: [shape] });
    }
    const notes = firstOf(slide, 'notes');
    const noted = notes
      ? deepElementsOf(notes, 'p')
          .map(inlineText)
          .filter((line) => line.trim() !== '')
      : [];
    if (noted.length > 0) list.add({ kind: 'paragraph', text: `Notes: ${noted.join('\n')}`, page });
  }
  return ok({ title, language: null, datedAt, pages: Math.max(1, slides.length), blocks: list.blocks });
};
