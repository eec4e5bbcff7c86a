// Everything Unicode calls a control character but tab and line feed.
const controlCharacters = /(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu;
// Soft hyphens and marks without width or meaning in running text; joiners stay, scripts need them.
const invisibleMarks = /[\u00ad\u200b\u2060\ufeff]/gu;

/** Makes text safe to store, index and show: NFC, no control characters, no runs of white space. */
export function cleanText(text: string, { isCode = false }: { readonly isCode?: boolean } = {}): string {
  const plain = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(controlCharacters, '')
    .replace(invisibleMarks, '')
    .normalize('NFC');
  if (isCode) return plain.replace(/(?<![ \t])[ \t]+$/gmu, '').replace(/^\n+|(?<!\n)\n+$/gu, '');
  return plain
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
