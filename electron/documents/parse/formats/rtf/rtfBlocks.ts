import { tableText } from '../../../../../shared/tableText.ts';
import { type BlockList, createBlockList } from '../../blockList.ts';

/** Puts the running text of a word processor's file together: paragraphs, tables, pages and notes. */
export interface RtfBlocks {
  text(value: string): void;
  endParagraph(paragraph: { readonly level: number | null; readonly isInTable: boolean }): void;
  endCell(): void;
  endRow(): void;
  endPage(): void;
  /** Read after the paragraph it hangs on. */
  addNote(note: string): void;
  finish(): { readonly list: BlockList; readonly pages: number };
}

export function createRtfBlocks(countText: (text: string) => void): RtfBlocks {
  const list = createBlockList();
  let page = 1;
  let open = '';
  let cells: string[] = [];
  let rows: string[][] = [];
  let items: string[] = [];
  let notes: string[] = [];

  const flushList = () => {
    list.add({ kind: 'list', text: items.join('\n'), page });
    items = [];
  };
  const flushTable = () => {
    if (cells.length > 0) rows.push(cells);
    cells = [];
    list.add({ kind: 'table', text: tableText(rows), page });
    rows = [];
  };
  const flushNotes = () => {
    for (const note of notes) list.add({ kind: 'paragraph', text: note, page });
    notes = [];
  };
  const endParagraph: RtfBlocks['endParagraph'] = ({ level, isInTable }) => {
    if (isInTable) {
      open += ' ';
      return;
    }
    flushTable();
    const text = open.trim();
    open = '';
    const item = /^(?:[•◦▪·\u00b7\uf0b7o-]|\d{1,3}[.)]|[a-zA-Z][.)])\t(.+)/su.exec(text);
    if (item) items.push(/^[\da-zA-Z]+[.)]/u.test(text) ? text.replace('\t', ' ') : `- ${item[1]}`);
    else if (text !== '') {
      flushList();
      if (level !== null && text.length <= 300) list.addHeading({ level, text, page });
      else list.add({ kind: 'paragraph', text, page });
    }
    if (notes.length > 0) flushList();
    flushNotes();
  };
  return {
    text(value) {
      countText(value);
      open += value;
    },
    endParagraph,
    endCell() {
      flushList();
      cells.push(open);
      open = '';
    },
    endRow() {
      rows.push(cells);
      cells = [];
      open = '';
    },
    endPage() {
      endParagraph({ level: null, isInTable: false });
      flushList();
      page += 1;
    },
    addNote: (note) => void notes.push(note),
    finish() {
      endParagraph({ level: null, isInTable: false });
      flushTable();
      flushList();
      return { list, pages: page };
    },
  };
}
