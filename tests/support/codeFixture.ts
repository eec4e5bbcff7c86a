import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { type Code, createCode } from '../../electron/code/createCode.ts';
import type { CodeRunEvent } from '../../electron/code/writeAnswer.ts';
import { createFileGrants } from '../../electron/storage/fileGrants.ts';
import { initial } from '../../electron/storage/migrations/0001-initial.ts';
import type { CodeAction, CodeRun } from '../../shared/contract/code.ts';
import type { FileId } from '../../shared/ids.ts';
import { createFakeEngine } from './fakeEngine.ts';

export const source = 'def add(a, b):\n    return a - b\n';
export const fixed = 'def add(a, b):\n    return a + b\n';
export const fixAnswer = ['```python\n', fixed, '```\n', 'The sign was wrong.'];

/** A folder with `sum.py` in it, a database and a code domain whose model says what the test wrote. */
export async function createCodeFixture() {
  const folder = await mkdtemp(path.join(tmpdir(), 'sotto-code-'));
  const filePath = path.join(folder, 'sum.py');
  await writeFile(filePath, source);
  const database = new Sqlite(':memory:');
  database.exec(initial);
  const files = createFileGrants();
  return {
    folder,
    filePath,
    database,
    files,
    codeWith(parts: Parameters<typeof createFakeEngine>[0]) {
      const fake = createFakeEngine(parts);
      return { ...fake, code: createCode({ database, provideModel: fake.provideModel, files }) };
    },
    grant: (input?: { isTemporary: boolean }) =>
      files.grant({ path: filePath, fileName: 'sum.py', isTemporary: input?.isTemporary ?? false }),
    async dispose() {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function runToEnd(input: {
  readonly code: Code;
  readonly action: CodeAction;
  readonly fileId?: FileId | null;
  readonly text?: string;
  readonly signal?: AbortSignal;
}): Promise<CodeRunEvent[]> {
  const events: CodeRunEvent[] = [];
  const running = input.code.run(
    {
      action: input.action,
      instruction: '',
      source: { fileName: 'sum.py', text: input.text ?? source, fileId: input.fileId ?? null },
    },
    input.signal ?? new AbortController().signal,
  );
  for await (const event of running) events.push(event);
  return events;
}

export function finishedRun(events: readonly CodeRunEvent[]): CodeRun {
  const last = events.at(-1);
  if (last?.kind !== 'finished') throw new Error(`Ended with ${JSON.stringify(last)}`);
  return last.value;
}
