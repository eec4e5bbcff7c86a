import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { decodeSource } from '../decodeSource.ts';
import type { FormatReader, ReadText } from '../source.ts';
import { addHtmlBlocks } from './htmlBlocks.ts';

const invisible =
  'script,style,noscript,template,iframe,object,embed,svg,canvas,link,meta,button,input,select,textarea,dialog';
const navigation =
  'nav,[role="navigation"],[role="banner"],[role="search"],[role="contentinfo"],[role="menu"],[aria-hidden="true"],[hidden],.navbox,.mw-editsection';
/** Below this share of the page's text, Readability has lost content, not navigation. */
const minKeptRatio = 0.35;
/** Readability walks up from every element; pages nested deeper than any person writes would keep it for minutes. */
const maxArticleDepth = 300;

/** Reads a saved web page: its content without scripts, styles and navigation. */
export const readHtml: FormatReader = async (source) => {
  const decoded = decodeSource(source, declaredEncoding(source.bytes));
  if (!decoded.ok) return decoded;
  const page = readPage(decoded.value);
  source.onProgress({ done: 1, total: 1 });
  return ok({ ...page, pages: 1 });
};

/** The same for HTML in hand. @param options.isWhole keeps everything visible: a mail has no navigation. */
export function readPage(
  html: string,
  { isWhole = false }: { readonly isWhole?: boolean } = {},
): Omit<ReadText, 'pages'> {
  const { document } = parseHTML(completePage(html));
  const title = pageTitle(document);
  const language = document.documentElement?.getAttribute('lang') || null;
  for (const element of document.querySelectorAll(invisible)) element.remove();
  removeForms(document);
  if (!isWhole) for (const element of document.querySelectorAll(navigation)) element.remove();

  const list = createBlockList();
  const content = isWhole
    ? { root: document.body ?? document.documentElement, heading: null }
    : pickContent(document);
  if (content.heading) list.addHeading({ level: 1, text: content.heading });
  addHtmlBlocks(list, content.root);
  // A page that calls everything on it navigation still says something.
  if (list.blocks.length === 0 && !isWhole) return readPage(html, { isWhole: true });
  return { title, language, blocks: list.blocks };
}

/** A search box is none of the text, but some sites put the whole page into a form. */
function removeForms(document: Document): void {
  const length = textLength(document.documentElement);
  for (const form of document.querySelectorAll('form'))
    if (textLength(form) < length * minKeptRatio) form.remove();
}

interface Content {
  readonly root: Element;
  /** The page's main heading, where Readability took it out of the content. */
  readonly heading: string | null;
}

function pickContent(document: Document): Content {
  const body = document.body ?? document.documentElement;
  const landmark = document.querySelectorAll('main,[role="main"]');
  const whole = landmark.length === 1 && landmark[0] ? landmark[0] : body;
  const wholeLength = textLength(whole);
  const mainHeading = document.querySelector('h1')?.textContent?.trim() ?? null;
  const article = depthOf(body) > maxArticleDepth ? null : readArticle(document);
  if (!article || textLength(article) < wholeLength * minKeptRatio) {
    for (const element of whole.querySelectorAll('header,footer,aside'))
      if (!element.querySelector('h1')) element.remove();
    return { root: whole, heading: null };
  }
  const hasHeading = [...article.querySelectorAll('h1,h2')].some(
    (heading) => heading.textContent?.trim() === mainHeading,
  );
  return { root: article, heading: hasHeading ? null : mainHeading };
}

function depthOf(root: Element): number {
  let deepest = 0;
  const pending: { readonly element: Element; readonly depth: number }[] = [{ element: root, depth: 1 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    deepest = Math.max(deepest, next.depth);
    for (const child of next.element.children) pending.push({ element: child, depth: next.depth + 1 });
  }
  return deepest;
}

function readArticle(document: Document): Element | null {
  // Readability takes the document it is given apart.
  const { document: copy } = parseHTML(document.toString());
  const result = new Readability(copy, {
    serializer: (node) => node,
    charThreshold: 200,
    keepClasses: false,
  }).parse();
  const content: unknown = result?.content;
  return isElement(content) ? content : null;
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'querySelectorAll' in value;
}

function textLength(element: Element): number {
  return (element.textContent ?? '').replace(/\s+/gu, ' ').length;
}

/** Sites add their name to the title; the main heading is the title without it. */
function pageTitle(document: Document): string | null {
  const title = document.querySelector('title')?.textContent?.trim() || null;
  const heading = document.querySelector('h1')?.textContent?.trim() || null;
  return heading && (title === null || title.includes(heading)) ? heading : title;
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/iu.exec(start)?.[1] ?? null;
}

/** The tags of the page itself may be left out, which the parser does not make up for. */
function completePage(html: string): string {
  if (/<html[\s>]/iu.test(html)) {
    if (/<(?:body|frameset)[\s>]/iu.test(html)) return html;
    return /<head[\s>]/iu.test(html)
      ? html.replace(/<\/head\s*>/iu, (end) => `${end}<body>`)
      : html.replace(/<html(?:\s[^>]*)?>/iu, (start) => `${start}<body>`);
  }
  const content = html.replace(/^\s*<!doctype[^>]*>/iu, '');
  return `<!doctype html><html>${/<(?:body|head)[\s>]/iu.test(content) ? content : `<body>${content}</body>`}</html>`;
}
