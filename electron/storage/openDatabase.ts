import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Database } from './database.ts';
import type { DatabaseKey } from './databaseKey.ts';
import { keepStatements } from './keepStatements.ts';
import { migrate } from './migrate.ts';
import { findNativeBinding } from './nativeBinding.ts';
import type { StorageError } from './storageError.ts';

export const databaseName = 'sotto.db';
const instanceName = 'instance.json';
const closedName = 'closed';
const instanceSchema = z.object({ processId: z.int() });

/**
 * Opens, and where needed makes or migrates, the encrypted database of a data folder.
 *
 * SQLite's own exclusive lock keeps a second instance out: the operating system frees it however this
 * process ends, so no stale lock file can shut the person out.
 */
export function openDatabase(input: {
  readonly dataFolder: string;
  readonly key: DatabaseKey;
}): Result<Database, StorageError> {
  const { dataFolder, key } = input;
  let database: Database;
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    const nativeBinding = findNativeBinding();
    database = new Sqlite(join(dataFolder, databaseName), { timeout: 0, nativeBinding });
  } catch (error) {
    return fail({ code: 'storage.notWritable', dataFolder, reason: messageOf(error) });
  }
  const opened = unlock({ database, dataFolder, key });
  if (!opened.ok) {
    database.close();
    return opened;
  }
  const migrated = migrate({ database, dataFolder });
  if (!migrated.ok) {
    database.close();
    return migrated;
  }
  // Not before: a migration changes the tables that statements were prepared for.
  keepStatements(database);
  writeFileSync(join(dataFolder, instanceName), JSON.stringify({ processId: process.pid }));
  return ok(database);
}

export function closeDatabase(input: { readonly database: Database; readonly dataFolder: string }): void {
  input.database.close();
  rmSync(join(input.dataFolder, instanceName), { force: true });
  noteState(input.dataFolder);
}

/**
 * Tells the database that was closed in order from one that something happened to since, which alone is looked
 * through when it is opened: that takes seconds for a large library. Whatever happens to a page in between, SQLCipher
 * knows from the page's own checksum when it is read.
 */
function stateOf(dataFolder: string): string | null {
  try {
    const { size, mtimeMs } = statSync(join(dataFolder, databaseName));
    return `${size} ${mtimeMs}`;
  } catch {
    return null;
  }
}

function readState(dataFolder: string): string {
  try {
    return readFileSync(join(dataFolder, closedName), 'utf8');
  } catch {
    return '';
  }
}

function noteState(dataFolder: string): void {
  try {
    writeFileSync(join(dataFolder, closedName), stateOf(dataFolder) ?? '');
  } catch {
    // It is looked through next time.
  }
}

function unlock(input: {
  readonly database: Database;
  readonly dataFolder: string;
  readonly key: DatabaseKey;
}): Result<null, StorageError> {
  const { database, dataFolder, key } = input;
  try {
    database.pragma("cipher = 'sqlcipher'");
    database.pragma('legacy = 4');
    database.pragma(`key = "x'${key.hex}'"`);
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('temp_store = MEMORY');
    // In KiB, taken as it is needed. A page that is not kept is decrypted anew, which takes most of a search.
    database.pragma('cache_size = -64000');
    // Takes the lock now: otherwise the second instance would start and fail at its first write.
    database.exec('begin immediate; commit');
    const isAsItWasLeft = readState(dataFolder) === stateOf(dataFolder);
    if (!isAsItWasLeft && database.pragma('quick_check(1)', { simple: true }) !== 'ok') {
      return fail({ code: 'storage.damaged', dataFolder, reason: 'the integrity check failed' });
    }
    // Only closing says it again: what ends otherwise is looked through, also where all it wrote is in the log beside.
    rmSync(join(dataFolder, closedName), { force: true });
    return ok(null);
  } catch (error) {
    const code = error instanceof Sqlite.SqliteError ? error.code : '';
    if (code.startsWith('SQLITE_BUSY')) {
      return fail({ code: 'storage.inUse', dataFolder, processId: readProcessId(dataFolder) });
    }
    // A wrong key and a damaged first page look the same to SQLCipher: neither decrypts.
    if (code === 'SQLITE_NOTADB') return fail({ code: 'storage.wrongKey', dataFolder });
    if (code.startsWith('SQLITE_CORRUPT')) {
      return fail({ code: 'storage.damaged', dataFolder, reason: messageOf(error) });
    }
    return fail({ code: 'storage.notWritable', dataFolder, reason: messageOf(error) });
  }
}

function readProcessId(dataFolder: string): number | null {
  try {
    return instanceSchema.parse(JSON.parse(readFileSync(join(dataFolder, instanceName), 'utf8'))).processId;
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
