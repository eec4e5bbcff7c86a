import type { RtfBlocks } from '../rtf/rtfBlocks.ts';
import type { WordParagraph } from './paragraphs.ts';
import type { Stories } from './pieces.ts';

interface WordText {
  readonly text: string;
  readonly paragraphs: readonly WordParagraph[];
  /** Null where all of the text is the document itself. */
  readonly stories: Stories | null;
}

const cellMark = '\u0007';
/** Ends of paragraphs, cells and pages. */
const paragraphMarks = new RegExp(`[\r\f${cellMark}]`, 'u');

/** Adds the text of a Word file, its marks turned into paragraphs, cells, pages; then its notes and comments. */
export function addWordText(blocks: RtfBlocks, { text, paragraphs, stories }: WordText): void {
  const byEnd = new Map(paragraphs.map((paragraph) => [paragraph.end, paragraph]));
  const main = stories?.main ?? text.length;
  addStory(blocks, { text: text.slice(0, main), from: 0, byEnd });
  if (!stories) return;
  let at = main;
  const take = (length: number) => {
    at += length;
    return text.slice(at - length, at);
  };
  const notes = take(stories.footnotes);
  take(stories.headers);
  take(stories.macros);
  const comments = take(stories.comments);
  const endnotes = take(stories.endnotes);
  const boxes = take(stories.textBoxes);
  for (const [label, story] of [
    ['', boxes],
    ['', notes],
    ['', endnotes],
    ['Comment: ', comments],
  ] as const) {
    for (const line of plainText(story).split(paragraphMarks)) {
      const shown = line.replace(/\p{Cc}/gu, ' ').trim();
      if (shown === '') continue;
      blocks.text(label + shown);
      blocks.endParagraph({ level: null, isInTable: false });
    }
  }
}

function addStory(
  blocks: RtfBlocks,
  story: { readonly text: string; readonly from: number; readonly byEnd: ReadonlyMap<number, WordParagraph> },
): void {
  const { text, from, byEnd } = story;
  let start = 0;
  const fields: boolean[] = [];
  let cellsInRow = 0;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark !== '\r' && mark !== '\u0007' && mark !== '\f') continue;
    blocks.text(plainText(text.slice(start, at), fields));
    start = at + 1;
    const paragraph = byEnd.get(from + at);
    if (mark === '\f') blocks.endPage();
    else if (mark === '\u0007') {
      // Without what is said of paragraphs, an empty cell after others is taken for the row's end.
      const isEmpty = text[at - 1] === '\u0007';
      if (paragraph ? paragraph.isRowEnd : isEmpty && cellsInRow > 0) {
        blocks.endRow();
        cellsInRow = 0;
      } else {
        blocks.endCell();
        cellsInRow += 1;
      }
    } else blocks.endParagraph({ level: paragraph?.level ?? null, isInTable: paragraph?.isInTable ?? false });
  }
  blocks.text(plainText(text.slice(start), fields));
  blocks.endParagraph({ level: null, isInTable: false });
}

/** Without fields' codes and pictures' places. @param fields open ones, whether their result is being read. */
function plainText(text: string, fields: boolean[] = []): string {
  let plain = '';
  for (const character of text) {
    if (character === '\u0013') fields.push(false);
    else if (character === '\u0014') {
      if (fields.length > 0) fields[fields.length - 1] = true;
    } else if (character === '\u0015') fields.pop();
    else if (fields.every((isResult) => isResult)) plain += character;
  }
  // Other marks are control characters, which no block keeps.
  return plain.replaceAll('\v', '\n').replaceAll('\u001e', '-');
}
