import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { LibraryFolder } from '../../shared/contract/library.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type CommandContext, type CommandRun, defineCommand } from './command.ts';
import type { CommandError } from './commandError.ts';
import type { Session } from './session.ts';

export function addFolders(program: Command, context: CommandContext): void {
  const folders = program
    .command('folders')
    .description('list, add and remove the folders that the library keeps up with');
  defineCommand({
    command: folders.command('list').description('list the folders and how far they are read'),
    context,
    options: z.object({}),
    async run(run) {
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const listed = await opened.value.client.request('library.listFolders', {});
      if (!listed.ok) return listed;
      const lines = listed.value.map(describe).join('\n');
      run.output.result({
        json: listed.value,
        text: lines === '' ? 'The library has no folders. Add one with: sotto folders add FOLDER' : lines,
      });
      return ok(null);
    },
  });
  defineCommand({
    command: folders
      .command('add')
      .description('keep up with a folder whenever Sotto is open; `sotto index` reads it at once')
      .argument('<folder>'),
    context,
    options: z.object({}),
    async run(run, { parameters: [folder = ''] }) {
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const added = await addFolder({ session: opened.value, folder });
      if (!added.ok) return added;
      run.output.result({ json: added.value, text: `Sotto keeps up with ${added.value.path} from now on.` });
      return ok(null);
    },
  });
  defineCommand({
    command: folders
      .command('remove')
      .description('take a folder and its documents out of the library; the files stay where they are')
      .argument('<folder>', 'its path')
      .option('--keep-documents', 'leave its documents in the library'),
    context,
    options: z.object({ keepDocuments: z.boolean().default(false) }),
    async run(run, { parameters: [folder = ''], options }) {
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      return removeFolder({ run, session: opened.value, folder, isKeeping: options.keepDocuments });
    },
  });
}

/** Has the library keep up with a folder the person named. */
export async function addFolder(input: {
  readonly session: Session;
  readonly folder: string;
}): Promise<Result<LibraryFolder, CommandError>> {
  const fileId = input.session.grantFile(input.folder);
  return input.session.client.request('library.addFolder', { fileId, isWatched: true });
}

async function removeFolder(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly folder: string;
  readonly isKeeping: boolean;
}): Promise<Result<null, CommandError>> {
  const { run, session, isKeeping } = input;
  const { client } = session;
  const wanted = path.resolve(run.terminal.workingFolder, input.folder);
  const listed = await client.request('library.listFolders', {});
  if (!listed.ok) return listed;
  const found = listed.value.find((one) => one.path === wanted);
  if (!found) return fail({ code: 'cli.folderUnknown', path: wanted });

  const { promise: isGone, resolve: markGone } = Promise.withResolvers<void>();
  const stopListening = client.on('library.foldersChanged', (left) => {
    const one = left.find(({ id }) => id === found.id);
    if (!one) return markGone();
    run.progress.show({
      label: 'Removing documents',
      done: found.files.done - one.files.done,
      total: found.files.done,
    });
  });
  run.signal.addEventListener('abort', () => markGone(), { once: true });
  const removed = await client.request('library.removeFolder', {
    folderId: found.id,
    documents: isKeeping ? 'keep' : 'remove',
  });
  if (!removed.ok) return removed;
  await isGone;
  stopListening();
  if (run.signal.aborted) return fail({ code: 'cli.interrupted' });
  const what = isKeeping
    ? 'Its documents stay in the library.'
    : 'Its documents are no longer in the library.';
  run.output.result({
    json: { removed: found.path, keptDocuments: isKeeping },
    text: `Removed ${found.path}. ${what}`,
  });
  return ok(null);
}

function describe({ path: place, isWatched, state, reason, files }: LibraryFolder): string {
  const states = {
    checking: 'being looked through',
    ready: isWatched ? 'kept up with' : 'indexed once',
    missing: 'not there at the moment; its documents are kept',
    unreadable: `cannot be opened${reason === null ? '' : ` (${reason})`}; its documents are kept`,
    emptied: 'empty all at once; its documents are kept',
    removing: 'being removed',
  } as const satisfies Record<LibraryFolder['state'], string>;
  const counts = [
    `${files.done} read`,
    ...(files.waiting > 0 ? [`${files.waiting} waiting`] : []),
    ...(files.failed > 0 ? [`${files.failed} failed`] : []),
  ];
  return `${place}  ${states[state]}; ${counts.join(', ')}`;
}
