import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Where pdf.js' character maps and fonts lie: beside the built host, else in its package. @param from a module's folder. */
export function findPdfFolder(from: string): string | null {
  const candidates = [path.join(from, '../pdfjs'), path.join(from, '../../pdfjs'), path.join(from, 'pdfjs')];
  const built = candidates.find((candidate) => existsSync(path.join(candidate, 'cmaps')));
  if (built !== undefined) return built;
  try {
    return path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  } catch {
    return null;
  }
}
