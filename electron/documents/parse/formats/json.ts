import { ok } from '../../../../shared/result.ts';
import { type BlockList, createBlockList } from '../blockList.ts';
import { decodeSource } from '../decodeSource.ts';
import type { FormatReader } from '../source.ts';
import { cutCode } from './code.ts';
import { createPathList, joinSteps, type PathList } from './values/pathList.ts';
import { type JsonHandlers, walkJson } from './values/walkJson.ts';

/** Reads JSON and JSON Lines as values with their paths; what is not JSON follows as it stands. */
export const readJson: FormatReader = async (source) => {
  const { fileName, limits, onProgress } = source;
  const decoded = decodeSource(source);
  if (!decoded.ok) return decoded;
  const text = decoded.value;
  const list = createBlockList();
  const paths = createPathList(list);
  const maxCharacters = limits.maxTextCharacters * 0.9;
  const isLines = /\.(?:jsonl|ndjson|jsonlines)$/iu.test(fileName);
  const fault = walkJson(text, collectPaths({ paths, isLines, maxCharacters }));
  paths.flush();
  onProgress({ done: 1, total: 1 });
  const done = (blocks: BlockList) =>
    ok({ title: fileName.split(/[\\/]/u).at(-1) ?? null, language: null, pages: 1, blocks: blocks.blocks });
  if (paths.characters > maxCharacters) {
    // Every value with its path would be more than a document may have.
    return done(listAsText(createBlockList(), { note: 'Too large to name the place of each value.', text }));
  }
  if (fault) {
    const line = countLines(text, fault.at);
    const start = text.lastIndexOf('\n', fault.at) + 1;
    const note = `From line ${line} on this is not valid JSON (${fault.reason}); it stands here as text.`;
    listAsText(list, { note, text: text.slice(Math.max(start, fault.at - 2000)) });
  }
  return done(list);
};

/** Adds text that could not be understood, under a note that says so. */
export function listAsText(
  list: BlockList,
  { note, text }: { readonly note: string; readonly text: string },
): BlockList {
  const pieces = cutCode(text);
  if (pieces.length > 0) list.add({ kind: 'paragraph', text: note });
  for (const piece of pieces) list.add({ kind: 'code', text: piece });
  return list;
}

export function countLines(text: string, end: number): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** Numbers in a row are kept together up to this length. */
const runCharacters = 160;

function collectPaths(options: {
  readonly paths: PathList;
  readonly isLines: boolean;
  readonly maxCharacters: number;
}): JsonHandlers {
  const { paths, isLines, maxCharacters } = options;
  // For each open container: the number of the value it is at, or the name.
  const steps: (string | number)[] = [];
  const kinds: { isArray: boolean; values: number }[] = [];
  let documents = 0;
  let run: { readonly first: number; readonly numbers: string[]; length: number } | null = null;

  const pathOf = (length: number) => {
    const path = joinSteps(steps, length);
    if (!isLines && documents === 0) return path;
    return `[${documents}]${path === '' || path.startsWith('[') ? '' : '.'}${path}`;
  };
  const flushRun = () => {
    if (!run) return;
    const { first, numbers } = run;
    run = null;
    const base = pathOf(steps.length - 1);
    const last = first + numbers.length - 1;
    paths.add(numbers.length === 1 ? `${base}[${first}]` : `${base}[${first}–${last}]`, numbers.join(', '));
  };
  const begin = () => {
    const top = kinds.at(-1);
    if (!top) return;
    if (top.isArray) steps[steps.length - 1] = top.values;
    top.values += 1;
  };
  const endValue = () => {
    if (kinds.length === 0) documents += 1;
    if (kinds.length <= 2) paths.endRecord();
  };
  return {
    onKey(key) {
      steps[steps.length - 1] = key;
    },
    onOpen(isArray) {
      flushRun();
      begin();
      const top = steps[0];
      if (kinds.length === 1 && !isLines && documents === 0 && typeof top === 'string') paths.addHeading(top);
      kinds.push({ isArray, values: 0 });
      steps.push(0);
    },
    onClose() {
      flushRun();
      const closed = kinds.pop();
      steps.pop();
      const isSection = kinds.length === 1 && kinds[0]?.isArray === false && !isLines;
      if (closed?.values === 0) paths.add(pathOf(steps.length), closed.isArray ? '[]' : '{}');
      if (isSection) paths.leaveHeading();
      endValue();
    },
    onValue({ text, isString }) {
      begin();
      const top = kinds.at(-1);
      if (top?.isArray && !isString) {
        run ??= { first: top.values - 1, numbers: [], length: 0 };
        run.numbers.push(text);
        run.length += text.length + 2;
        if (run.length > runCharacters) flushRun();
        return;
      }
      flushRun();
      paths.add(pathOf(steps.length), text);
      endValue();
    },
    shouldStop: () => paths.characters > maxCharacters,
  };
}
