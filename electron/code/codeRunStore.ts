import { z } from 'zod';
import { type CodeRun, codeRunSchema } from '../../shared/contract/code.ts';
import type { CodeRunId } from '../../shared/ids.ts';
import type { Database } from '../storage/database.ts';

export interface StoredRun {
  readonly run: CodeRun;
  /** The person's own file, where a change may be written to it. */
  readonly path: string | null;
  /** SHA-256 of the file's bytes, else of the text, when the model was given it. */
  readonly contentHash: string;
}

/** The list travels in one frame, so it holds the newest runs up to this many characters of JSON. */
const maxListCharacters = 2_000_000;
const maxListRuns = 200;

const rowSchema = z.object({ path: z.string().nullable(), content_hash: z.string(), run: z.string() });

export interface CodeRunStore {
  insert(stored: StoredRun): void;
  save(run: CodeRun): void;
  get(runId: CodeRunId): StoredRun | null;
  /** Newest first. */
  list(): CodeRun[];
  /** @returns whether there was such a run. */
  remove(runId: CodeRunId): boolean;
  /** Marks what was being written when Sotto ended. */
  markInterrupted(): void;
}

export function createCodeRunStore(database: Database): CodeRunStore {
  const insert = database.prepare(
    'insert into code_runs (id, state, path, content_hash, run, created_at) values (?, ?, ?, ?, ?, ?)',
  );
  const update = database.prepare('update code_runs set state = ?, run = ? where id = ?');
  const select = database.prepare('select path, content_hash, run from code_runs where id = ?');
  const selectAll = database.prepare(
    'select path, content_hash, run from code_runs order by created_at desc, rowid desc limit ?',
  );
  const remove = database.prepare('delete from code_runs where id = ?');
  const markInterrupted = database.prepare(
    "update code_runs set state = 'interrupted', run = json_set(run, '$.state', 'interrupted') where state = 'writing' and json_valid(run)",
  );
  return {
    insert({ run, path, contentHash }) {
      insert.run(run.id, run.state, path, contentHash, JSON.stringify(run), run.createdAt);
    },
    save: (run) => void update.run(run.state, JSON.stringify(run), run.id),
    get: (runId) => parseRow(select.get(runId)),
    list() {
      const runs: CodeRun[] = [];
      let characters = 0;
      for (const row of selectAll.iterate(maxListRuns)) {
        const stored = parseRow(row);
        if (stored === null) continue;
        characters += JSON.stringify(stored.run).length;
        if (characters > maxListCharacters && runs.length > 0) break;
        runs.push(stored.run);
      }
      return runs;
    },
    remove: (runId) => remove.run(runId).changes > 0,
    markInterrupted: () => void markInterrupted.run(),
  };
}

/** A row that another version wrote in another shape counts as absent. */
function parseRow(row: unknown): StoredRun | null {
  const parsedRow = rowSchema.safeParse(row);
  if (!parsedRow.success) return null;
  const run = codeRunSchema.safeParse(parseJson(parsedRow.data.run));
  if (!run.success) return null;
  return { run: run.data, path: parsedRow.data.path, contentHash: parsedRow.data.content_hash };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
