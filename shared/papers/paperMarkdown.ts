import type { Paper, PaperPart } from '../contract/papers.ts';

/** A paper as Markdown, its pages as text. */
export function paperMarkdown({ title, facts, parts }: Paper): string {
  const head = [`# ${title}`, ...(facts.length > 0 ? [`*${facts.join(' · ')}*`] : [])];
  return `${[...head, ...parts.map(partMarkdown)].join('\n\n')}\n`;
}

function partMarkdown(part: PaperPart): string {
  switch (part.kind) {
    case 'heading':
      return `## ${part.text}`;
    case 'paragraph':
      return part.look === 'removed' ? `~~${part.text}~~${sourceOf(part.source)}` : withSource(part);
    case 'list':
      return part.lines.map((line) => `- ${withSource(line)}`).join('\n');
    case 'table':
      return [part.columns, part.columns.map(() => '---'), ...part.rows]
        .map((cells) => `| ${cells.map(cellText).join(' | ')} |`)
        .join('\n');
  }
}

function withSource({ text, source }: { readonly text: string; readonly source: string | null }): string {
  return `${text}${sourceOf(source)}`;
}

function sourceOf(source: string | null): string {
  return source === null ? '' : ` (${source})`;
}

function cellText(text: string): string {
  return text.replace(/\s+/gu, ' ').replaceAll('|', '\\|');
}
