import { strToU8, zipSync } from 'fflate';
import { makePackage } from './xlsxFiles.ts';

/** PowerPoint files: `shapes` is the inside of each slide's tree. */
export function makePptx(
  slides: readonly { readonly shapes: string; readonly notes?: string; readonly isHidden?: boolean }[],
): Uint8Array {
  const parts: Record<string, string> = {
    'ppt/presentation.xml': `<p:presentation><p:sldIdLst>${slides
      .map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 1}"/>`)
      .join('')}</p:sldIdLst></p:presentation>`,
  };
  const relations: Record<string, (readonly [string, string, string])[]> = {
    '': [['rId1', 'officeDocument', 'ppt/presentation.xml']],
    // Files name their slides in the order they were made, not in the order they are shown.
    'ppt/presentation.xml': slides.map((_, index) => [
      `rId${index + 1}`,
      'slide',
      `slides/slide${slides.length - index}.xml`,
    ]),
  };
  for (const [index, { shapes, notes, isHidden = false }] of slides.entries()) {
    const part = `ppt/slides/slide${slides.length - index}.xml`;
    parts[part] =
      `<p:sld${isHidden ? ' show="0"' : ''}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`;
    if (notes === undefined) continue;
    parts[`ppt/notesSlides/notes${index}.xml`] =
      `<p:notes><p:cSld><p:spTree>${shape(notes, { placeholder: 'body' })}</p:spTree></p:cSld></p:notes>`;
    relations[part] = [['rId1', 'notesSlide', `../notesSlides/notes${index}.xml`]];
  }
  return makePackage(parts, relations);
}

export function shape(
  text: string,
  { placeholder, at }: { readonly placeholder?: string; readonly at?: readonly [x: number, y: number] } = {},
): string {
  const mark = placeholder === undefined ? '' : `<p:ph type="${placeholder}"/>`;
  const place = at ? `<a:xfrm><a:off x="${at[0]}" y="${at[1]}"/></a:xfrm>` : '';
  const paragraphs = text
    .split('\n')
    .map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`)
    .join('');
  return `<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr>${mark}</p:nvPr></p:nvSpPr><p:spPr>${place}</p:spPr><p:txBody>${paragraphs}</p:txBody></p:sp>`;
}

/** OpenDocument files: `body` is the inside of `office:text`, `office:presentation` or `office:spreadsheet`. */
export function makeOdf(
  kind: 'text' | 'presentation' | 'spreadsheet',
  body: string,
  { isEncrypted = false }: { readonly isEncrypted?: boolean } = {},
): Uint8Array {
  return zipSync({
    mimetype: [strToU8(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }],
    'content.xml': strToU8(
      `<?xml version="1.0"?><office:document-content><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    ),
    'META-INF/manifest.xml': strToU8(
      `<manifest:manifest><manifest:file-entry full-path="content.xml">${isEncrypted ? '<manifest:encryption-data/>' : ''}</manifest:file-entry></manifest:manifest>`,
    ),
  });
}

/** E-books whose spine is in the order given and whose files are named against it. */
export function makeEpub(
  chapters: readonly string[],
  { locked = [] }: { readonly locked?: readonly number[] } = {},
): Uint8Array {
  const name = (index: number) => `c${chapters.length - index}.xhtml`;
  const files: Record<string, Uint8Array> = {
    'META-INF/container.xml': strToU8(
      '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
    ),
    'OEBPS/book.opf': strToU8(
      `<package><metadata><dc:title>Harbours</dc:title><dc:creator>Ann Reed</dc:creator><dc:language>en</dc:language></metadata><manifest>${chapters
        .map((_, index) => `<item id="i${index}" href="${name(index)}" media-type="application/xhtml+xml"/>`)
        .join(
          '',
        )}</manifest><spine>${chapters.map((_, index) => `<itemref idref="i${index}"/>`).join('')}</spine></package>`,
    ),
  };
  for (const [index, body] of chapters.entries())
    files[`OEBPS/${name(index)}`] = strToU8(
      `<?xml version="1.0"?><html><head><title/></head><body>${body}</body></html>`,
    );
  if (locked.length > 0)
    files['META-INF/encryption.xml'] = strToU8(
      `<encryption>${locked.map((index) => `<CipherReference URI="OEBPS/${name(index)}"/>`).join('')}</encryption>`,
    );
  return zipSync(files);
}
