import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type CommandEnd, runCommand } from './commandLine.ts';

/** https://www.npmjs.com/package/@tobilu/qmd (MIT): the same building blocks, and keyword search without a model. */
const qmdPackage = '@tobilu/qmd@2.8.3';
const collection = 'bench';
const foundSchema = z.array(z.object({ file: z.string() }));

export interface Qmd {
  /** Indexes the text files of a folder from nothing. */
  index(filesFolder: string): Promise<CommandEnd>;
  /** @returns the names of the files found, best first, and how long the process took. */
  search(query: string, limit: number): Promise<{ files: string[]; wallMs: number }>;
}

/** Fetches QMD into the folder. @returns the reason where it cannot be had. */
export async function fetchQmd(folder: string): Promise<Qmd | string> {
  const packages = join(folder, 'packages');
  mkdirSync(packages, { recursive: true });
  const isWindows = process.platform === 'win32';
  const npm = isWindows ? (['cmd.exe', '/c', 'npm'] as const) : (['npm'] as const);
  try {
    await runCommand([...npm, 'install', '--prefix', packages, '--no-audit', '--no-fund', qmdPackage]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const launcher = join(packages, 'node_modules/@tobilu/qmd/bin/qmd');
  let homes = 0;
  const runQmd = (...parameters: string[]) => {
    const home = join(folder, `home-${homes}`);
    mkdirSync(home, { recursive: true });
    const environment = { HOME: home, USERPROFILE: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home };
    return runCommand([process.execPath, launcher, ...parameters], { environment });
  };
  return {
    index(filesFolder) {
      homes += 1;
      return runQmd('collection', 'add', filesFolder, '--name', collection, '--mask', '**/*.txt');
    },
    async search(query, limit) {
      const { stdout, wallMs } = await runQmd('search', query, '-n', String(limit), '--json');
      const start = stdout.indexOf('[');
      // It says so in words, not in JSON, where nothing is found.
      const found = start < 0 ? [] : foundSchema.parse(JSON.parse(stdout.slice(start)));
      return { files: found.map(({ file }) => file.slice(file.lastIndexOf('/') + 1)), wallMs };
    },
  };
}
