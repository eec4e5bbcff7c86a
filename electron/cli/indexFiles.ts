import path from 'node:path';
import type { Command } from 'commander';
import { fail, ok, type Result } from '../../shared/result.ts';
import { addDocument } from './addDocument.ts';
import { type CommandContext, type CommandEnd, type CommandRun, defineCommand } from './command.ts';
import type { CommandError } from './commandError.ts';
import { describeError } from './errorWords.ts';
import { findFiles } from './findFiles.ts';
import { addPasswordOption, type Passwords, passwordOptionsSchema, passwordsFor } from './passwords.ts';
import type { Session } from './session.ts';

/** Parsers wait for their turn themselves; this keeps the next file ready for them. */
const filesAtOnce = 4;

interface Indexed {
  added: number;
  unchanged: number;
  readonly failed: { readonly path: string; readonly code: string; readonly message: string }[];
  chunks: number;
}

export function addIndex(program: Command, context: CommandContext): void {
  const command = program
    .command('index')
    .description('add documents, or all documents in folders, to what can be searched and asked')
    .argument('<path...>', 'files and folders');
  addPasswordOption(command);
  defineCommand({
    command,
    context,
    options: passwordOptionsSchema,
    async run(run, { parameters, options }) {
      const startedAt = performance.now();
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const paths = parameters.map((each) => path.resolve(run.terminal.workingFolder, each));
      const filePaths = await findFiles(paths);
      if (filePaths.length === 0) return fail({ code: 'cli.noFilesFound', paths: parameters });
      const indexed = await indexAll({
        run,
        session: opened.value,
        filePaths,
        passwords: passwordsFor(run, { ...options, isUnattended: true }),
      });
      if (run.signal.aborted) return fail({ code: 'cli.interrupted' });
      return report({
        run,
        indexed,
        elapsedMs: Math.round(performance.now() - startedAt),
        files: filePaths.length,
      });
    },
  });
}

async function indexAll(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly filePaths: readonly string[];
  readonly passwords: Passwords;
}): Promise<Indexed> {
  const { run, session, filePaths, passwords } = input;
  const indexed: Indexed = { added: 0, unchanged: 0, failed: [], chunks: 0 };
  const waiting = filePaths.values();
  let done = 0;
  // The bar counts files here, so what one file has to say about itself is left out.
  const quietRun = { ...run, progress: { ...run.progress, show: () => undefined } };
  const work = async () => {
    for (const filePath of waiting) {
      if (run.signal.aborted) return;
      const result = await addDocument({ run: quietRun, session, filePath, passwords });
      done += 1;
      run.progress.show({ label: 'Indexed', done, total: filePaths.length, unit: 'files' });
      if (!result.ok) {
        indexed.failed.push({
          path: filePath,
          code: result.error.code,
          message: describeError(result.error),
        });
        continue;
      }
      if (result.value.isNew) indexed.added += 1;
      else indexed.unchanged += 1;
      indexed.chunks += result.value.document.chunks;
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, work));
  indexed.failed.sort((a, b) => (a.path < b.path ? -1 : 1));
  return indexed;
}

function report(input: {
  readonly run: CommandRun;
  readonly indexed: Indexed;
  readonly elapsedMs: number;
  readonly files: number;
}): Result<CommandEnd, CommandError> {
  const { run, indexed, elapsedMs, files } = input;
  const { added, unchanged, failed, chunks } = indexed;
  const error = { code: 'cli.nothingIndexed', failed: failed.length } as const;
  const hasFailed = failed.length === files;
  run.output.result({
    json: {
      added,
      unchanged,
      failed,
      chunks,
      elapsedMs,
      ...(hasFailed ? { error: { ...error, message: describeError(error) } } : {}),
    },
    text: [
      ...failed.map(({ path: filePath, message }) => `${filePath}: ${message}`),
      `${added} added, ${unchanged} unchanged, ${failed.length} failed; ${chunks} passages in ${(elapsedMs / 1000).toFixed(1)} s`,
    ].join('\n'),
  });
  return ok(hasFailed ? 'allFailed' : null);
}
