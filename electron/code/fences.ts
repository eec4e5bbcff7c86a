export interface FencedBlock {
  readonly text: string;
  /** False where the answer ended inside the block. */
  readonly isClosed: boolean;
}

/** The longest fenced code block of a Markdown answer; null where there is none. */
export function longestBlock(markdown: string): FencedBlock | null {
  let longest: FencedBlock | null = null;
  for (const block of findBlocks(markdown)) {
    if (longest === null || block.text.length > longest.text.length) longest = block;
  }
  return longest;
}

/** Encloses code in a fence that nothing inside can end. */
export function fenceCode({ text, language }: { text: string; language: string | null }): string {
  const longestRun = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longestRun + 1));
  return `${fence}${language ?? ''}\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** Fences as CommonMark has them: closed by as many of the same sign or more. A block in a list is indented as a whole. */
function findBlocks(markdown: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { readonly fence: string; readonly indent: string; readonly lines: string[] } | null = null;
  for (const line of markdown.replaceAll('\r\n', '\n').split('\n')) {
    const [, indent = '', fence = '', rest = ''] = /^([ \t]*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open === null) {
      if (fence !== '' && !rest.includes('`')) open = { fence, indent, lines: [] };
    } else if (fence.startsWith(open.fence) && rest.trim() === '') {
      blocks.push({ text: joinLines(open.lines), isClosed: true });
      open = null;
    } else {
      open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    }
  }
  if (open?.lines.some((line) => line.trim() !== '')) {
    blocks.push({ text: joinLines(open.lines), isClosed: false });
  }
  return blocks;
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
