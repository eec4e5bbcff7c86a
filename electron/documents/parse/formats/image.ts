import type { RecognisedPage } from '../../../../shared/recognition.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { detectLanguage } from '../language.ts';
import { toFragments } from '../recognise/fragments.ts';
import { whyEmpty } from '../recognise/whyEmpty.ts';
import type { FormatReader } from '../source.ts';
import { readImageFacts } from './image/facts.ts';
import { tiffPages } from './image/tiffPages.ts';
import type { PageLines } from './pdf/furniture.ts';
import { layOutPages } from './pdf/layOut.ts';
import { orderPage } from './pdf/readingOrder.ts';
import { joinFragments } from './pdf/segments.ts';

/** A picture in memory takes four bytes for each point of it. */
const maxPoints = 120_000_000;
/** Icons and the like, of which mails are full. */
const minPoints = 10_000;
/** As wide as a sheet of paper, so that distances mean the same as in a PDF. In points. */
const pageWidth = 595;

/** Recognises the words in a picture; the pages of a TIFF are pages. */
export const readImage: FormatReader = async ({ bytes, fileName, limits, recognition, onProgress }) => {
  const facts = readImageFacts(bytes);
  if (facts && facts.width * facts.height > maxPoints) {
    const sizeBytes = facts.width * facts.height;
    return fail({ code: 'documents.tooLarge', fileName, sizeBytes, maxBytes: maxPoints });
  }
  if (facts && facts.width * facts.height < minPoints) return fail({ code: 'documents.emptyText', fileName });
  const pictures = tiffPages(bytes, { maxPages: limits.maxRecognisedPages });
  const total = pictures.length;
  const pages: PageLines[] = [];
  const recognised: RecognisedPage[] = [];
  for (const [index, picture] of pictures.entries()) {
    const page = index + 1;
    const read = await recognition.read({
      bytes: picture,
      pixelsPerInch: facts?.pixelsPerInch ?? null,
      exifOrientation: facts?.exifOrientation ?? 1,
      page,
      total,
    });
    const { lines, confidence, problem } = read;
    if (problem === 'failed' && total === 1 && recognition.isAvailable)
      return fail({ code: 'documents.damaged', fileName, reason: 'the picture cannot be opened' });
    recognised.push({ page, confidence, problem });
    const right = Math.max(1, ...lines.map(({ box }) => box.x1));
    const bottom = Math.max(1, ...lines.map(({ box }) => box.y1));
    const pointsPerPixel = pageWidth / right;
    const fragments = toFragments(lines, { pointsPerPixel });
    pages.push({
      page,
      // A picture has no margins that would tell a header from its first line.
      height: bottom * pointsPerPixel * 2,
      lines: orderPage({ segments: joinFragments(fragments), page }),
    });
    onProgress({ done: page, total });
  }
  const blocks = layOutPages(pages, []);
  if (blocks.length === 0) return fail(whyEmpty(recognised, { fileName, total }));
  const language = detectLanguage(blocks.map(({ text }) => text));
  return ok({ title: null, language, pages: total, blocks, recognised });
};
