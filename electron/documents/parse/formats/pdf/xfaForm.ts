import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api.js';
import { z } from 'zod';
import type { Block } from '../../../../../shared/contract/documents.ts';
import { createBlockList } from '../../blockList.ts';

const optionalText = z.string().nullish().catch(null);
const isSet = z.boolean().catch(false);
const attributesSchema = z.object({
  class: z.array(z.string()).catch([]),
  type: optionalText,
  textContent: optionalText,
  value: optionalText,
  checked: isSet,
  selected: isSet,
});

/** One element of what pdf.js makes of a form that is laid out only when it is opened (XFA). */
interface FormNode {
  readonly name: string;
  readonly value?: string | null | undefined;
  readonly attributes?: z.infer<typeof attributesSchema> | null | undefined;
  readonly children?: readonly FormNode[] | null | undefined;
}

const formNodeSchema: z.ZodType<FormNode> = z.lazy(() =>
  z.object({
    name: z.string().catch(''),
    value: optionalText,
    attributes: attributesSchema.nullish().catch(null),
    children: z.array(formNodeSchema).nullish().catch(null),
  }),
);

/** Each is one line to be read: a label with what was filled in, a text, or a row of a table. */
const lineClasses = ['xfaField', 'xfaDraw', 'xfaRow'];

/** Reads a form whose own pages say no more than that another program is needed. */
export async function readXfaForm(document: PDFDocumentProxy): Promise<readonly Block[]> {
  const list = createBlockList();
  for (let page = 1; page <= document.numPages; page += 1) {
    const proxy = await document.getPage(page);
    const root = formNodeSchema.safeParse(await proxy.getXfa());
    for (const text of root.success ? linesOf(root.data) : []) list.add({ kind: 'paragraph', text, page });
  }
  return list.blocks;
}

function linesOf(node: FormNode): string[] {
  const kind = lineClasses.find((name) => node.attributes?.class.includes(name));
  if (kind === undefined) return (node.children ?? []).flatMap(linesOf);
  const text =
    kind === 'xfaRow'
      ? (node.children ?? []).map((cell) => textOf(cell).join(' ')).join(' | ')
      : textOf(node).join(' ');
  return /[\p{L}\p{N}]/u.test(text) ? [text] : [];
}

function textOf({ name, value, attributes, children }: FormNode): string[] {
  if (attributes?.type === 'checkbox' || attributes?.type === 'radio')
    return [attributes.checked ? '☒' : '☐'];
  if (name === 'option') return attributes?.selected && value ? [value.trim()] : [];
  const text = (attributes?.textContent ?? attributes?.value ?? value ?? '').trim();
  const own = text === '' || name === 'button' ? [] : [text];
  return [...own, ...(children ?? []).flatMap(textOf)];
}
