import type { Command } from 'commander';
import { z } from 'zod';
import type { EmbeddingState } from '../../shared/contract/embeddings.ts';
import type { FinishedOf } from '../../shared/contract/index.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { addDocument } from './addDocument.ts';
import { type CommandContext, type CommandEnd, type CommandRun, defineCommand } from './command.ts';
import type { CommandError } from './commandError.ts';
import { embedLibrary } from './embedLibrary.ts';
import { describeError } from './errorWords.ts';
import { type FailedFile, indexPaths, toFailed } from './indexPaths.ts';
import { addPasswordOption, type Passwords, passwordOptionsSchema, passwordsFor } from './passwords.ts';
import type { Session } from './session.ts';

interface Opened {
  readonly added: number;
  readonly chunks: number;
  readonly failed: FailedFile[];
}

export function addIndex(program: Command, context: CommandContext): void {
  const command = program
    .command('index')
    .description('add documents, or all documents in folders, to what can be searched and asked')
    .argument('<path...>', 'files and folders')
    .option(
      '--no-embeddings',
      'leave out what search by meaning needs, where an embedding model is installed',
    );
  addPasswordOption(command);
  defineCommand({
    command,
    context,
    options: passwordOptionsSchema.extend({ embeddings: z.boolean().default(true) }),
    async run(run, { parameters, options }) {
      const startedAt = performance.now();
      const opened = await run.openSession({ isAboutToRead: true });
      if (!opened.ok) return opened;
      const session = opened.value;
      const indexed = await indexPaths({ run, session, paths: parameters });
      if (!indexed.ok) return indexed;
      const passwords = passwordsFor(run, { ...options, isUnattended: true });
      const withPasswords = await openProtected({ run, session, passwords, failed: indexed.value.failed });
      if (run.signal.aborted) return fail({ code: 'cli.interrupted' });
      const embedded = options.embeddings ? await embedLibrary({ run, session }) : null;
      if (embedded?.ok === false) return embedded;
      const elapsedMs = Math.round(performance.now() - startedAt);
      return report({
        ...{ run, parameters, elapsedMs, indexed: indexed.value.counts, opened: withPasswords },
        embedding: embedded?.value ?? null,
      });
    },
  });
}

/** Reads the files that wanted a password again, with the one that was piped in. */
async function openProtected(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly passwords: Passwords;
  readonly failed: readonly FailedFile[];
}): Promise<Opened> {
  const { run, session, passwords } = input;
  const failed: FailedFile[] = [];
  let added = 0;
  let chunks = 0;
  for (const file of input.failed) {
    const result =
      file.code === 'documents.passwordProtected'
        ? await addDocument({ run, session, filePath: file.path, passwords })
        : null;
    if (result?.ok) {
      added += 1;
      chunks += result.value.document.chunks;
    } else if (result) failed.push(toFailed(file.path, result.error));
    else failed.push(file);
  }
  return { added, chunks, failed };
}

function report(input: {
  readonly run: CommandRun;
  readonly parameters: readonly string[];
  readonly indexed: FinishedOf<'library.index'>;
  readonly opened: Opened;
  /** Null where it was left out. */
  readonly embedding: EmbeddingState | null;
  readonly elapsedMs: number;
}): Result<CommandEnd, CommandError> {
  const { run, opened, embedding, elapsedMs } = input;
  const { model } = embedding ?? { model: null };
  const { failed } = opened;
  const { added: isNew, changed, moved, unchanged, removed } = input.indexed;
  const chunks = input.indexed.chunks + opened.chunks;
  // To whom asks for documents to be searched, a changed one is as new as a new one.
  const added = isNew + changed + opened.added;
  const known = unchanged + moved;
  if (added + known + removed + failed.length === 0) {
    return fail({ code: 'cli.noFilesFound', paths: input.parameters });
  }
  failed.sort((a, b) => (a.path < b.path ? -1 : 1));
  const error = { code: 'cli.nothingIndexed', failed: failed.length } as const;
  const hasFailed = failed.length > 0 && added + known + removed === 0;
  const counts = [
    `${added} added`,
    `${unchanged} unchanged`,
    ...(moved > 0 ? [`${moved} moved`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
    `${failed.length} failed`,
  ];
  run.output.result({
    json: {
      added,
      unchanged,
      moved,
      removed,
      failed,
      chunks,
      elapsedMs,
      ...(embedding === null || model === null
        ? {}
        : { embeddings: { model: model.name, passages: embedding.embedded, failed: embedding.failed } }),
      ...(hasFailed ? { error: { ...error, message: describeError(error) } } : {}),
    },
    text: [
      ...failed.map(({ path, message }) => `${path}: ${message}`),
      `${counts.join(', ')}; ${chunks} passages in ${(elapsedMs / 1000).toFixed(1)} s`,
      ...(embedding === null || model === null
        ? []
        : [
            `${model.name} has read ${embedding.embedded} of ${embedding.passages} passages for search by meaning.`,
          ]),
    ].join('\n'),
  });
  return ok(hasFailed ? 'allFailed' : null);
}
