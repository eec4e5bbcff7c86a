import path from 'node:path';

/** The built app's files, seen from the folder of `main.js`. */
export function locateBuiltFiles(hostFolder: string): {
  readonly rendererFolder: string;
  readonly preloadPath: string;
  readonly engineEntryPath: string;
  readonly parserEntryPath: string;
  readonly resourcesFolder: string;
} {
  // Children and what they read lie beside the archive: native modules cannot be loaded from inside it.
  const unpacked = hostFolder.replace(/app\.asar(?=[\\/]|$)/, 'app.asar.unpacked');
  return {
    rendererFolder: path.join(hostFolder, '../renderer'),
    preloadPath: path.join(hostFolder, '../preload/preload.cjs'),
    engineEntryPath: path.join(unpacked, 'engine.js'),
    parserEntryPath: path.join(unpacked, 'parser.js'),
    resourcesFolder: path.join(unpacked, '../../resources'),
  };
}
