const fence = /^ {0,3}(`{3,}|~{3,})/;
const continues = /^(\s|[-*+>|]|\d{1,9}[.)]|\[[^\]]+\]:)/;

/**
 * Cuts Markdown into pieces that can be set on their own, so that a growing answer renders only its last one.
 * Joined by nothing they are the text again.
 */
export function splitMarkdown(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let openFence: string | null = null;
  let isAfterBlank = false;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const isBlank = line.trim() === '';
    if (openFence === null && isAfterBlank && !isBlank && !continues.test(line)) {
      pieces.push(piece);
      piece = '';
    }
    const mark = fence.exec(line)?.[1];
    if (mark !== undefined) {
      if (openFence === null) openFence = mark;
      else if (closesFence({ openFence, mark, line })) openFence = null;
    }
    piece += line;
    isAfterBlank = isBlank && openFence === null;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

function closesFence({
  openFence,
  mark,
  line,
}: {
  readonly openFence: string;
  readonly mark: string;
  readonly line: string;
}): boolean {
  return mark[0] === openFence[0] && mark.length >= openFence.length && line.trim() === mark;
}
