import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createDocuments, type Documents } from '../../electron/documents/documents.ts';
import type { Parser } from '../../electron/documents/parse/parser.ts';
import type { Database } from '../../electron/storage/database.ts';
import { createFileGrants, type FileGrants } from '../../electron/storage/fileGrants.ts';
import type { FileEvent } from '../../shared/contract/library.ts';
import { createTestParser } from '../support/documents/testParser.ts';
import { temporaryDatabase, temporaryFolder } from '../support/temporaryDatabase.ts';

export interface TestLibrary {
  readonly database: Database;
  readonly documents: Documents;
  readonly grants: FileGrants;
  readonly folder: string;
  /** Paths that were parsed, relative to the folder, in order. */
  readonly parsed: string[];
  readonly write: (name: string, text: string) => string;
  /** Indexes the whole folder (or what is named) and tells what became of its files, in the order of their paths. */
  readonly index: (...names: string[]) => Promise<{ events: string[]; unchanged: number }>;
  readonly titles: () => string[];
}

/** The real domain with the real parser on a folder of its own. */
export function openTestLibrary(times: { settleMs?: number; goneAfterMs?: number } = {}): TestLibrary {
  const database = temporaryDatabase();
  const folder = temporaryFolder();
  const grants = createFileGrants();
  const real = createTestParser({ maxProcesses: 1 });
  const parsed: string[] = [];
  const parser: Parser = {
    parse(input) {
      parsed.push(path.relative(folder, input.path));
      return real.parse(input);
    },
    warmUp: () => real.warmUp(),
    dispose: () => real.dispose(),
  };
  const documents = createDocuments({
    database,
    parser,
    politeParser: parser,
    files: grants,
    sampleFile: { path: '', fileName: '', isTemporary: false },
    provideModel: () => Promise.reject(new Error('No model is needed here')),
    contentHashOfModel: () => null,
    onChanged: () => undefined,
    onIndexChanged: () => undefined,
    onCollectionChanged: () => undefined,
    embedding: {
      models: { list: () => [], chosen: () => null },
      readWishes: () => ({ isOn: true, isPaused: false, isHeld: false }),
      onChanged: () => undefined,
    },
    reranking: { models: { chosen: () => null }, isOn: () => true, onChanged: () => undefined },
    library: {
      onStateChanged: () => undefined,
      onFoldersChanged: () => undefined,
      onWork: () => undefined,
      logError(cause) {
        throw cause;
      },
      times,
    },
  });
  onTestFinished(async () => {
    await documents.dispose();
    await real.dispose();
  });
  return {
    database,
    documents,
    grants,
    folder,
    parsed,
    write(name, text) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    async index(...names) {
      const events: FileEvent[] = [];
      const report = await documents.library.index({
        paths: names.length === 0 ? [folder] : names.map((name) => path.join(folder, name)),
        signal: new AbortController().signal,
        onProgress: () => undefined,
        onFile: (event) => events.push(event),
      });
      return { events: describeEvents(events, folder), unchanged: report.unchanged };
    },
    titles: () =>
      documents.store
        .list({ offset: 0, limit: 1000 })
        .documents.map(({ title }) => title)
        .sort(),
  };
}

export function describeEvents(events: readonly FileEvent[], folder: string): string[] {
  return events
    .map(({ change, path: place, from, error }) =>
      [
        change,
        path.relative(folder, place),
        ...(from === null ? [] : [`from ${path.relative(folder, from)}`]),
        ...(error === null ? [] : [error.code]),
      ].join(' '),
    )
    .sort();
}
