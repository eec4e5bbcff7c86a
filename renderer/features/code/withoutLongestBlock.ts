const fence = /^[ \t]*(`{3,}|~{3,})/;

/** An answer without its longest code block, which the changes beside it already show. @param markdown whole, not growing. */
export function withoutLongestBlock(markdown: string): string {
  const lines = markdown.split('\n');
  let open: { readonly mark: string; readonly start: number } | null = null;
  let longest: { readonly start: number; readonly end: number; readonly size: number } | null = null;
  const close = (start: number, end: number) => {
    const size = lines.slice(start, end).join('\n').length;
    if (longest === null || size > longest.size) longest = { start, end, size };
  };
  for (const [index, line] of lines.entries()) {
    const mark = fence.exec(line)?.[1];
    if (mark === undefined) continue;
    if (open === null) open = { mark, start: index };
    else if (mark.startsWith(open.mark) && line.trim() === mark) {
      close(open.start, index + 1);
      open = null;
    }
  }
  if (open !== null) close(open.start, lines.length);
  if (longest === null) return markdown;
  const { start, end }: { readonly start: number; readonly end: number } = longest;
  return [...lines.slice(0, start), ...lines.slice(end)].join('\n').trim();
}
