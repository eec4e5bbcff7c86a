import { fail, ok } from '../../../../shared/result.ts';
import { tableText } from '../../../../shared/tableText.ts';
import { createBlockList } from '../blockList.ts';
import { openCompoundFile } from '../containers/compoundFile.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { readRecords } from './ppt/records.ts';
import { readSlides } from './ppt/slides.ts';

const encryptedMark = 0xf3d1c4df;

/** Reads a PowerPoint file from before 2007: each slide a page under its title, with its notes. */
export const readPpt: FormatReader = async (source) => {
  const { bytes, fileName, onProgress } = source;
  const file = openCompoundFile(bytes);
  const entry = file?.root.children.get('powerpoint document');
  if (!file || !entry) return fail({ code: 'documents.damaged', fileName, reason: 'it holds no slides' });
  const user = file.root.children.get('current user');
  const userBytes = user ? Buffer.from(file.readStream(user)) : Buffer.alloc(0);
  if (userBytes.length >= 16 && userBytes.readUInt32LE(12) === encryptedMark)
    return fail({ code: 'documents.passwordProtected', fileName, canBeOpened: false });
  const stream = Buffer.from(file.readStream(entry));
  const slides = readSlides(
    stream,
    readRecords(stream),
    userBytes.length >= 20 ? userBytes.readUInt32LE(16) : null,
  );
  const list = createBlockList();
  const countText = createTextBudget(source);
  for (const [index, slide] of slides.entries()) {
    const page = index + 1;
    for (const text of [slide.title, ...slide.texts, slide.notes]) countText(text);
    if (slide.title.trim() !== '' || page > 1)
      list.addHeading({ level: 1, text: slide.title.trim() || `Slide ${page}`, page });
    for (const text of slide.texts) {
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      const isList = lines.length > 1;
      const kind = isList ? 'list' : 'paragraph';
      list.add({ kind, text: lines.map((line) => (isList ? `- ${line.trim()}` : line)).join('\n'), page });
    }
    for (const rows of slide.tables) {
      const text = tableText(rows);
      countText(text);
      list.add({ kind: 'table', text, page });
    }
    if (slide.notes.trim() !== '') list.add({ kind: 'paragraph', text: `Notes: ${slide.notes}`, page });
  }
  onProgress({ done: slides.length, total: slides.length });
  const isEmpty = list.blocks.every((block) => block.kind === 'heading' && /^Slide \d+$/u.test(block.text));
  return ok({
    title: null,
    language: null,
    pages: Math.max(1, slides.length),
    blocks: isEmpty ? [] : list.blocks,
  });
};
