import type { FileEvent } from '../../../shared/contract/library.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { IndexProgress } from '../../documents/library/indexJobs.ts';
import type { Library } from '../../documents/library/libraryParts.ts';
import type { FileGrants } from '../../storage/fileGrants.ts';
import type { HandlerEvent, Handlers } from '../handlers.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

type LibraryHandlers = Pick<Handlers, Extract<keyof Handlers, `library.${string}`>>;

export function libraryRoutes(library: Library, grants: Pick<FileGrants, 'resolve'>): LibraryHandlers {
  return {
    'library.getState': () => ok(library.state()),
    'library.listFolders': () => ok(library.listFolders()),
    'library.addFolder'({ fileId, isWatched }) {
      const chosen = grants.resolve(fileId);
      if (!chosen) return fail({ code: 'files.expired' });
      return library.addFolder({ path: chosen.path, isWatched });
    },
    'library.setWatched': (input) => library.setWatched(input),
    'library.checkFolder': ({ folderId }) => library.checkFolder(folderId),
    'library.removeFolder': (input) => library.removeFolder(input),
    'library.listFiles': (input) => ok(library.listFiles(input)),
    'library.countFailures': () => ok(library.countFailures()),
    'library.retry': (which) => ok({ files: library.retry(which) }),
    'library.pause': () => ok(library.setPaused(true)),
    'library.resume': () => ok(library.setPaused(false)),
    'library.setPace': ({ pace }) => ok(library.setPace(pace)),
    'library.index': ({ fileIds }, { signal }) => indexStream({ library, grants, signal }, fileIds),
    'library.follow': ({ fileId }, { signal }) => followStream({ library, grants, signal }, fileId),
  };
}

interface Call {
  readonly library: Library;
  readonly grants: Pick<FileGrants, 'resolve'>;
  readonly signal: AbortSignal;
}
type FileId = Parameters<FileGrants['resolve']>[0];

async function* indexStream(
  { library, grants, signal }: Call,
  fileIds: readonly FileId[],
): AsyncGenerator<HandlerEvent<'library.index'>> {
  const paths: string[] = [];
  for (const fileId of fileIds) {
    const chosen = grants.resolve(fileId);
    if (!chosen) return yield { kind: 'failed', error: { code: 'files.expired' } };
    paths.push(chosen.path);
  }
  const items: Mailbox<HandlerEvent<'library.index'>> = createMailbox();
  const indexing = library
    .index({
      paths,
      signal,
      onProgress: (progress: IndexProgress) =>
        items.push({ kind: 'item', item: { kind: 'progress', ...progress } }),
      onFile: (event) => items.push({ kind: 'item', item: { kind: 'file', event } }),
    })
    .finally(() => items.close());
  for await (const item of items) yield item;
  yield { kind: 'finished', value: await indexing };
}

async function* followStream(
  { library, grants, signal }: Call,
  fileId: FileId,
): AsyncGenerator<HandlerEvent<'library.follow'>> {
  const chosen = grants.resolve(fileId);
  if (!chosen) return yield { kind: 'failed', error: { code: 'files.expired' } };
  const items: Mailbox<HandlerEvent<'library.follow'>> = createMailbox();
  const onFile = (event: FileEvent) => items.push({ kind: 'item', item: { kind: 'file', event } });
  const following = library
    .follow({
      path: chosen.path,
      signal,
      onStarted: (folder) => items.push({ kind: 'item', item: { kind: 'started', folder } }),
      onFile,
    })
    .finally(() => items.close());
  for await (const item of items) yield item;
  const followed = await following;
  yield followed.ok ? { kind: 'finished', value: {} } : { kind: 'failed', error: followed.error };
}
