import sax from 'sax';
import { ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { decodeSource } from '../decodeSource.ts';
import type { FormatReader } from '../source.ts';
import { countLines, listAsText } from './json.ts';
import { createPathList } from './values/pathList.ts';
import { createXmlOutline } from './values/xmlOutline.ts';

/** Fed in parts, so that the parser's own buffers stay small. */
const partCharacters = 64 * 1024;

/** Reads XML as values with their paths, or as prose where it is prose. Entities the file declares are never unfolded. */
export const readXml: FormatReader = async (source) => {
  const { bytes, limits, onProgress } = source;
  const decoded = decodeSource(source, declaredEncoding(bytes));
  if (!decoded.ok) return decoded;
  const text = decoded.value.replace(/^\ufeff/u, '');
  const list = createBlockList();
  const paths = createPathList(list);
  const outline = createXmlOutline({ list, paths });
  const fault = walkXml(text, outline, () => paths.characters > limits.maxTextCharacters * 0.9);
  outline.end();
  paths.flush();
  onProgress({ done: 1, total: 1 });
  const done = (blocks: typeof list.blocks) =>
    ok({ title: outline.title(), language: outline.language(), pages: 1, blocks });
  if (paths.characters > limits.maxTextCharacters * 0.9) {
    const note = 'Too large to name the place of each value.';
    return done(listAsText(createBlockList(), { note, text }).blocks);
  }
  if (fault) {
    const line = countLines(text, fault.at);
    const note = `From line ${line} on this is not valid XML (${fault.reason}); it stands here as text.`;
    listAsText(list, { note, text: text.slice(fault.at) });
  }
  return done(list.blocks);
};

/** @returns where it stopped being XML, or null. */
function walkXml(
  text: string,
  outline: ReturnType<typeof createXmlOutline>,
  shouldStop: () => boolean,
): { readonly at: number; readonly reason: string } | null {
  // Lists no entities but XML's own five, and keeps what it does not know as it stands.
  const parser = sax.parser(true, { trim: false, normalize: false, position: true, xmlns: false });
  let fault: { at: number; reason: string } | null = null;
  let tagStart = 0;
  parser.onopentagstart = () => {
    tagStart = parser.startTagPosition - 1;
  };
  parser.onopentag = ({ name, attributes }) => {
    if (!fault) outline.open(localName(name), attributesOf(attributes));
  };
  parser.onclosetag = () => {
    if (!fault) outline.close();
  };
  const addText = (part: string) => {
    if (!fault) outline.text(part);
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onerror = (error) => {
    const reason = error.message.split('\n')[0] ?? 'not well-formed';
    // Or it would throw at the next part.
    parser.resume();
    // Entities of the document's own stay as written.
    if (!/entity/iu.test(reason)) fault ??= { at: Math.min(tagStart, text.length), reason };
  };
  for (let at = 0; at < text.length && !fault && !shouldStop(); at += partCharacters) {
    parser.write(text.slice(at, at + partCharacters));
  }
  if (!fault && !shouldStop()) parser.close();
  return fault;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributesOf(attributes: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(attributes).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !/^xmlns(?::|$)|^xsi:/u.test(name) ? [[name, value]] : [],
  );
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/u.exec(start)?.[1] ?? null;
}
