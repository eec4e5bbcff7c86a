import { ok } from '../../../../shared/result.ts';
import { cutSentences } from '../../sentences.ts';
import { type BlockList, createBlockList } from '../blockList.ts';
import { decodeSource } from '../decodeSource.ts';
import type { FormatReader } from '../source.ts';

/** Reads plain text: blank lines part paragraphs, form feeds part pages. */
export const readText: FormatReader = async (source) => {
  const decoded = decodeSource(source);
  if (!decoded.ok) return decoded;
  const pages = decoded.value.split('\f');
  const list = createBlockList();
  for (const [index, page] of pages.entries()) addParagraphs({ list, text: page, page: index + 1 });
  // A file that ends with a form feed has no page after it.
  const pageCount = Math.max(1, pages.at(-1)?.trim() === '' ? pages.length - 1 : pages.length);
  source.onProgress({ done: pageCount, total: pageCount });
  return ok({ title: titleSentence(pages[0] ?? ''), language: null, pages: pageCount, blocks: list.blocks });
};

/** Longer first lines are text without line breaks. */
const maxTitleCharacters = 250;

/**
 * A first line with a blank line below it and more text after that is the title, also where it ends like a sentence
 * and so is no heading. Salutations ("Dear Sir,") and what introduces a list ("We need:") are not.
 * @returns null where there is none, or where it is a heading, which is the title anyway.
 */
function titleSentence(text: string): string | null {
  const match = /^\s*(?<line>\S[^\n\r]*?)\s*?(?:\r\n?|\n)[^\S\n]*(?:\r\n?|\n)\s*\S/u.exec(text);
  const line = match?.groups?.line;
  if (line === undefined || line.length > maxTitleCharacters) return null;
  if (!/\p{L}{2}/u.test(line) || /[,:;，：；、]$/u.test(line) || isHeading(line, true)) return null;
  // "… at a Mach number of 5. 8": what goes on without a capital is the same sentence.
  return cutSentences(line)
    .slice(1)
    .every((piece) => !/^[^\p{L}\p{N}]*\p{Lu}/u.test(piece))
    ? line
    : null;
}

/** Adds running text: its paragraphs, lists and what looks like headings. */
export function addParagraphs(input: {
  readonly list: BlockList;
  readonly text: string;
  readonly page: number;
}): void {
  const { list, text, page } = input;
  for (const paragraph of text.replace(/\r\n?/gu, '\n').split(/\n[^\S\n]*\n/u)) {
    addParagraph({ list, paragraph, page });
  }
}

function addParagraph(input: {
  readonly list: BlockList;
  readonly paragraph: string;
  readonly page: number;
}): void {
  const { list, page } = input;
  const lines = input.paragraph.split('\n').filter((line) => line.trim() !== '');
  const first = lines[0]?.trim();
  if (first === undefined) return;
  if (lines.length === 1 && isHeading(first, list.blocks.length === 0)) {
    list.addHeading({ level: headingLevel(first, list.blocks.length === 0), text: first, page });
  } else if (lines.length > 1 && lines.every((line) => /^\s*(?:[-*•–]|\d{1,3}[.)])\s/u.test(line))) {
    list.add({ kind: 'list', text: lines.join('\n'), page });
  } else {
    list.add({ kind: 'paragraph', text: unwrap(lines), page });
  }
}

/** A short line alone, not ended like a sentence, that opens the text, is numbered or written in capitals. */
function isHeading(line: string, isFirst: boolean): boolean {
  if (line.length > 100 || !/\p{L}{2}/u.test(line) || /[.!?:;,。！？؟]$/u.test(line)) return false;
  if (isFirst) return true;
  if (/^(?:\d{1,2}\.)+(?:\d{1,2})?\s+\p{Lu}/u.test(line)) return true;
  return line === line.toUpperCase() && line !== line.toLowerCase();
}

function headingLevel(line: string, isFirst: boolean): number {
  if (isFirst) return 1;
  return 2 + (/^(?:\d+\.?)+/u.exec(line)?.[0].match(/\d+/gu)?.length ?? 1) - 1;
}

/** Lines filled to a margin are one paragraph; short ones (verse, addresses) keep their breaks. */
function unwrap(lines: readonly string[]): string {
  const inner = lines.slice(0, -1);
  const isWrapped = inner.length > 0 && inner.every((line) => line.trimEnd().length >= 45);
  if (!isWrapped) return lines.join('\n');
  return lines.reduce((text, line) => {
    const next = line.trim();
    const isUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。]$/u.test(text);
    return text + (isUnspaced ? '' : ' ') + next;
  });
}
