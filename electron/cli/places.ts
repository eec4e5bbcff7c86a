import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Sotto's own parts lie, whether it runs built or from its sources. */
export interface Places {
  readonly engineEntryPath: string;
  readonly parserEntryPath: string;
  readonly resourcesFolder: string;
  readonly rendererFolder: string;
}

/** @param entryUrl `import.meta.url` of headless.ts: `electron/headless.ts` or `dist/host/headless.js`. */
export function findPlaces(entryUrl: string): Places {
  const entryPath = fileURLToPath(entryUrl);
  const folder = path.dirname(entryPath);
  const isSource = entryPath.endsWith('.ts');
  const repository = path.resolve(folder, isSource ? '..' : '../..');
  return {
    engineEntryPath: path.join(folder, isSource ? 'engine/process/main.ts' : 'engine.js'),
    parserEntryPath: path.join(folder, isSource ? 'documents/parse/process/main.ts' : 'parser.js'),
    resourcesFolder: path.join(repository, 'resources'),
    rendererFolder: path.join(repository, 'dist/renderer'),
  };
}
