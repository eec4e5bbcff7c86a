import path from 'node:path';
import type { Paper, PaperError, PaperFormat } from '../../shared/contract/papers.ts';
import { paperMarkdown } from '../../shared/papers/paperMarkdown.ts';
import { ok, type Result } from '../../shared/result.ts';
import { findPdfFolder } from '../documents/originals/pdfFolder.ts';

/** A paper as the bytes of a file. Only a PDF can fail, where its fonts lack signs. */
export async function writePaper(paper: Paper, format: PaperFormat): Promise<Result<Uint8Array, PaperError>> {
  switch (format) {
    case 'md':
      return ok(new TextEncoder().encode(paperMarkdown(paper)));
    case 'docx': {
      const { writeDocx } = await import('./docx.ts');
      return ok(writeDocx(paper));
    }
    case 'pdf': {
      const pdfFolder = findPdfFolder(import.meta.dirname);
      if (pdfFolder === null) throw new Error('The fonts of pdf.js are not there');
      const { writePdf } = await import('./pdf.ts');
      return writePdf(paper, path.join(pdfFolder, 'standard_fonts'));
    }
  }
}
