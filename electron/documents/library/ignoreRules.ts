import { readFile } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { formatOfName } from '../../../shared/formats.ts';

export const ignoreFileName = '.sottoignore';

/** Folders that hold what programs made for themselves, on any system. */
const foreignFolders = new Set([
  'node_modules',
  'bower_components',
  '__pycache__',
  '$recycle.bin',
  'system volume information',
  'found.000',
]);
const maxIgnoreFileBytes = 1024 * 1024;
/** Folders whose rules are remembered while neighbours are looked through. */
const rememberedFolders = 1000;

/** Tells which files of one folder of the library are its documents. */
export interface IgnoreRules {
  /** @param folderPath absolute, the library's folder itself or inside it. */
  isFolderIgnored(folderPath: string): Promise<boolean>;
  /** Hidden, foreign to Sotto by its name, or left out by a `.sottoignore`. @param filePath absolute. */
  isFileIgnored(filePath: string): Promise<boolean>;
}

/** Rules are read anew by each instance, so make one for each time the folder is looked through. */
export function createIgnoreRules(root: string): IgnoreRules {
  const rulesByFolder = new Map<string, Promise<Ignore | null>>();
  const ignoredFolders = new Map<string, Promise<boolean>>();

  function rulesIn(folderPath: string): Promise<Ignore | null> {
    if (rulesByFolder.size > rememberedFolders) rulesByFolder.clear();
    let rules = rulesByFolder.get(folderPath);
    if (!rules) {
      rules = readRules(path.join(folderPath, ignoreFileName));
      rulesByFolder.set(folderPath, rules);
    }
    return rules;
  }

  /** As git does: rules further in count before those further out. */
  async function isRuledOut(target: string, isFolder: boolean): Promise<boolean> {
    for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
      const rules = await rulesIn(folder);
      const verdict = rules && test(rules, path.relative(folder, target), isFolder);
      if (verdict?.ignored) return true;
      if (verdict?.unignored || folder === root || folder === path.dirname(folder)) return false;
    }
  }

  async function isFolderIgnored(folderPath: string): Promise<boolean> {
    if (folderPath === root) return false;
    if (ignoredFolders.size > rememberedFolders) ignoredFolders.clear();
    let isIgnored = ignoredFolders.get(folderPath);
    if (!isIgnored) {
      isIgnored = (async () => {
        if (isForeignFolder(path.basename(folderPath))) return true;
        return (await isFolderIgnored(path.dirname(folderPath))) || isRuledOut(folderPath, true);
      })();
      ignoredFolders.set(folderPath, isIgnored);
    }
    return isIgnored;
  }

  return {
    isFolderIgnored,
    async isFileIgnored(filePath) {
      if (!isDocumentName(path.basename(filePath))) return true;
      return (await isFolderIgnored(path.dirname(filePath))) || isRuledOut(filePath, false);
    },
  };
}

/**
 * By its name alone. Names without an ending are left out: most of them are no documents. So are the lock and
 * recovery files that office programs lay beside an open document.
 */
export function isDocumentName(fileName: string): boolean {
  if (/^(?:\.|~\$|~wrl)/iu.test(fileName)) return false;
  return path.extname(fileName) !== '' && formatOfName(fileName) !== null;
}

/** Hidden, or full of what programs made; by its name alone. */
export function isForeignFolder(folderName: string): boolean {
  return folderName.startsWith('.') || foreignFolders.has(folderName.toLowerCase());
}

function test(rules: Ignore, relativePath: string, isFolder: boolean): ReturnType<Ignore['test']> {
  const slashed = relativePath.split(path.sep).join('/');
  return rules.test(isFolder ? `${slashed}/` : slashed);
}

async function readRules(file: string): Promise<Ignore | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null || text.length > maxIgnoreFileBytes ? null : ignore().add(text);
}
