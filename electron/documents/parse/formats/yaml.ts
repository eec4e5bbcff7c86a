import { type Document, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { decodeSource } from '../decodeSource.ts';
import type { FormatReader } from '../source.ts';
import { listAsText } from './json.ts';
import { createPathList, joinSteps, type PathList } from './values/pathList.ts';

/** The library builds a tree of some hundred bytes for each of the text; larger files stand as they are. */
const maxCharacters = 4_000_000;

/** Reads YAML as values with their paths. Aliases are shown by name, never unfolded. */
export const readYaml: FormatReader = async (source) => {
  const { fileName, onProgress } = source;
  const decoded = decodeSource(source);
  if (!decoded.ok) return decoded;
  const text = decoded.value.replace(/^\ufeff/u, '');
  const list = createBlockList();
  const fault =
    text.length > maxCharacters ? 'too large to name the place of each value' : addDocuments(list, text);
  const { blocks } =
    fault === null ? list : listAsText(createBlockList(), { note: `Shown as text: ${fault}.`, text });
  onProgress({ done: 1, total: 1 });
  return ok({ title: fileName.split(/[\\/]/u).at(-1) ?? null, language: null, pages: 1, blocks });
};

/** @returns why the text is no YAML, or null. */
function addDocuments(list: ReturnType<typeof createBlockList>, text: string): string | null {
  let documents: readonly Document[];
  try {
    // Never `toJS`: it would unfold aliases.
    const parsed = parseAllDocuments(text, {
      logLevel: 'silent',
      uniqueKeys: false,
      keepSourceTokens: false,
    });
    documents = 'empty' in parsed ? [] : parsed;
  } catch {
    return 'it is nested too deep';
  }
  for (const { errors } of documents) {
    const [error] = errors;
    if (error) return `it is not valid YAML (line ${error.linePos?.[0].line ?? 1}: ${error.code})`;
  }
  const paths = createPathList(list);
  for (const [index, document] of documents.entries()) {
    walk(paths, document.contents, documents.length > 1 ? [index] : []);
    paths.flush();
  }
  return null;
}

interface Pending {
  readonly node: unknown;
  readonly path: readonly (string | number)[];
  readonly isRecordEnd?: boolean;
  readonly isHeaded?: boolean;
}

/** Without recursion: the depth is the file's choice. */
function walk(paths: PathList, root: unknown, start: readonly (string | number)[]): void {
  const pending: Pending[] = [{ node: root, path: start }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, path, isRecordEnd, isHeaded } = next;
    if (isRecordEnd) {
      if (isHeaded) paths.leaveHeading();
      else paths.endRecord();
      continue;
    }
    const depth = path.length - start.length;
    const key = path.at(-1);
    if (isMap(node) || isSeq(node)) {
      const isHeaded = depth === 1 && start.length === 0 && typeof key === 'string';
      if (isHeaded) paths.addHeading(key);
      if (depth <= 2) pending.push({ node: null, path, isRecordEnd: true, isHeaded });
      if (node.items.length === 0) paths.add(joinSteps(path), isMap(node) ? '{}' : '[]');
    }
    if (isMap(node)) {
      for (const pair of node.items.toReversed()) {
        pending.push({ node: pair.value, path: [...path, textOf(pair.key)] });
      }
    } else if (isSeq(node)) {
      for (const [index, item] of [...node.items.entries()].toReversed()) {
        pending.push({ node: item, path: [...path, index] });
      }
    } else paths.add(joinSteps(path), textOf(node));
  }
}

/** As written where that keeps digits and dates as they are. */
function textOf(node: unknown): string {
  if (isAlias(node)) return `*${node.source}`;
  if (isScalar(node))
    return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  if (isMap(node) || isSeq(node)) return '?';
  return node === null || node === undefined ? 'null' : String(node);
}
