import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api.js';
import type { DocumentError } from '../../../../shared/contract/documents.ts';
import type { RecognisedPage } from '../../../../shared/recognition.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { whyEmpty } from '../recognise/whyEmpty.ts';
import type { FormatReader, ReadText, Source } from '../source.ts';
import type { PageLines } from './pdf/furniture.ts';
import type { OutlineEntry } from './pdf/headings.ts';
import { layOutPages } from './pdf/layOut.ts';
import { type FontWeights, type PageText, readPage } from './pdf/page.ts';
import { openPdf } from './pdf/pdfLibrary.ts';
import { orderPage } from './pdf/readingOrder.ts';
import { recognisePage } from './pdf/recognisePage.ts';
import { joinFragments } from './pdf/segments.ts';

/** Operator lists tell bold type; after this they are done without. */
const weightsBudgetMs = 6000;

/** Reads a PDF in reading order: its text layer, and on pages without one the words in its pictures. */
export const readPdf: FormatReader = async (source) => {
  let document: PDFDocumentProxy;
  try {
    document = await openPdf(source);
  } catch (error) {
    return fail(openError(error, source));
  }
  try {
    return await readPages(document, source);
  } finally {
    await document.loadingTask.destroy();
  }
};

async function readPages(
  document: PDFDocumentProxy,
  source: Source,
): Promise<Result<ReadText, DocumentError>> {
  const { fileName, limits, onProgress } = source;
  const total = document.numPages;
  const weights: FontWeights = { isBoldByFont: new Map(), budgetMs: weightsBudgetMs };
  const pages: PageLines[] = [];
  const recognised: RecognisedPage[] = [];
  let characters = 0;
  for (let number = 1; number <= total; number += 1) {
    let page: PageText;
    try {
      const proxy = await document.getPage(number);
      page = await readPage(proxy, weights);
      if (page.isPicture) {
        const seen = await recognisePage(proxy, { text: page, total, recognition: source.recognition });
        page = seen.text;
        recognised.push(seen.recognised);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return fail({ code: 'documents.damaged', fileName, reason: `page ${number}: ${reason}`.slice(0, 300) });
    }
    characters += page.fragments.reduce((sum, fragment) => sum + fragment.text.trim().length, 0);
    if (characters > limits.maxTextCharacters) {
      return fail({
        code: 'documents.tooLarge',
        fileName,
        sizeBytes: characters,
        maxBytes: limits.maxTextCharacters,
      });
    }
    pages.push({
      page: number,
      height: page.height,
      lines: orderPage({ segments: joinFragments(page.fragments), page: number }),
    });
    onProgress({ done: number, total });
  }
  if (characters === 0) return fail(whyEmpty(recognised, { fileName, total }));
  const blocks = layOutPages(pages, await readOutline(document));
  const { title, language } = await readMetadata(document);
  return ok({ title, language, pages: total, blocks, recognised });
}

function openError(error: unknown, { fileName, password }: Source): DocumentError {
  if (error instanceof Error && error.name === 'PasswordException') {
    return password === null
      ? { code: 'documents.passwordProtected', fileName, canBeOpened: true }
      : { code: 'documents.passwordWrong', fileName };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'documents.damaged', fileName, reason: reason.slice(0, 300) };
}

async function readMetadata(
  document: PDFDocumentProxy,
): Promise<{ title: string | null; language: string | null }> {
  try {
    const { info } = await document.getMetadata();
    const title = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim() : '';
    const language = 'Language' in info && typeof info.Language === 'string' ? info.Language : null;
    return { title: isRealTitle(title) ? title : null, language };
  } catch {
    return { title: null, language: null };
  }
}

/** Programs leave their own file names and placeholders there. */
function isRealTitle(title: string): boolean {
  return (
    title.length > 2 &&
    !/^(?:untitled|microsoft word\b|.*\.(?:docx?|pdf|tex|dvi|indd|qxd|pptx?)$)/iu.test(title)
  );
}

async function readOutline(document: PDFDocumentProxy): Promise<OutlineEntry[]> {
  const entries: OutlineEntry[] = [];
  try {
    const pending = ((await document.getOutline()) ?? []).map((node) => ({ node, level: 1 }));
    while (pending.length > 0 && entries.length < 5000) {
      const next = pending.shift();
      if (!next) break;
      entries.push({ title: next.node.title, level: next.level });
      for (const node of next.node.items) pending.push({ node, level: next.level + 1 });
    }
  } catch {
    // A broken outline costs heading levels, not the text.
  }
  return entries;
}
