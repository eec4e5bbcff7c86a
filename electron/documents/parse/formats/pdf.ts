import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api.js';
import type { DocumentError } from '../../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { detectLanguage } from '../language.ts';
import type { FormatReader, ReadText, Source } from '../source.ts';
import { type PageLines, removeFurniture } from './pdf/furniture.ts';
import { createHeadingRule, type OutlineEntry } from './pdf/headings.ts';
import { collectVocabulary } from './pdf/hyphens.ts';
import { type FontWeights, type PageText, readPage } from './pdf/page.ts';
import { addPdfBlocks } from './pdf/paragraphs.ts';
import { openPdf } from './pdf/pdfLibrary.ts';
import { orderPage } from './pdf/readingOrder.ts';
import { joinFragments } from './pdf/segments.ts';

/** Operator lists tell bold type; after this they are done without. */
const weightsBudgetMs = 6000;
/** Text so thin beside pictures is a stamp or a page number on a scan. */
const scannedCharactersPerPage = 20;

/** Reads a PDF's text layer in reading order. */
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
  let characters = 0;
  let pagesWithImages = 0;
  for (let number = 1; number <= total; number += 1) {
    let page: PageText;
    try {
      page = await readPage(await document.getPage(number), weights);
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
    if (page.hasImages) pagesWithImages += 1;
    pages.push({
      page: number,
      height: page.height,
      lines: orderPage({ segments: joinFragments(page.fragments), page: number }),
    });
    onProgress({ done: number, total });
  }
  const isPictures = pagesWithImages >= total / 2 && pagesWithImages > 0;
  if (isPictures && characters < scannedCharactersPerPage * total) {
    return fail({ code: 'documents.scanned', fileName, pages: total });
  }
  if (characters === 0) return fail({ code: 'documents.emptyText', fileName });

  const lines = removeFurniture(pages).flatMap((page) => page.lines);
  const texts = lines.map((line) => line.text);
  const vocabulary = collectVocabulary(texts, detectLanguage(texts));
  const list = createBlockList();
  const headingRule = createHeadingRule({ lines, outline: await readOutline(document) });
  addPdfBlocks({ list, lines, headingRule, vocabulary });
  const { title, language } = await readMetadata(document);
  return ok({ title, language, pages: total, blocks: list.blocks });
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
