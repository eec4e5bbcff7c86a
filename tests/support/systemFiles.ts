import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Folder {
  readonly [name: string]: string | Folder;
}

/** Writes files as Linux shows its devices: one value each, with a line feed. */
export function putFiles(folder: string, contents: Folder): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(contents)) {
    if (typeof content === 'string') writeFileSync(join(folder, name), `${content}\n`);
    else putFiles(join(folder, name), content);
  }
}
