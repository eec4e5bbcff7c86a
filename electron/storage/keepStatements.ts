import type Sqlite from 'better-sqlite3-multiple-ciphers';
import type { Database } from './database.ts';

const mostKept = 400;

/**
 * From now on `prepare` gives the statement that the same SQL was prepared as before: SQLite takes longer to prepare
 * most of ours than to run them. `pluck` and `raw` give a statement of their own, so that they hold for their caller
 * alone.
 */
export function keepStatements(database: Database): void {
  const prepareAnew = database.prepare.bind(database);
  const kept = new Map<string, Sqlite.Statement>();

  function keep(key: string, make: () => Sqlite.Statement): Sqlite.Statement {
    const present = kept.get(key);
    // One that is read row by row is not at its end yet.
    if (present?.busy) return make();
    const statement = present ?? make();
    // The one that was used last stands last.
    kept.delete(key);
    kept.set(key, statement);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return statement;
  }

  const prepare = (sql: string) =>
    keep(sql, () =>
      Object.defineProperties(prepareAnew(sql), {
        pluck: { value: () => keep(`pluck ${sql}`, () => prepareAnew(sql).pluck()) },
        raw: { value: () => keep(`raw ${sql}`, () => prepareAnew(sql).raw()) },
      }),
    );
  Object.defineProperty(database, 'prepare', { value: prepare });
}
