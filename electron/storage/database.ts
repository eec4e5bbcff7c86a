import type Sqlite from 'better-sqlite3-multiple-ciphers';

/** The open, encrypted database; better-sqlite3's API. */
export type Database = Sqlite.Database;
