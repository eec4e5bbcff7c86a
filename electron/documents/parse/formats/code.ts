import { ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { decodeSource } from '../decodeSource.ts';
import type { FormatReader } from '../source.ts';

/** A block this long is cut at the next blank line before something that begins at the margin. */
const blockCharacters = 1500;
/** Longer runs without such a place are cut at any line. */
const maxBlockCharacters = 6000;

/** Reads source code: blocks of whole definitions where the layout shows them. */
export const readCode: FormatReader = async (source) => {
  const { fileName, onProgress } = source;
  const decoded = decodeSource(source);
  if (!decoded.ok) return decoded;
  const list = createBlockList();
  for (const text of cutCode(decoded.value)) list.add({ kind: 'code', text });
  onProgress({ done: 1, total: 1 });
  return ok({
    title: fileName.split(/[\\/]/u).at(-1) ?? fileName,
    language: null,
    pages: 1,
    blocks: list.blocks,
  });
};

/** Cuts code into blocks that keep what belongs together, without looking at its language. */
export function cutCode(text: string): string[] {
  const lines = text.replace(/\r\n?/gu, '\n').split('\n').flatMap(cutLongLine);
  const blocks: string[] = [];
  let open: string[] = [];
  let length = 0;
  for (const [index, line] of lines.entries()) {
    const isBreak =
      length >= blockCharacters && line !== '' && !/^[\s)\]}]/u.test(line) && lines[index - 1]?.trim() === '';
    if (open.length > 0 && (isBreak || length + line.length > maxBlockCharacters)) {
      blocks.push(open.join('\n'));
      open = [];
      length = 0;
    }
    open.push(line);
    length += line.length + 1;
  }
  blocks.push(open.join('\n'));
  return blocks.filter((block) => block.trim() !== '');
}

/** Machines write lines without end. */
function cutLongLine(line: string): string[] {
  if (line.length <= maxBlockCharacters) return [line];
  // In whole characters: `u` keeps the halves of one together.
  return line.match(/[\s\S]{1,3000}/gu) ?? [];
}
