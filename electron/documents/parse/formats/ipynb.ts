import { z } from 'zod';
import { fail, ok } from '../../../../shared/result.ts';
import { type BlockList, createBlockList } from '../blockList.ts';
import { decodeSource } from '../decodeSource.ts';
import type { FormatReader } from '../source.ts';
import { cutCode } from './code.ts';
import { readPage } from './html.ts';
import { addMarkdown } from './markdown.ts';

const text = z
  .union([z.string(), z.array(z.string())])
  .catch('')
  .transform((value) => (typeof value === 'string' ? value : value.join('')));

const outputSchema = z.object({
  text: text.optional(),
  data: z.record(z.string(), z.unknown()).optional().catch(undefined),
  ename: z.string().optional().catch(undefined),
  evalue: z.string().optional().catch(undefined),
});

const cellSchema = z.object({
  cell_type: z.string().catch('raw'),
  source: text.optional(),
  /** Notebooks before version 4. */
  input: text.optional(),
  outputs: z.array(outputSchema.catch({})).catch([]),
});

const notebookSchema = z.object({
  cells: z.array(cellSchema).optional(),
  worksheets: z.array(z.object({ cells: z.array(cellSchema).catch([]) })).optional(),
  metadata: z.object({ title: z.string().optional() }).optional().catch(undefined),
});

/** What a terminal would colour by. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
const escapes = /\x1b\[[0-9;]*[A-Za-z]/gu;

/** Reads a Jupyter notebook: its cells in order, with what they print. Pictures are left out. */
export const readIpynb: FormatReader = async (source) => {
  const { fileName, onProgress } = source;
  const decoded = decodeSource(source);
  if (!decoded.ok) return decoded;
  let content: unknown;
  try {
    content = JSON.parse(decoded.value.replace(/^\ufeff/u, ''));
  } catch {
    return fail({ code: 'documents.damaged', fileName, reason: 'it is not valid JSON' });
  }
  const notebook = notebookSchema.safeParse(content);
  const cells = notebook.data?.cells ?? notebook.data?.worksheets?.flatMap((sheet) => sheet.cells);
  if (!cells) return fail({ code: 'documents.damaged', fileName, reason: 'it has no cells' });
  const list = createBlockList();
  for (const [index, cell] of cells.entries()) {
    onProgress({ done: index, total: cells.length });
    const written = cell.source ?? cell.input ?? '';
    if (cell.cell_type === 'markdown') addMarkdown(list, written);
    else if (cell.cell_type === 'heading') list.addHeading({ level: 2, text: written });
    else for (const piece of cutCode(written)) list.add({ kind: 'code', text: piece });
    for (const output of cell.outputs) addOutput(list, output);
  }
  return ok({ title: notebook.data?.metadata?.title ?? null, language: null, pages: 1, blocks: list.blocks });
};

function addOutput(list: BlockList, output: z.infer<typeof outputSchema>): void {
  const { data, ename, evalue } = output;
  const markdown = partOf(data, 'text/markdown');
  const html = partOf(data, 'text/html');
  const plain = output.text ?? partOf(data, 'text/plain');
  if (markdown !== null) addMarkdown(list, markdown);
  // Tables keep rows and columns in HTML only.
  else if (html !== null && /<table[\s>]/iu.test(html)) {
    list.addInner({ blocks: readPage(html, { isWhole: true }).blocks, firstPage: 1 });
  } else if (plain) {
    for (const piece of cutCode(plain.replace(escapes, ''))) list.add({ kind: 'code', text: piece });
  }
  if (ename !== undefined)
    list.add({ kind: 'paragraph', text: `${ename}: ${(evalue ?? '').replace(escapes, '')}` });
}

function partOf(data: Readonly<Record<string, unknown>> | undefined, type: string): string | null {
  const part = data?.[type];
  return part === undefined ? null : text.parse(part);
}
