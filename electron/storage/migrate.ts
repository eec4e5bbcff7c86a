import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Database } from './database.ts';
import { migrations } from './migrations/all.ts';
import type { StorageError } from './storageError.ts';

/**
 * Brings the database to the newest schema, one transaction per step, after copying it (encrypted as it is)
 * to `backups/` before each. A newer database is left alone.
 */
export function migrate(input: {
  readonly database: Database;
  readonly dataFolder: string;
  readonly steps?: readonly string[];
}): Result<null, StorageError> {
  const { database, dataFolder, steps = migrations } = input;
  const found = Number(database.pragma('user_version', { simple: true }));
  if (found > steps.length) {
    return fail({ code: 'storage.newerVersion', found, known: steps.length });
  }
  for (const [index, step] of steps.entries()) {
    if (index < found) continue;
    try {
      // A database that is being made has nothing to lose.
      if (found > 0) copyBefore({ database, dataFolder, version: index });
      database.transaction(() => {
        database.exec(step);
        database.pragma(`user_version = ${index + 1}`);
      })();
    } catch (error) {
      return fail({
        code: 'storage.notWritable',
        dataFolder,
        reason: `step ${index + 1}: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }
  return ok(null);
}

function copyBefore(input: { database: Database; dataFolder: string; version: number }): void {
  const folder = join(input.dataFolder, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, `sotto-v${input.version}.db`);
  // A copy of the same version is left from a migration that failed half-way; the database is unchanged since.
  if (existsSync(copy)) rmSync(copy);
  input.database.prepare('vacuum into ?').run(copy);
}
