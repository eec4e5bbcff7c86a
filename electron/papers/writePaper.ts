import type { Paper } from '../../shared/contract/papers.ts';
import { paperMarkdown } from '../../shared/papers/paperMarkdown.ts';

/** A paper as the bytes of a file. */
export async function writePaper(paper: Paper, format: 'md' | 'docx'): Promise<Uint8Array> {
  if (format === 'md') return new TextEncoder().encode(paperMarkdown(paper));
  const { writeDocx } = await import('./docx.ts');
  return writeDocx(paper);
}
