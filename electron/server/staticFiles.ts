import { type FileHandle, open, realpath } from 'node:fs/promises';
import path from 'node:path';

const mimeTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.pdf': 'application/pdf',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.icc': 'application/octet-stream',
};

export interface StaticFile {
  /** The caller closes it. */
  readonly file: FileHandle;
  readonly mimeType: string;
  readonly sizeBytes: number;
}

/**
 * Opens a file below `folder` by the path of a URL. @returns null for what is not there, is no plain file, is of a
 * kind the renderer has none of, or lies outside, also through a link.
 */
export async function openStaticFile(folder: string, urlPath: string): Promise<StaticFile | null> {
  const relative = decode(urlPath);
  if (relative === null || relative.includes('\0') || relative.includes('\\')) return null;
  const wanted = path.join(folder, relative === '/' ? 'index.html' : relative);
  const mimeType = mimeTypes[path.extname(wanted).toLowerCase()];
  if (mimeType === undefined) return null;
  let file: FileHandle | null = null;
  try {
    const root = await realpath(folder);
    const real = await realpath(wanted);
    if (!real.startsWith(root + path.sep)) return null;
    file = await open(real, 'r');
    const facts = await file.stat();
    if (facts.isFile()) return { file, mimeType, sizeBytes: facts.size };
    await file.close();
    return null;
  } catch {
    await file?.close();
    return null;
  }
}

function decode(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return null;
  }
}
