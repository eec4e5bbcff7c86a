import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Collection } from '../../shared/contract/collections.ts';
import type { CollectionId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { addDocument } from './addDocument.ts';
import { type CommandContext, type CommandRun, defineCommand } from './command.ts';
import type { CommandError } from './commandError.ts';
import { indexPaths } from './indexPaths.ts';
import type { Session } from './session.ts';

/** The most that one answer lists. */
const pageSize = 1000;

/** `sotto collections`: named groups of documents, to search and to ask in. */
export function addCollections(program: Command, context: CommandContext): void {
  const group = program.command('collections').description('named groups of documents to search and ask in');
  const define = (
    command: Command,
    change: (run: CommandRun, session: Session, parameters: readonly string[]) => Promise<Changed>,
  ) =>
    defineCommand({
      command,
      context,
      options: z.object({}),
      async run(run, { parameters }) {
        const opened = await run.openSession();
        if (!opened.ok) return opened;
        const changed = await change(run, opened.value, parameters);
        if (!changed.ok) return changed;
        run.output.result({ json: toResult(changed.value), text: describe(changed.value) });
        return ok(null);
      },
    });

  defineCommand({
    command: group.command('list').description('show the collections'),
    context,
    options: z.object({}),
    async run(run) {
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const listed = await opened.value.client.request('collections.list', {});
      if (!listed.ok) return listed;
      const text = listed.value.map(describe).join('\n');
      run.output.result({
        json: listed.value.map(toResult),
        text: text || 'No collections yet. Make one with: sotto collections create NAME',
      });
      return ok(null);
    },
  });
  define(
    group.command('create').description('make a collection').argument('<name>', 'what to call it'),
    async (_run, { client }, [name = '']) => client.request('collections.create', { name }),
  );
  define(
    group
      .command('rename')
      .description('call a collection something else')
      .argument('<name>')
      .argument('<new name>'),
    async (_run, session, [name = '', newName = '']) => {
      const found = await findCollection(session, name);
      if (!found.ok) return found;
      return session.client.request('collections.rename', { collectionId: found.value.id, name: newName });
    },
  );
  define(
    group
      .command('add')
      .description('put documents into a collection; files that Sotto does not know yet are read')
      .argument('<name>', 'the collection')
      .argument('<path...>', 'files; of a folder everything, also what is added to it later'),
    addPaths,
  );
  define(
    group
      .command('remove')
      .description('take documents or folders out of a collection, or remove it; its documents stay')
      .argument('<name>', 'the collection')
      .argument('[path...]', 'files and folders; none: the whole collection'),
    removePaths,
  );
}

type Changed = Result<Collection, CommandError>;

async function findCollection(session: Session, name: string): Promise<Changed> {
  const listed = await session.client.request('collections.list', {});
  if (!listed.ok) return listed;
  const wanted = name.trim().toLowerCase();
  const found = listed.value.find((collection) => collection.name.toLowerCase() === wanted);
  const known = listed.value.map((collection) => collection.name);
  return found ? ok(found) : fail({ code: 'cli.collectionNotFound', name, known });
}

async function addPaths(
  run: CommandRun,
  session: Session,
  [name = '', ...paths]: readonly string[],
): Promise<Changed> {
  const found = await findCollection(session, name);
  if (!found.ok) return found;
  const collectionId = found.value.id;
  for (const given of paths.map((each) => path.resolve(run.terminal.workingFolder, each))) {
    const added = (await isFolder(given))
      ? await addFolder({ run, session, collectionId, folder: given })
      : await addFile({ run, session, collectionId, filePath: given });
    if (!added.ok) return added;
  }
  return findCollection(session, name);
}

async function addFile(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly collectionId: CollectionId;
  readonly filePath: string;
}): Promise<Changed> {
  const added = await addDocument(input);
  if (!added.ok) return added;
  return input.session.client.request('collections.addDocuments', {
    collectionId: input.collectionId,
    documentIds: [added.value.document.id],
  });
}

/** A file that cannot be read is no reason to leave out the rest of its folder. */
async function addFolder(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly collectionId: CollectionId;
  readonly folder: string;
}): Promise<Changed> {
  const { run, session, collectionId, folder } = input;
  const indexed = await indexPaths({ run, session, paths: [folder] });
  if (!indexed.ok) return indexed;
  const failed = indexed.value.failed.length;
  if (failed > 0) {
    run.progress.note(`${failed} files could not be read. The reasons are told by: sotto index ${folder}`);
  }
  return session.client.request('collections.addFolder', { collectionId, path: folder });
}

async function removePaths(
  run: CommandRun,
  session: Session,
  [name = '', ...paths]: readonly string[],
): Promise<Changed> {
  const found = await findCollection(session, name);
  if (!found.ok) return found;
  const { client } = session;
  const collectionId = found.value.id;
  if (paths.length === 0) {
    const removed = await client.request('collections.remove', { collectionId });
    return removed.ok ? ok({ ...found.value, documents: 0, folders: [] }) : removed;
  }
  for (const given of paths.map((each) => path.resolve(run.terminal.workingFolder, each))) {
    const withoutFolder = await client.request('collections.removeFolder', { collectionId, path: given });
    if (!withoutFolder.ok) return withoutFolder;
    const scope = { collectionIds: [collectionId], pathPrefix: path.dirname(given) };
    for (let offset = 0; ; offset += pageSize) {
      const listed = await client.request('documents.list', { offset, limit: pageSize, scope });
      if (!listed.ok) return listed;
      const document = listed.value.documents.find((each) => each.path === given);
      if (document) {
        const documentIds = [document.id];
        const without = await client.request('collections.removeDocuments', { collectionId, documentIds });
        if (!without.ok) return without;
      }
      if (document || listed.value.documents.length < pageSize) break;
    }
  }
  return findCollection(session, name);
}

function toResult({ name, documents, folders }: Collection) {
  return { name, documents, folders };
}

function describe({ name, documents, folders }: Collection): string {
  const parts = [documents === 1 ? '1 document' : `${documents} documents`, ...folders];
  return `${name}: ${parts.join(', ')}`;
}

async function isFolder(place: string): Promise<boolean> {
  return (await stat(place).catch(() => null))?.isDirectory() ?? false;
}
