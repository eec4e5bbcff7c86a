import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { OutputOf } from '../../shared/contract/index.ts';
import { digestPaper } from '../../shared/papers/digestPaper.ts';
import { paperMarkdown } from '../../shared/papers/paperMarkdown.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type CommandContext, defineCommand } from './command.ts';
import type { CommandError } from './commandError.ts';
import { followWork } from './followWork.ts';
import { indexPaths } from './indexPaths.ts';
import { chooseModel } from './modelChoice.ts';
import { addOutOptions, outOptions, printOrWrite, refuseOut } from './outFile.ts';
import type { Session } from './session.ts';

const optionsSchema = z.object({ since: z.date().optional(), ...outOptions });

export function addDigest(program: Command, context: CommandContext): void {
  const command = program
    .command('digest')
    .description('tell in a sentence or two what each document of a folder says')
    .argument('<folder>', 'the folder')
    .option('--since <time>', 'only files changed since then: 7d, 12h or a date as 2026-03-01', parseSince);
  defineCommand({
    command: addOutOptions(command),
    context,
    options: optionsSchema,
    async run(run, { parameters: [folder = ''], options }) {
      const refused = refuseOut(options);
      if (refused) return refused;
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const session = opened.value;
      const chosen = await chooseModel(run, session);
      if (!chosen.ok) return chosen;
      const indexed = await indexPaths({ run, session, paths: [folder] });
      if (!indexed.ok) return indexed;
      const { failed } = indexed.value;
      const files = await listFiles({ session, folder: path.resolve(run.terminal.workingFolder, folder) });
      if (!files.ok) return files;
      if (files.value.length === 0 && failed.length === 0)
        return fail({ code: 'cli.noFilesFound', paths: [folder] });
      const changed = await changedSince(files.value, options.since ?? null);
      const documentIds = [...new Set(changed.flatMap(({ documentId }) => documentId ?? []))];
      const digested = await followWork({
        ...{ run, session, name: 'documents.digest' },
        input: {
          since: null,
          scope: { documentIds },
          modelId: chosen.value?.id ?? null,
          isModelUsed: chosen.value !== null,
        },
      });
      if (!digested.ok) return digested;
      const digest = { ...digested.value, since: options.since?.toISOString() ?? null };
      const paper = digestPaper(digest, { now: new Date(), failed });
      return printOrWrite({
        ...{ run, options, text: paperMarkdown(paper) },
        paper: () => paper,
        json: { ...digest, failed, files: { found: files.value.length, changed: changed.length } },
      });
    },
  });
}

function parseSince(text: string): Date {
  const [, count = '', unit = ''] = /^(\d{1,4})([hdw])$/u.exec(text) ?? [];
  const hours = { h: 1, d: 24, w: 168 }[unit];
  const time =
    hours === undefined
      ? /^\d{4}-\d{2}-\d{2}$/u.test(text)
        ? new Date(text).getTime()
        : Number.NaN
      : Date.now() - Number(count) * hours * 3_600_000;
  if (Number.isNaN(time)) throw new InvalidArgumentError('It must be like 7d, 12h, 2w or 2026-03-01.');
  return new Date(time);
}

type ListedFile = OutputOf<'library.listFiles'>['files'][number];

const filesAtOnce = 1000;

/** What the library holds of a folder. @param folder absolute. */
async function listFiles(input: {
  readonly session: Session;
  readonly folder: string;
}): Promise<Result<ListedFile[], CommandError>> {
  const { session, folder } = input;
  const files: ListedFile[] = [];
  for (let offset = 0; ; offset += filesAtOnce) {
    const listed = await session.client.request('library.listFiles', {
      ...{ offset, limit: filesAtOnce, states: ['done'], text: folder },
    });
    if (!listed.ok) return listed;
    files.push(...listed.value.files.filter((file) => isWithin(folder, file.path)));
    if (offset + filesAtOnce >= listed.value.total) return ok(files);
  }
}

function isWithin(folder: string, filePath: string): boolean {
  const relative = path.relative(folder, filePath);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

async function changedSince(files: readonly ListedFile[], since: Date | null): Promise<ListedFile[]> {
  if (since === null) return [...files];
  const times = await Promise.all(
    files.map((file) =>
      stat(file.path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return files.filter((_, index) => (times[index] ?? 0) >= since.getTime());
}
