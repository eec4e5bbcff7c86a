import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Database } from '../../electron/storage/database.ts';
import type { DatabaseKey } from '../../electron/storage/databaseKey.ts';
import { closeDatabase, openDatabase } from '../../electron/storage/openDatabase.ts';

export const testKey: DatabaseKey = { hex: '0123456789abcdef'.repeat(4), protection: 'environment' };

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A real, encrypted, migrated database that goes with the test. */
export function temporaryDatabase(): Database {
  const dataFolder = temporaryFolder();
  const opened = openDatabase({ dataFolder, key: testKey });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const database = opened.value;
  onTestFinished(() => {
    if (database.open) closeDatabase({ database, dataFolder });
  });
  return database;
}
