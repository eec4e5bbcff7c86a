import { formatOfName } from '../../shared/formats.ts';

/** Of all files in a chosen folder those that are documents: hidden ones and what programs made are left out. */
export function documentsOf(files: readonly File[]): File[] {
  return files.filter((file) => {
    const parts = file.webkitRelativePath.split('/');
    return !parts.some(isForeignName) && isDocumentName(file.name);
  });
}

/** Hidden, or made by programs for themselves. */
export function isForeignName(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

export function isDocumentName(name: string): boolean {
  return /\.[a-z0-9]+$/iu.test(name) && formatOfName(name) !== null;
}
