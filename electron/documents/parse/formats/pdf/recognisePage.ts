import type { PDFPageProxy } from 'pdfjs-dist/types/src/display/api.js';
import type { RecognisedPage } from '../../../../../shared/recognition.ts';
import { toFragments } from '../../recognise/fragments.ts';
import type { Recognition } from '../../recognise/recognition.ts';
import type { PageText } from './page.ts';
import { renderPage } from './renderPage.ts';

const pointsPerInch = 72;

/** Recognises the words a page shows. A text layer that says more than the picture does is kept. */
export async function recognisePage(
  page: PDFPageProxy,
  input: { readonly text: PageText; readonly total: number; readonly recognition: Recognition },
): Promise<{ readonly text: PageText; readonly recognised: RecognisedPage }> {
  const { text, total, recognition } = input;
  const rendered = await renderPage(page, { hasAnnotations: text.placed.length === 0 }).catch(() => null);
  page.cleanup();
  if (!rendered) return { text, recognised: { page: text.page, confidence: 0, problem: 'failed' } };
  const { bytes, pixelsPerInch } = rendered;
  const { lines, quarterTurns, confidence, problem } = await recognition.read({
    bytes,
    pixelsPerInch,
    page: text.page,
    total,
  });
  const recognised = { page: text.page, confidence, problem };
  const pointsPerPixel = pointsPerInch / pixelsPerInch;
  const fragments = toFragments(lines, { pointsPerPixel });
  if (problem !== null || (!isNameless(text) && countLetters(fragments) < countLetters(text.fragments)))
    return { text, recognised };
  const isTurned = quarterTurns % 2 === 1;
  const width = (isTurned ? rendered.height : rendered.width) * pointsPerPixel;
  const height = (isTurned ? rendered.width : rendered.height) * pointsPerPixel;
  return { text: { ...text, width, height, fragments, asides: [] }, recognised };
}

/** Its letters have codes but no names. */
function isNameless({ fragments }: PageText): boolean {
  return fragments.some(({ text }) => /[\p{Co}\p{Cn}\ufffd]/u.test(text));
}

function countLetters(fragments: PageText['fragments']): number {
  return fragments.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
}
