import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api.js';
import type { DocumentError } from '../../../../shared/contract/documents.ts';
import type { RecognisedPage } from '../../../../shared/recognition.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { declaredDate } from '../declaredDate.ts';
import { whyEmpty } from '../recognise/whyEmpty.ts';
import type { FormatReader, ReadText, Source } from '../source.ts';
import { addPageExtras, describeAttachments, extrasOf, type PageExtra } from './pdf/extras.ts';
import type { PageLines } from './pdf/furniture.ts';
import type { OutlineEntry } from './pdf/headings.ts';
import { layOutPages } from './pdf/layOut.ts';
import { type FontWeights, type PageText, readPage } from './pdf/page.ts';
import { openPdf } from './pdf/pdfLibrary.ts';
import { orderPage } from './pdf/readingOrder.ts';
import { recognisePage } from './pdf/recognisePage.ts';
import { joinFragments } from './pdf/segments.ts';
import { readXfaForm } from './pdf/xfaForm.ts';

/** Operator lists tell bold type; after this they are done without. */
const weightsBudgetMs = 6000;
/**
 * So many bytes at most are opened once more for their pictures, where a page has hardly any text. A larger file is
 * opened with them at once: its bytes alone take most of the memory there is.
 */
const mostOpenedTwice = 64 * 1024 * 1024;
/** A file with more broken pages claims pages that it does not have. */
const maxFailures = 1000;

/** Reads a PDF in reading order: its text layer, and on pages without one the words in its pictures. */
export const readPdf: FormatReader = async (source) => {
  const hasPictures = source.bytes.length > mostOpenedTwice;
  let document: PDFDocumentProxy;
  try {
    document = await openPdf({ ...source, hasPictures });
  } catch (error) {
    return fail(openError(error, source));
  }
  let pictured = hasPictures ? Promise.resolve(document) : null;
  const getPictured = () => {
    pictured ??= openPdf({ ...source, hasPictures: true });
    return pictured;
  };
  try {
    if (document.isPureXfa) return await readForm(document, source);
    return await readPages({ document, getPictured, source });
  } finally {
    await document.loadingTask.destroy();
    // Where it could not be opened once more, its pages have told why.
    await pictured?.then(
      ({ loadingTask }) => loadingTask.destroy(),
      () => undefined,
    );
  }
};

async function readForm(
  document: PDFDocumentProxy,
  { fileName, onProgress }: Source,
): Promise<Result<ReadText, DocumentError>> {
  const pages = document.numPages;
  const blocks = await readXfaForm(document);
  onProgress({ done: pages, total: pages });
  return blocks.length === 0
    ? fail({ code: 'documents.emptyText', fileName })
    : ok({ ...(await readMetadata(document)), pages, blocks });
}

async function readPages({
  document,
  getPictured,
  source,
}: {
  readonly document: PDFDocumentProxy;
  /** The same with its pictures. */
  readonly getPictured: () => Promise<PDFDocumentProxy>;
  readonly source: Source;
}): Promise<Result<ReadText, DocumentError>> {
  const { fileName, limits, onProgress } = source;
  const total = document.numPages;
  const weights: FontWeights = { isBoldByFont: new Map(), budgetMs: weightsBudgetMs };
  const pages: PageLines[] = [];
  const extras: PageExtra[] = [];
  const recognised: RecognisedPage[] = [];
  const failures: string[] = [];
  const pinned: string[] = [];
  let characters = 0;
  for (let number = 1; number <= total; number += 1) {
    let page: PageText;
    try {
      const getPicturedPage = async () => (await getPictured()).getPage(number);
      page = await readPage(await document.getPage(number), weights, getPicturedPage);
      if (page.isPicture) {
        const seen = await recognisePage(await getPicturedPage(), {
          text: page,
          total,
          recognition: source.recognition,
        });
        page = seen.text;
        recognised.push(seen.recognised);
      }
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300);
      failures.push(`page ${number}: ${reason}`);
      if (failures.length > maxFailures) break;
      extras.push({ page: number, text: `Page ${number} could not be read: ${reason}` });
      continue;
    }
    const fragments = [...page.fragments, ...page.placed];
    const own = extrasOf(page);
    characters += countCharacters([...fragments, ...own]);
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
      lines: orderPage({ segments: joinFragments(fragments), page: number }),
    });
    extras.push(...own);
    pinned.push(...page.annotations.files);
    onProgress({ done: number, total });
  }
  const [failure] = failures;
  if (failure !== undefined && (characters === 0 || failures.length > maxFailures))
    return fail({ code: 'documents.damaged', fileName, reason: failure });
  const attached = await describeAttachments(document, pinned);
  if (attached !== null) extras.push({ page: total, text: attached });
  if (characters === 0 && attached === null) return fail(whyEmpty(recognised, { fileName, total }));
  const blocks = addPageExtras(layOutPages(pages, await readOutline(document)), extras);
  const { title, language, datedAt } = await readMetadata(document);
  return ok({ title, language, datedAt, pages: total, blocks, recognised });
}

/** Letters and digits are what there is to read; boxes of a form that nobody ticked are not. */
function countCharacters(texts: readonly { readonly text: string }[]): number {
  return texts.reduce((sum, { text }) => sum + text.replace(/[\s☐☒]/gu, '').length, 0);
}

function openError(error: unknown, { fileName, password }: Source): DocumentError {
  if (error instanceof Error && error.name === 'PasswordException') {
    return password === null
      ? { code: 'documents.passwordProtected', fileName, canBeOpened: true }
      : { code: 'documents.passwordWrong', fileName };
  }
  const reason = error instanceof Error ? error.message : String(error);
  // As pdf.js says it: keys of certificates, or a way of its own.
  if (/unknown encryption method|unsupported encryption algorithm/iu.test(reason))
    return { code: 'documents.passwordProtected', fileName, canBeOpened: false };
  return { code: 'documents.damaged', fileName, reason: reason.slice(0, 300) };
}

async function readMetadata(
  document: PDFDocumentProxy,
): Promise<{ title: string | null; language: string | null; datedAt: string | null }> {
  try {
    const { info } = await document.getMetadata();
    const title = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim() : '';
    const language = 'Language' in info && typeof info.Language === 'string' ? info.Language : null;
    const dateOf = (name: string) => {
      const text: unknown = Reflect.get(info, name);
      return typeof text === 'string' ? declaredDate(text) : null;
    };
    const datedAt = dateOf('ModDate') ?? dateOf('CreationDate');
    return { title: isRealTitle(title) ? title : null, language, datedAt };
  } catch {
    return { title: null, language: null, datedAt: null };
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
