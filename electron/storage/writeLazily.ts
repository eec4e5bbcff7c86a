import type { Database } from './database.ts';

/**
 * Runs `write`, one or more transactions, without waiting for the disk at their end. For what can be made anew from
 * elsewhere: after a power cut the last of it may be missing, but never half there, and the next ordinary write makes
 * it lasting. https://sqlite.org/pragma.html#pragma_synchronous
 */
export function writeLazily<Value>(database: Database, write: () => Value): Value {
  database.pragma('synchronous = NORMAL');
  try {
    return write();
  } finally {
    database.pragma('synchronous = FULL');
  }
}
