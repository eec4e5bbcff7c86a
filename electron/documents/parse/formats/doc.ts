import { fail, ok } from '../../../../shared/result.ts';
import { openCompoundFile } from '../containers/compoundFile.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { addWordText } from './doc/addWordText.ts';
import { readParagraphs } from './doc/paragraphs.ts';
import { readPieces } from './doc/pieces.ts';
import { createRtfBlocks } from './rtf/rtfBlocks.ts';

const wordMark = 0xa5ec;
/** Word 95 and before keep their text in one run of single bytes. */
const word97 = 193;

/** Reads a Word file from before 2007: its text with tables, notes, comments and text boxes. */
export const readDoc: FormatReader = async (source) => {
  const { bytes, fileName, onProgress } = source;
  const file = openCompoundFile(bytes);
  const entry = file?.root.children.get('worddocument');
  if (!file || !entry)
    return fail({ code: 'documents.damaged', fileName, reason: 'it holds no Word document' });
  const stream = Buffer.from(file.readStream(entry));
  if (stream.length < 68 || (stream.readUInt16LE(0) & 0xff00) !== (wordMark & 0xff00))
    return fail({ code: 'documents.damaged', fileName, reason: 'its header is broken' });
  const flags = stream.readUInt16LE(10);
  if ((flags & 0x0100) !== 0)
    return fail({ code: 'documents.passwordProtected', fileName, canBeOpened: false });
  const blocks = createRtfBlocks(createTextBudget(source));
  if (stream.readUInt16LE(2) < word97) {
    const text = new TextDecoder('windows-1252').decode(
      stream.subarray(stream.readUInt32LE(24), stream.readUInt32LE(28)),
    );
    addWordText(blocks, { text, paragraphs: [], stories: null });
  } else {
    const tableEntry = file.root.children.get((flags & 0x0200) !== 0 ? '1table' : '0table');
    if (!tableEntry) return fail({ code: 'documents.damaged', fileName, reason: 'its tables are missing' });
    const table = Buffer.from(file.readStream(tableEntry));
    const { text, stories, places } = readPieces(stream, table);
    addWordText(blocks, { text, paragraphs: readParagraphs({ stream, table, places }), stories });
  }
  const { list, pages } = blocks.finish();
  onProgress({ done: pages, total: pages });
  return ok({ title: null, language: null, pages, blocks: list.blocks });
};
