import { isDocumentName, isForeignName } from './documentsOf.ts';

/** The documents in a folder that was dropped onto a browser window, to its bottom. */
export async function filesWithin(entry: FileSystemEntry): Promise<File[]> {
  if (isForeignName(entry.name)) return [];
  if (isFile(entry)) {
    if (!isDocumentName(entry.name)) return [];
    const file = await new Promise<File | null>((resolve) => entry.file(resolve, () => resolve(null)));
    return file ? [file] : [];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const files: File[] = [];
  for (;;) {
    // It gives a hundred at a time, and none at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (entries.length === 0) return files;
    for (const inner of entries) files.push(...(await filesWithin(inner)));
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
