import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
let found: string | null = null;

/**
 * The file with the database's native part for this computer. The library would find it as well, but asks Node for a
 * report of the whole process to tell which C library there is, which takes longer than opening the database; and bundled
 * with Sotto it does not know where it lies. Throws where none can be loaded.
 */
export function findNativeBinding(): string {
  found ??= firstThatLoads(process.platform === 'linux' ? ['linux', 'linuxmusl'] : [process.platform]);
  return found;
}

function firstThatLoads([platform = '', ...others]: readonly string[]): string {
  const folder = path.dirname(require.resolve('better-sqlite3-multiple-ciphers/package.json'));
  const file = path.join(folder, 'prebuilds', `${platform}-${process.arch}.node`);
  try {
    require(file);
    return file;
  } catch (error) {
    // Made for another C library, as it seems.
    if (others.length > 0) return firstThatLoads(others);
    throw error;
  }
}
