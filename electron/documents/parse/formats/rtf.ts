import { fail, ok } from '../../../../shared/result.ts';
import { createTextBudget } from '../limitExceeded.ts';
import type { FormatReader } from '../source.ts';
import { createRtfBlocks } from './rtf/rtfBlocks.ts';
import { readRtfTokens } from './rtf/rtfTokens.ts';
import { createRtfWalk } from './rtf/rtfWalk.ts';

/** Reads rich text: its words without pictures, fields' codes and what was deleted under tracked changes. */
export const readRtf: FormatReader = async (source) => {
  const { bytes, fileName, onProgress } = source;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const start = text.indexOf('{\\rtf');
  if (start === -1)
    return fail({ code: 'documents.damaged', fileName, reason: 'it does not begin as rich text' });
  const blocks = createRtfBlocks(createTextBudget(source));
  const walk = createRtfWalk(blocks);
  readRtfTokens(text.slice(start), walk);
  const { list, pages } = blocks.finish();
  onProgress({ done: pages, total: pages });
  return ok({ title: walk.title().trim() || null, language: null, pages, blocks: list.blocks });
};
